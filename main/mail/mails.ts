import type { EventId } from '../../shared/event.ts'
import type { MailExport, MailExportFormat, MailFile, MailInlineImage, MailSource } from '../../shared/mail.ts'

/** What the log keeps of mails, for viewers. */
export interface Mails {
  source(id: EventId): Promise<MailSource | null>
  file(id: EventId, index: number): Promise<MailFile | null>
  inlineImages(id: EventId): Promise<readonly MailInlineImage[]>
  export(id: EventId, format: MailExportFormat): Promise<MailExport>
}

export function createMails(): Mails {
  return {
    source: async () => null,
    file: async () => null,
    inlineImages: async () => [],
    export: async (id, format) => ({ name: `mail-${id}.${format}`, base64: '' }),
  }
}
