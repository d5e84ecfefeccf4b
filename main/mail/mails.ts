import type { DebugEvent, EventId } from '../../shared/event.ts'
import type { EmailPayload } from '../../shared/events/email.ts'
import type { MailExport, MailExportFormat, MailFile, MailInlineImage, MailSource } from '../../shared/mail.ts'
import type { AsyncLogApi } from '../log/api.ts'
import { MailError, type MailThread } from './mail-thread.ts'
import { writeMail, writePage } from './write-mail.ts'

/** What the log keeps of mails, for viewers. Each function rejects with a `MailError` where a mail cannot be read. */
export interface Mails {
  source(id: EventId): Promise<MailSource | null>
  file(id: EventId, index: number): Promise<MailFile | null>
  inlineImages(id: EventId): Promise<readonly MailInlineImage[]>
  export(id: EventId, format: MailExportFormat): Promise<MailExport>
}

export function createMails(log: AsyncLogApi, thread: MailThread): Mails {
  async function inlineImages(id: EventId): Promise<readonly MailInlineImage[]> {
    const source = await log.mailSource(id)
    const images = source ? await thread.run('inlineImages', source) : []
    return images.map(({ contentId, type, bytes }) => ({ contentId: contentId ?? '', type, base64: toBase64(bytes) }))
  }

  async function write(id: EventId, format: MailExportFormat): Promise<Uint8Array> {
    const source = format === 'eml' ? await log.mailSource(id) : null
    if (source) return source
    const event = await log.event(id)
    if (event?.type !== 'email') throw new MailError(`there is no mail ${id}`)
    if (format === 'eml') return writeMail(payloadOf(event), event.time)
    return Buffer.from(writePage(payloadOf(event), await inlineImages(id)))
  }

  return {
    inlineImages,
    source: async (id) => {
      const source = await log.mailSource(id)
      return source && { base64: toBase64(source) }
    },
    file: async (id, index) => {
      const source = await log.mailSource(id)
      const file = source && (await thread.run('file', source, index))
      return file && { name: file.name, type: file.type, base64: toBase64(file.bytes) }
    },
    export: async (id, format) => ({ name: `mail-${id}.${format}`, base64: toBase64(await write(id, format)) }),
  }
}

/** The payload of each event was checked against its type when it was stored. */
function payloadOf(event: DebugEvent): EmailPayload {
  return JSON.parse(event.payload)
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
