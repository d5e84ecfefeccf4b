import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { DraftFile, FormField } from '../../shared/composer.ts'
import { SendError } from './send-error.ts'
import type { Upload, Uploads } from './uploads.ts'

/** A body that can be sent more than once, as redirects ask for. */
export interface OutgoingBody {
  readonly bytes: number
  open(): Readable
}

type Part = Buffer | Upload

export function textBody(text: string): OutgoingBody {
  return joinParts([Buffer.from(text)])
}

export function fileBody(file: DraftFile | null, uploads: Uploads): OutgoingBody {
  return joinParts([findUpload(file, uploads)])
}

/** A form as RFC 7578 has it. */
export function buildMultipart(
  fields: readonly FormField[],
  uploads: Uploads,
): { readonly body: OutgoingBody; readonly contentType: string } {
  const boundary = `tattler-${randomBytes(12).toString('hex')}`
  const parts = fields.flatMap(({ key, value, file }): Part[] => {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(key)}"`
    if (file === null) return [Buffer.from(`${start}\r\n\r\n${value}\r\n`)]
    const type = file.type || 'application/octet-stream'
    const head = `${start}; filename="${quoted(file.name)}"\r\nContent-Type: ${type}\r\n\r\n`
    return [Buffer.from(head), findUpload(file, uploads), Buffer.from('\r\n')]
  })
  const body = joinParts([...parts, Buffer.from(`--${boundary}--\r\n`)])
  return { body, contentType: `multipart/form-data; boundary=${boundary}` }
}

/** What would end a name is encoded, as browsers do it. */
function quoted(name: string): string {
  return name.replace(/[\r\n"]/g, (character) => encodeURIComponent(character))
}

function findUpload(file: DraftFile | null, uploads: Uploads): Upload {
  const upload = uploads.find(file?.upload ?? null)
  if (upload) return upload
  const message = file === null ? 'There is no file for the body.' : `The file ${file.name} is not here any more.`
  throw new SendError('file', message, 'Choose the file: Tattler keeps those it was given until it ends.')
}

function joinParts(parts: readonly Part[]): OutgoingBody {
  return {
    bytes: parts.reduce((sum, part) => sum + (Buffer.isBuffer(part) ? part.length : part.bytes), 0),
    open: () => Readable.from(readParts(parts), { objectMode: false }),
  }
}

async function* readParts(parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const part of parts) {
    if (Buffer.isBuffer(part)) yield part
    else yield* createReadStream(part.path) as AsyncIterable<Buffer>
  }
}
