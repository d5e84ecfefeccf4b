import { mayLoseNumbers, parseTwin, writeExact } from '../../shared/exact-numbers.ts'
import { importanceIn } from '../../shared/vocabularies.ts'
import { APPEND_TYPES, AppendError, type AppendRequest, readAppend } from './codebolt-append.ts'
import { toLogEvent } from './codebolt-event.ts'
import { makeInvalidEvent } from './invalid-event.ts'
import { isJsonObject, JsonError, type JsonObject, parseJson } from './json.ts'
import {
  type Decoded,
  type DecodedEvent,
  type DecodedStream,
  LimitError,
  type Limits,
  type Problem,
  type Protocol,
} from './protocol.ts'
import { summarize } from './summary.ts'

/**
 * Frames of the Codebolt client library (GitHub codeboltai/codeboltjs): `eventLog.appendEvent`, `eventLog.appendEvents`
 * and `debugEvent`. An append goes to its instance of the event log, all of it or nothing. What cannot be understood
 * becomes one `invalid` event of the connection.
 */
export const codebolt: Protocol = {
  name: 'codebolt',
  dependsOnLog: true,
  decode(bytes, { stream }, limits) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    try {
      const frame = parseJson(text)
      if (!isJsonObject(frame)) throw new AppendError('', 'must be an object with a type')
      const twin = mayLoseNumbers(bytes, text) ? parseTwin(text) : undefined
      const append = APPEND_TYPES.find((type) => type === frame.type)
      if (append) return decodeAppend(readAppend(append, frame.params), frame, twin, limits)
      if (frame.type === 'debugEvent') return decodeDebugEvent(frame, twin, stream)
      throw new AppendError('type', 'is no type that holds events')
    } catch (error) {
      const problem = explain(error)
      return { streams: [{ stream, events: [makeInvalidEvent(problem, text)] }], accepted: 0, problems: [problem] }
    }
  },
}

/** Events in the order of their array, which is the order of their ids: a stream that comes again is listed again. */
function decodeAppend(append: AppendRequest, frame: JsonObject, twin: unknown, limits: Limits): Decoded {
  const { instance, mayCreate, events } = append
  if (events.length > limits.eventsPerMessage) {
    throw new LimitError('eventsPerMessage', `more than ${limits.eventsPerMessage} events in one message`)
  }
  const params = inside(twin, 'params')
  const streams: (DecodedStream & { readonly events: DecodedEvent[] })[] = []
  for (const [index, event] of events.entries()) {
    const twins = frame.type === 'eventLog.appendEvent' ? params : inside(inside(params, 'events'), index)
    const decoded = toLogEvent(event, { payload: inside(twins, 'payload'), metadata: inside(twins, 'metadata') })
    const last = streams.at(-1)
    if (last?.stream === event.stream) last.events.push(decoded)
    else streams.push({ instance, eventLog: { mayCreate }, stream: event.stream, events: [decoded] })
  }
  return { streams, accepted: events.length, problems: [] }
}

/** `debug.debug(log, type)` of the library: a line of a log. Its word for the level stays in the payload. */
function decodeDebugEvent({ message }: JsonObject, twin: unknown, stream: string): Decoded {
  if (!isJsonObject(message) || message.log === undefined) {
    throw new AppendError('message.log', 'is required and missing')
  }
  const { log, ...rest } = message
  const text = typeof log === 'string' ? log : JSON.stringify(log)
  const payload = { message: text, ...(typeof log !== 'string' && { context: log }), ...rest }
  const twins = inside(twin, 'message')
  const event: DecodedEvent = {
    type: 'log',
    time: null,
    importance: importanceIn('codebolt', typeof message.type === 'string' ? message.type : null),
    duration: null,
    success: null,
    tags: [],
    calledFrom: null,
    definedIn: null,
    summary: summarize('log', { message: text }),
    target: null,
    query: null,
    payload: writeExact(payload, isJsonObject(twins) ? { ...twins, context: twins.log } : undefined),
    metadata: null,
    nested: [],
  }
  return { streams: [{ stream, events: [event] }], accepted: 1, problems: [] }
}

function explain(error: unknown): Problem {
  if (error instanceof AppendError) return { path: error.path, reason: error.reason }
  if (error instanceof JsonError) return { path: '', reason: error.message }
  throw error
}

function inside(twin: unknown, step: string | number): unknown {
  return typeof twin === 'object' && twin !== null ? Reflect.get(twin, step) : undefined
}
