import type { EventId } from '../../shared/event.ts'
import type { EmailPayload } from '../../shared/events/email.ts'
import type { FeedMessage, ViewSpec } from '../../shared/messages.ts'
import type { Condition } from '../../shared/query/query.ts'
import { Failure } from './failure.ts'
import { findRunning } from './find-running.ts'
import { findLinks } from './mail-links.ts'
import { ConnectionLost, openViewer, type ViewerConnection } from './viewer-connection.ts'

export interface WaitForMailOptions {
  readonly data: string
  readonly app?: string
  /** Each a part of what it is looked for in, in any case. */
  readonly to?: string
  readonly from?: string
  readonly subject?: string
  /** ms before now. */
  readonly since: number
  /** ms. */
  readonly timeout: number
}

/** `tattler wait-for-mail`: prints the newest mail that fits, or waits for one; fails when the time is over. */
export async function waitForMail(options: WaitForMailOptions): Promise<void> {
  const connection = await openViewer(findRunning(options.data))
  try {
    const id = await findMail(connection, options)
    process.stdout.write(`${JSON.stringify(await describeMail(connection, id), null, 2)}\n`)
  } catch (error) {
    throw error instanceof ConnectionLost ? new Failure('Tattler ended while it was waited for a mail.') : error
  } finally {
    connection.close()
  }
}

/** The id of the newest mail that fits, once there is one. */
async function findMail(connection: ViewerConnection, options: WaitForMailOptions): Promise<EventId> {
  let timer: NodeJS.Timeout | undefined
  const found = new Promise<EventId>((resolve, reject) => {
    timer = setTimeout(() => reject(new Failure(`No mail came within ${options.timeout / 1000} s.`)), options.timeout)
    const look = ({ tail }: Pick<FeedMessage & { type: 'view/changed' }, 'tail'>) => {
      const newest = tail?.rows.at(-1)
      if (newest) resolve(newest.id)
    }
    connection.onFeed((message) => {
      if (message.type === 'view/changed' || message.type === 'view/reset') look(message)
    })
    connection.request('view/open', toViewSpec(options)).then(look, reject)
    void connection.closed.then(() => reject(new ConnectionLost()))
  })
  try {
    return await found
  } finally {
    clearTimeout(timer)
  }
}

function toViewSpec({ app, to, from, subject, since }: WaitForMailOptions): ViewSpec {
  const where: Condition[] = [
    { field: 'type', operator: 'eq', value: 'email' },
    { field: 'received', operator: 'gte', value: Date.now() - since },
  ]
  if (app !== undefined) where.push({ field: 'instance', operator: 'eq', value: app })
  if (to !== undefined) where.push({ any: (['to', 'cc', 'bcc'] as const).map((field) => contains(field, to)) })
  if (from !== undefined) where.push(contains('from', from))
  if (subject !== undefined) where.push(contains('subject', subject))
  return {
    view: 1,
    from: { instance: '*' },
    where,
    hiddenTypes: [],
    orderBy: null,
    tree: { open: true, toggled: [] },
  }
}

function contains(field: keyof EmailPayload, value: string): Condition {
  return { field: `payload.${field}`, operator: 'icontains', value }
}

/** A mail as a test wants it: what was not in it is null or empty, and nothing is missing. */
async function describeMail(connection: ViewerConnection, id: EventId): Promise<object> {
  const event = await connection.request('event/open', id)
  if (!event) throw new Failure('The mail came, and was deleted before it could be read.')
  const mail: EmailPayload = JSON.parse(event.payload)
  return {
    id,
    app: event.instance,
    stream: event.stream,
    received: new Date(event.received).toISOString(),
    from: mail.from,
    to: mail.to,
    cc: mail.cc ?? [],
    bcc: mail.bcc ?? [],
    replyTo: mail.replyTo ?? null,
    subject: mail.subject,
    text: mail.text ?? null,
    html: mail.body === '' ? null : mail.body,
    links: findLinks(mail.body, mail.text ?? ''),
    attachments: mail.attachments ?? [],
    headers: mail.headers ?? [],
  }
}
