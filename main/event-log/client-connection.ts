import type { WebSocket } from 'ws'
import { takeMessage } from '../listeners/intake.ts'
import { APPEND_TYPES } from '../protocols/codebolt-append.ts'
import type { Source } from '../protocols/protocol.ts'
import { type Frame, fail, type Reply, readFrame, succeed } from './frames.ts'
import { OperationError, toOperationError } from './operation-error.ts'
import { type EventLogServices, isOperationName, OPERATIONS } from './operations.ts'
import { Turns } from './turns.ts'

/** Work of one client from which it is no longer read: bytes of frames without an answer that has left. */
const MOST_WAITING = 4 * 1024 * 1024
/** What a frame counts for beside its length, for its answer. Bytes. */
const FRAME_COST = 4096
const PREFIX = 'eventLog.'
/** Characters of a client's own text in an error. */
const QUOTE_LENGTH = 100

/**
 * Answers the frames of one WebSocket, each of them, with its type and `requestId`: its client waits for ever otherwise.
 * They take effect in the order in which they came.
 */
export function serveClient(services: EventLogServices, socket: WebSocket, source: Source): void {
  const turns = new Turns()
  let waiting = 0

  const change = (bytes: number) => {
    waiting += bytes
    if (waiting > MOST_WAITING && !socket.isPaused) socket.pause()
    if (waiting <= MOST_WAITING && socket.isPaused) socket.resume()
  }
  socket.on('message', (bytes: Buffer) => {
    const cost = bytes.byteLength + FRAME_COST
    change(cost)
    const frame = readFrame(bytes, services.intake.limits)
    const work = () => writeAnswer(frame, bytes, source, services)
    void (addsEvents(frame) ? turns.together(work) : turns.alone(work))
      .then((text) => send(socket, text))
      .finally(() => change(-cost))
  })
}

/** What only adds may be done side by side, and is then stored together. */
function addsEvents({ type }: Frame): boolean {
  return type === 'debugEvent' || APPEND_TYPES.some((append) => append === type)
}

/** Resolves when the answer has left; a client that has gone gets none. */
function send(socket: WebSocket, text: string): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve()
  return new Promise((resolve) => socket.send(text, () => resolve()))
}

/** Never rejects: what fails here is told as well. */
async function writeAnswer(frame: Frame, bytes: Buffer, source: Source, services: EventLogServices): Promise<string> {
  try {
    return JSON.stringify(await answer(frame, bytes, source, services))
  } catch (error) {
    return JSON.stringify(fail({ ...frame, type: answerType(frame) }, toOperationError(error).message))
  }
}

async function answer(frame: Frame, bytes: Buffer, source: Source, services: EventLogServices): Promise<Reply> {
  const { type, members, problem } = frame
  if (problem) {
    // What may be anything is kept, for its sender will look for it; takeMessage tells of what is over a limit.
    await takeMessage(services.intake, bytes, source)
    throw problem
  }
  if (type === 'debugEvent') return answerDebugEvent(frame, bytes, source, services)
  const name = type.startsWith(PREFIX) ? type.slice(PREFIX.length) : ''
  if (!isOperationName(name)) throw new OperationError('invalid', `Unsupported message type: ${quote(type)}`)
  return succeed(frame, await OPERATIONS[name]({ params: members.params, frame: bytes, source }, services))
}

async function answerDebugEvent(
  frame: Frame,
  bytes: Buffer,
  source: Source,
  { intake }: EventLogServices,
): Promise<Reply> {
  const { action = 'addLog' } = frame.members
  if (action !== 'addLog') throw new OperationError('invalid', `Unsupported action: ${quote(String(action))}`)
  const result = await takeMessage(intake, bytes, source)
  if (result.kind !== 'stored') throw new OperationError('failed', result.reason)
  const [problem] = result.problems
  if (problem) throw new OperationError('invalid', `${problem.path}: ${problem.reason}`)
  return succeed({ ...frame, type: answerType(frame) }, { id: String(result.lastId) })
}

/** `debug.debug()` waits for `debugEventResponse`, and other actions of `debugEvent` for a response of their own name. */
function answerType({ type, members: { action } }: Frame): string {
  if (type !== 'debugEvent') return type
  return typeof action === 'string' && action !== 'addLog' ? `${action}Response` : 'debugEventResponse'
}

function quote(text: string): string {
  return text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH)}…` : text
}
