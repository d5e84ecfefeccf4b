import { type Intake, noteFailure, toId } from '../listeners/intake.ts'
import type { IngestResult } from '../log/api.ts'
import { type MailEnvelope, packMail } from './mail-record.ts'
import { MailError, type MailThread } from './mail-thread.ts'
import type { ReadMail } from './read-mail.ts'

/** A mail as it came in. */
export interface IncomingMail {
  readonly source: Uint8Array
  readonly envelope: MailEnvelope
  /** Whom the mailer said it was; null if it did not say. */
  readonly user: string | null
}

/** Where a mail goes that does not say. */
const DEFAULT_APP = 'mail'
const DEFAULT_STREAM = 'mail'
/** The app of events that name none, and so of a request that they report. */
const APP_OF_REQUESTS = 'default'

/** Reads and stores a mail; resolves once it is on disk, or could not be brought there. */
export async function takeMail(intake: Intake, thread: MailThread, mail: IncomingMail): Promise<IngestResult> {
  const { record, app, stream } = await read(thread, mail)
  const source = {
    protocol: 'smtp',
    app: toId(app ?? mail.user ?? (stream === null ? DEFAULT_APP : APP_OF_REQUESTS)),
    stream: toId(stream ?? DEFAULT_STREAM),
  }
  await intake.queue.whenRoom()
  const result = await intake.queue.add(packMail(record, mail.source), source)
  noteFailure(intake, source, result)
  return result
}

async function read(thread: MailThread, { source, envelope }: IncomingMail): Promise<ReadMail> {
  try {
    return await thread.run('read', source, envelope)
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    const problem = `the mail cannot be read: ${error.message}`
    return { record: { problem, metadata: { envelope } }, app: null, stream: null }
  }
}
