import { parseIsoTime } from '../../shared/query/moment.ts'
import { isJsonObject, type JsonObject } from './json.ts'

/** Operations of the event log that add events, by the `type` of their frames. */
export const APPEND_TYPES = ['eventLog.appendEvent', 'eventLog.appendEvents'] as const

/** What an append frame asks for, with every default in its place. */
export interface AppendRequest {
  /** Id or name. */
  readonly instance: string
  readonly mayCreate: boolean
  /** One for `appendEvent`. */
  readonly events: readonly AppendedEvent[]
}

export interface AppendedEvent {
  readonly stream: string
  readonly type: string
  /** Any JSON. */
  readonly payload: unknown
  readonly metadata: JsonObject
  /** ms since the epoch; null where the client gave none. */
  readonly time: number | null
}

/** An append that cannot be understood; `path` is the place in its `params`. */
export class AppendError extends Error {
  override readonly name = 'AppendError'
  readonly path: string
  readonly reason: string
  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`)
    this.path = path
    this.reason = reason
  }
}

/** Characters of the name of an instance, a stream or a type. */
export const NAME_LENGTH = 500
/** Beyond this a number is no date. ms. */
const LAST_TIME = 8.64e15

/** Reads the `params` of `appendEvent` or `appendEvents`. Throws an `AppendError`. */
export function readAppend(type: (typeof APPEND_TYPES)[number], params: unknown): AppendRequest {
  if (!isJsonObject(params)) throw new AppendError('params', 'must be an object')
  const instance = readName(params, ['instanceId'], '')
  if (instance === null) throw new AppendError('params.instanceId', 'is required and missing')
  const { autoCreateInstance: mayCreate = false } = params
  if (typeof mayCreate !== 'boolean') throw new AppendError('params.autoCreateInstance', 'must be true or false')
  if (type === 'eventLog.appendEvent') return { instance, mayCreate, events: [readEvent(params, 'params')] }
  if (!Array.isArray(params.events)) throw new AppendError('params.events', 'must be an array of events')
  const events = params.events.map((event: unknown, index) => readEvent(event, `params.events[${index}]`))
  return { instance, mayCreate, events }
}

/** Streams and types have two spellings each, which may be mixed; the one with `_` wins. */
function readEvent(event: unknown, path: string): AppendedEvent {
  if (!isJsonObject(event)) throw new AppendError(path, 'must be an event, which is an object')
  const { payload = {}, metadata } = event
  if (metadata !== undefined && metadata !== null && !isJsonObject(metadata)) {
    throw new AppendError(`${path}.metadata`, 'must be an object')
  }
  return {
    stream: readName(event, ['stream_id', 'streamId'], path) ?? 'default',
    type: readName(event, ['event_type', 'eventType'], path) ?? 'event',
    payload,
    metadata: metadata ?? {},
    time: readTime(event.timestamp, `${path}.timestamp`),
  }
}

/** The first of these members that says anything; null if none does. */
function readName(event: JsonObject, keys: readonly string[], path: string): string | null {
  for (const key of keys) {
    const value = event[key]
    if (value === undefined || value === null || value === '') continue
    const place = `${path || 'params'}.${key}`
    if (typeof value !== 'string') throw new AppendError(place, 'must be a text')
    if (value.length > NAME_LENGTH) throw new AppendError(place, `must have at most ${NAME_LENGTH} characters`)
    return value
  }
  return null
}

function readTime(value: unknown, path: string): number | null {
  if (value === undefined || value === null) return null
  const time = typeof value === 'string' ? parseIsoTime(value) : value
  if (typeof time === 'number' && Math.abs(time) <= LAST_TIME) return Math.round(time)
  throw new AppendError(path, 'must be ms since the epoch or an ISO 8601 time')
}
