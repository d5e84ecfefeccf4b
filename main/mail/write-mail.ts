import MailComposer from 'nodemailer/lib/mail-composer'
import type { EmailPayload } from '../../shared/events/email.ts'
import type { MailInlineImage } from '../../shared/mail.ts'
import { CONTENT_ID_ADDRESS, readContentId } from './content-id.ts'

/**
 * A message with the fields of a mail that was reported without its source. What was attached is not known but by name,
 * and left out. `time` is of the event, ms since the epoch.
 */
export function writeMail(payload: EmailPayload, time: number): Promise<Buffer> {
  const { from, sender, to, cc, bcc, replyTo, subject, messageId, body, text } = payload
  const composer = new MailComposer({
    from,
    sender,
    to: [...to],
    cc: cc && [...cc],
    bcc: bcc && [...bcc],
    replyTo,
    subject,
    messageId,
    date: payload.date ?? new Date(time),
    text: text ?? (body === '' ? '' : undefined),
    html: body === '' ? undefined : body,
    // Nothing that a mail says can make it read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const message = composer.compile()
  message.keepBcc = true
  return message.build()
}

/** Opened from a disk, the page of a mail would be a page like any other: it could run scripts, and tell that it was read. */
const HEAD = `<meta charset="utf-8">
<!-- Saved by Tattler. The next line keeps the mail from running scripts, and from loading anything. -->
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'">
`
const DOCTYPE = /^\s*<!doctype[^>]*>\s*/i

/** The HTML of a mail as a page of its own: images inside it, and a policy before anything of the mail. */
export function writePage({ body, text = '' }: EmailPayload, images: readonly MailInlineImage[]): string {
  if (body === '') return `<!doctype html>\n${HEAD}<pre style="white-space: pre-wrap">${escapeHtml(text)}</pre>\n`
  const byId = new Map(images.map((image) => [image.contentId, `data:${image.type};base64,${image.base64}`]))
  const html = body.replace(CONTENT_ID_ADDRESS, (address, id: string) => byId.get(readContentId(id)) ?? address)
  const [doctype = ''] = DOCTYPE.exec(html) ?? []
  return `${doctype}${HEAD}${html.slice(doctype.length)}`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
