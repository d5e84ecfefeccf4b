import { domainToASCII } from 'node:url'
import PostalMime, { type Address, type Attachment, decodeWords, type Email, type Header } from 'postal-mime'
import type { EmailPayload } from '../../shared/events/email.ts'
import { CONTENT_ID_ADDRESS, readContentId } from './content-id.ts'
import type { MailEnvelope, MailRecord } from './mail-record.ts'

/** A mail as the door takes it. */
export interface ReadMail {
  readonly record: MailRecord
  /** Whose mail it is, from a header of it; null where it has none. */
  readonly app: string | null
  /** The stream it belongs to, likewise. */
  readonly stream: string | null
}

const APP_HEADER = 'x-tattler-app'
/** The second is how an app of the web debug protocol names its request. */
const STREAM_HEADERS = ['x-tattler-stream', 'x-http-debug-id']

const LINE_FEED = 0x0a
/** How a header begins: a name of printable characters and a colon. `From ` begins a mail that lay in a mailbox. */
const FIRST_HEADER = /^(?:[!-9;-~]+[ \t]*:|>?From )/
const LONGEST_HEADER_NAME = 1000

/** Reads the source of a mail. Rejects if the parser gives up; it may as well never come to an end. */
export async function readMail(source: Uint8Array, envelope: MailEnvelope): Promise<ReadMail> {
  const deviations: string[] = []
  const mail = await parse(source, deviations)
  const payload = toPayload(mail, source.length, envelope, deviations)
  const metadata = { envelope, ...(deviations.length > 0 && { deviations }) }
  const find = (name: string) => mail.headers.find(({ key }) => key === name)?.value.trim() || null
  return {
    record: { payload, metadata },
    app: find(APP_HEADER),
    stream: STREAM_HEADERS.map(find).find((id) => id !== null) ?? null,
  }
}

/** Parses a mail; a mail inside it stays a file. */
export async function parse(source: Uint8Array, deviations: string[] = []): Promise<Email> {
  const start = Buffer.from(source.subarray(0, LONGEST_HEADER_NAME)).toString('latin1')
  if (FIRST_HEADER.test(start) || /^\r?\n/.test(start)) {
    return PostalMime.parse(source, { forceRfc822Attachments: true })
  }
  deviations.push('headers: there are none; all of it is taken as text')
  // Without the empty line that ends the headers, the text would be taken for them.
  return PostalMime.parse(Buffer.concat([Buffer.of(LINE_FEED), source]))
}

function toPayload(mail: Email, sourceSize: number, envelope: MailEnvelope, deviations: string[]): EmailPayload {
  const from = mail.from ? formatAddress(mail.from) : ''
  if (from === '') deviations.push('from: no header names it; taken from the envelope')
  const to = formatAddresses(mail.to)
  const cc = formatAddresses(mail.cc)
  const bcc = [...formatAddresses(mail.bcc), ...findHidden(envelope, mail)]
  const files = toFiles(mail)
  for (const { name, type } of files) {
    if (type === 'application/ms-tnef' || /^winmail\.dat$/i.test(name))
      deviations.push(`${name}: holds attachments in a format of Outlook's own (TNEF), kept as one file`)
  }
  const attachments = files.filter((file) => !file.isInline).map((file) => file.name)
  const date = mail.headers.find(({ key }) => key === 'date')?.value
  return {
    subject: mail.subject ?? '',
    body: mail.html ?? '',
    from: from || envelope.from,
    to,
    ...(cc.length > 0 && { cc }),
    ...(bcc.length > 0 && { bcc }),
    ...(mail.replyTo && { replyTo: formatAddresses(mail.replyTo).join(', ') }),
    ...(attachments.length > 0 && { attachments }),
    ...(mail.text !== undefined && { text: mail.text }),
    headers: mail.headers.map(toHeader),
    ...(date && { date }),
    ...(mail.messageId && { messageId: mail.messageId }),
    ...(mail.sender && { sender: formatAddress(mail.sender) }),
    ...(files.length > 0 && { files }),
    sourceSize,
  }
}

function toHeader({ originalKey, value }: Header): { key: string; value: string } {
  return { key: originalKey, value: decodeWords(value) }
}

/** Recipients of the envelope that no header names. */
function findHidden({ to }: MailEnvelope, mail: Email): string[] {
  const named = [mail.to, mail.cc, mail.bcc].flatMap((list) => (list ?? []).flatMap(membersOf))
  const known = new Set(named.map(({ address = '' }) => comparable(address)))
  return to.filter((address) => !known.has(comparable(address)))
}

/** Lower case, with the domain as the domain name system writes it: headers and envelopes differ in that. */
function comparable(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  return `${address.slice(0, at + 1)}${domainToASCII(domain) || domain}`.toLowerCase()
}

interface Mailbox {
  readonly name: string
  readonly address?: string | undefined
}

function membersOf(address: Address): readonly Mailbox[] {
  return address.group ?? [address]
}

/** Groups as their members; one without any, like `undisclosed-recipients:;`, as itself. */
function formatAddresses(addresses: readonly Address[] = []): string[] {
  return addresses.flatMap((address) =>
    address.group?.length === 0 ? `${address.name}:;` : membersOf(address).map(formatMailbox),
  )
}

function formatAddress(address: Address): string {
  return formatAddresses([address])[0] ?? ''
}

/** `Ann Example <ann@example.test>`, the name in quotation marks where it would be misread without. */
function formatMailbox({ name, address = '' }: Mailbox): string {
  if (name === '') return address
  const safeName = /[",;:<>@()[\]\\]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name
  return address === '' ? safeName : `${safeName} <${address}>`
}

type MailFile = NonNullable<EmailPayload['files']>[number]

function toFiles(mail: Email): MailFile[] {
  const shown = findContentIds(mail)
  return mail.attachments.map((attachment) => {
    const contentId = contentIdOf(attachment)
    return {
      name: nameOf(attachment),
      type: attachment.mimeType,
      size: bytesOf(attachment).byteLength,
      ...(contentId !== null && { contentId }),
      isInline: contentId !== null && shown.has(contentId),
    }
  })
}

/** The name in the mail, or one that tells what it is. */
export function nameOf({ filename, mimeType }: Attachment): string {
  if (filename) return filename
  if (mimeType === 'message/rfc822') return 'message.eml'
  return mimeType === 'text/calendar' ? 'invitation.ics' : 'unnamed'
}

/** Without angle brackets. */
export function contentIdOf({ contentId }: Attachment): string | null {
  return contentId?.trim().replace(/^<|>$/g, '') || null
}

export function bytesOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
}

/** What the HTML shows of its own files. */
export function findContentIds({ html = '' }: Email): ReadonlySet<string> {
  return new Set([...html.matchAll(CONTENT_ID_ADDRESS)].map(([, id = '']) => readContentId(id)))
}
