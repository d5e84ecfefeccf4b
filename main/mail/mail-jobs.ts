import type { Attachment } from 'postal-mime'
import type { MailFile } from '../../shared/mail.ts'
import type { MailEnvelope } from './mail-record.ts'
import { bytesOf, contentIdOf, findContentIds, nameOf, parse, type ReadMail, readMail } from './read-mail.ts'

/** Images beyond this are left out: a mail that embeds more is shown without them. Bytes, all of them together. */
const INLINE_BYTES = 10_000_000

/** A file of a mail, decoded. */
export interface ExtractedFile extends Omit<MailFile, 'base64'> {
  readonly contentId: string | null
  readonly bytes: Uint8Array
}

/** What the mail thread does with the source of a mail. */
export interface MailJobs {
  read(source: Uint8Array, envelope: MailEnvelope): ReadMail
  /** Null if it has no such file. */
  file(source: Uint8Array, index: number): ExtractedFile | null
  /** Images that the HTML shows by a `cid:` address. */
  inlineImages(source: Uint8Array): readonly ExtractedFile[]
}

export const MAIL_JOBS: {
  readonly [M in keyof MailJobs]: (...args: Parameters<MailJobs[M]>) => Promise<ReturnType<MailJobs[M]>>
} = {
  read: readMail,
  file: async (source, index) => {
    const attachment = (await parse(source)).attachments[index]
    return attachment ? extract(attachment) : null
  },
  inlineImages: async (source) => {
    const mail = await parse(source)
    const shown = findContentIds(mail)
    let sum = 0
    return mail.attachments.map(extract).filter(({ type, contentId, bytes }) => {
      if (contentId === null || !type.startsWith('image/') || !shown.has(contentId)) return false
      sum += bytes.byteLength
      return sum <= INLINE_BYTES
    })
  },
}

function extract(attachment: Attachment): ExtractedFile {
  return {
    name: nameOf(attachment),
    type: attachment.mimeType,
    contentId: contentIdOf(attachment),
    bytes: bytesOf(attachment),
  }
}
