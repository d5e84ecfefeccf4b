import type { IncomingMessage, ServerResponse } from 'node:http'
import type { IngestQueue } from '../ingest-queue.ts'
import type { IngestResult } from '../log/api.ts'
import { noteFault } from '../log-notices.ts'
import type { Notices } from '../notices.ts'
import { checkJsonLimits } from '../protocols/json.ts'
import { LimitError, type Limits, type Source } from '../protocols/protocol.ts'
import { BodyError, readBody } from './body.ts'
import type { BodyRoom } from './body-room.ts'

/** What listeners hand their messages to. */
export interface Intake {
  readonly queue: IngestQueue
  readonly room: BodyRoom
  readonly limits: Limits
  readonly notices: Notices
}

/** How a message was taken: the answer of `POST /events`, and the acknowledgement over a WebSocket. */
export interface Receipt {
  readonly accepted: number
  readonly invalid: number
  /** Id of the message's last event in the log; null if nothing was kept. */
  readonly lastId: number | null
  /** What is wrong with the first invalid event, or with the message. */
  readonly error?: { readonly reason: string; readonly path: string }
}

/** Reads the body of a message, as fast as others leave room and the log keeps up. Throws a `BodyError`, of which the user is told. */
export async function readMessageBody(intake: Intake, request: IncomingMessage, app: string): Promise<Buffer> {
  try {
    return await readBody(request, intake.limits.messageBytes, intake.room)
  } catch (error) {
    if (error instanceof BodyError) noteBody(intake, error, app)
    throw error
  }
}

/** Tells the user of a message that was turned away because too many others were being read. */
export function noteCrowd({ notices, limits }: Intake, app: string): void {
  notices.add({
    severity: 'warning',
    code: 'too-much-at-once',
    message: `A message of ${app} was turned away, because others of more than ${limits.openBytes} bytes were being read.`,
    hint: 'Raise limits.openBytes in settings.json, or send less at a time.',
    setting: 'limits.openBytes',
  })
}

function noteBody(intake: Intake, { status, message }: BodyError, app: string): void {
  const { notices } = intake
  if (status === 413) noteRefusal(notices, app, message, 'messageBytes')
  else if (status === 503) noteCrowd(intake, app)
  else {
    notices.add({
      severity: 'warning',
      code: 'body-unreadable',
      message: `A message of ${app} was refused: ${message}.`,
    })
  }
}

/** How an answer tells of a body that could not be read. */
export function announceBodyError(response: ServerResponse, { status }: BodyError): void {
  // What is left of the body is not read: the connection ends with the answer.
  response.setHeader('connection', 'close')
  if (status === 503) response.setHeader('retry-after', '1')
}

/** Stores one message; resolves once its events are on disk, or were refused. */
export function takeMessage(intake: Intake, bytes: Uint8Array, source: Source): Promise<IngestResult> {
  return new Promise((done) => putMessage(intake, bytes, source, true, done))
}

/** As `takeMessage`, for senders of many messages. Unless `isAwaited`, it may take somewhat longer. */
export function putMessage(
  intake: Intake,
  bytes: Uint8Array,
  source: Source,
  isAwaited: boolean,
  done: (result: IngestResult) => void,
): void {
  const finish = (result: IngestResult) => {
    noteFailure(intake, source, result)
    done(result)
  }
  const refused = refuseTooDeep(intake.limits, bytes)
  if (refused) finish(refused)
  else intake.queue.put(bytes, source, isAwaited, finish)
}

/** Measured here and not where it is decoded: that thread is the busy one, and this is its door. */
function refuseTooDeep(limits: Limits, bytes: Uint8Array): IngestResult | null {
  try {
    checkJsonLimits(bytes, limits)
    return null
  } catch (error) {
    if (error instanceof LimitError) return { kind: 'refused', limit: error.limit, reason: error.message }
    throw error
  }
}

/** Tells the user of messages that were not kept. */
export function noteFailure({ notices }: Intake, source: Source, result: IngestResult): void {
  if (result.kind === 'refused') noteRefusal(notices, source.app, result.reason, result.limit)
  if (result.kind === 'failed') noteFault(notices, result.reason)
}

export function noteRefusal(notices: Notices, app: string, reason: string, limit: keyof Limits): void {
  notices.add({
    severity: 'warning',
    code: 'message-too-large',
    message: `A message of ${app} was refused: ${reason}.`,
    hint: `Raise limits.${limit} in settings.json, or send less at a time.`,
    setting: `limits.${limit}`,
  })
}

export function receiptOf(result: IngestResult): Receipt {
  if (result.kind !== 'stored') {
    return { accepted: 0, invalid: 0, lastId: null, error: { reason: result.reason, path: '' } }
  }
  const { accepted, problems, lastId } = result
  const receipt = { accepted, invalid: problems.length, lastId }
  return problems[0] ? { ...receipt, error: problems[0] } : receipt
}

/** Characters of an instance or stream id that are kept. */
const ID_LENGTH = 200

/** Reads from headers (`X-Tattler-App`, `X-Tattler-Stream`) or the address (`?app=`, `?stream=`) whose events these are. */
export function readSource(request: IncomingMessage, url: URL, protocol: string): Source {
  const read = (name: 'app' | 'stream'): string => {
    const header = request.headers[`x-tattler-${name}`]
    const value = (typeof header === 'string' ? header : url.searchParams.get(name)) ?? ''
    return toId(value) || 'default'
  }
  return { protocol, app: read('app'), stream: read('stream') }
}

/** What an app calls itself or its stream, as an id. */
export function toId(name: string): string {
  return name.trim().slice(0, ID_LENGTH)
}
