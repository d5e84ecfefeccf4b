import type { IncomingMessage } from 'node:http'
import { findJsonError } from '../../shared/json-position.ts'
import { checkJsonLimits } from '../protocols/json.ts'
import { LimitError } from '../protocols/protocol.ts'
import { Refusal } from '../roundware/refusal.ts'
import { NO_FIELDS, readJsonFields, readPairs, type SentFields } from '../roundware/sent-fields.ts'
import { BodyError } from './body.ts'
import { type Intake, noteRefusal, readMessageBody } from './intake.ts'

/** A body as it came, for whoever wants to see what could not be read. */
export interface SentBody {
  readonly bytes: Buffer
  readonly contentType: string
}

/** Reads the body of a request. Throws a `Refusal` for one over a limit, or that is cut off or badly compressed. */
export async function readSentBody(request: IncomingMessage, intake: Intake): Promise<SentBody> {
  try {
    const bytes = await readMessageBody(intake, request, 'roundware')
    return { bytes, contentType: request.headers['content-type'] ?? '' }
  } catch (error) {
    if (!(error instanceof BodyError)) throw error
    throw new Refusal(error.message, { status: error.status })
  }
}

/** The fields of a body: JSON, or a form of either encoding. Throws a `Refusal` in the words of Django REST framework. */
export async function readFields({ bytes, contentType }: SentBody, intake: Intake): Promise<SentFields> {
  if (bytes.length === 0) return NO_FIELDS
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType === 'application/json') return readJson(bytes, intake)
  if (mediaType === 'application/x-www-form-urlencoded') return readPairs(new URLSearchParams(bytes.toString('utf8')))
  if (mediaType === 'multipart/form-data') return readMultipart(bytes, contentType)
  throw new Refusal(`Unsupported media type "${contentType}" in request.`, { status: 415 })
}

function readJson(bytes: Buffer, { limits, notices }: Intake): SentFields {
  let text = ''
  try {
    checkJsonLimits(bytes, limits)
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return readJsonFields(text)
  } catch (error) {
    if (error instanceof LimitError) {
      noteRefusal(notices, 'roundware', error.message, error.limit)
      throw new Refusal(error.message, { status: 413 })
    }
    if (error instanceof SyntaxError) throw new Refusal(`JSON parse error - ${explainJson(text)}`)
    if (!(error instanceof TypeError)) throw error
    throw new Refusal("JSON parse error - 'utf-8' codec can't decode the body: invalid bytes")
  }
}

/** As Python's `json` tells it. */
function explainJson(text: string): string {
  const index = findJsonError(text)
  const lines = text.slice(0, index).split('\n')
  return `Expecting value: line ${lines.length} column ${(lines.at(-1)?.length ?? 0) + 1} (char ${index})`
}

/** A file becomes what can be told of it: nobody wants recordings in a log. */
async function readMultipart(bytes: Buffer, contentType: string): Promise<SentFields> {
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
    const pairs = [...form].map(([name, value]): [string, unknown] => [
      name,
      typeof value === 'string' ? value : { name: value.name, type: value.type, size: value.size },
    ])
    return readPairs(pairs)
  } catch {
    throw new Refusal('Multipart form parse error - Invalid boundary or cut off form')
  }
}
