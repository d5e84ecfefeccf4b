import { isEventType } from '../../shared/events/names.ts'
import { mayLoseNumbers, parseTwin, writeExact } from '../../shared/exact-numbers.ts'
import { importanceIn } from '../../shared/vocabularies.ts'
import { readClientTime } from './client-time.ts'
import { makeInvalidEvent } from './invalid-event.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import type { DecodedEvent, Protocol } from './protocol.ts'
import { findStoredTexts, type StoredTexts } from './roundware-columns.ts'
import type {
  EventRecord,
  ListenRecord,
  RoundwareMessage,
  RoundwareRecord,
  SessionRecord,
} from './roundware-message.ts'
import { cutSummary } from './summary.ts'

/** A number as people write it; what else JavaScript takes for one, like an empty text, is no coordinate. */
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i

/** What Roundware's clients tell, each message one event. The door has checked it, and tells beside it how it is filed. */
export const roundware: Protocol = {
  name: 'roundware',
  decode(bytes, { stream }) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    // Made by `packRecord` or `packRefusal`.
    const message: RoundwareMessage = JSON.parse(text)
    if (message.kind === 'refused') {
      const problem = { path: '', reason: message.reason }
      return {
        streams: [{ stream, events: [makeInvalidEvent(problem, message.sent)] }],
        accepted: 0,
        problems: [problem],
      }
    }
    const twin = mayLoseNumbers(bytes, text) ? parseTwin(text) : undefined
    const twins = isJsonObject(twin) ? twin.sent : undefined
    return { streams: [{ stream, events: [toEvent(message, message.sent, twins)] }], accepted: 1, problems: [] }
  },
}

/** What tells one kind of event from another. */
interface EventParts {
  readonly type: string
  readonly summary: string
  readonly payload: string
  readonly time: number | null
  readonly duration?: number | null
  readonly tags?: readonly string[]
  /** The word that tells how much it matters. */
  readonly word?: string
  readonly stored?: StoredTexts
}

function toEvent(filed: RoundwareRecord, sent: JsonObject, twins: unknown): DecodedEvent {
  const parts = toParts(filed, sent, twins)
  const { type, summary, payload, time, duration = null, tags = [], word = null, stored = {} } = parts
  return {
    type,
    time,
    importance: importanceIn('roundware', word),
    duration,
    success: word === 'client_error' ? false : null,
    tags,
    calledFrom: null,
    definedIn: null,
    summary: cutSummary(summary),
    target: null,
    query: null,
    payload,
    metadata: JSON.stringify({ kind: filed.kind, ...(Object.keys(stored).length > 0 && { stored }) }),
    nested: [],
  }
}

function toParts(filed: RoundwareRecord, sent: JsonObject, twins: unknown): EventParts {
  switch (filed.kind) {
    case 'event':
      return toClientEvent(filed.record, sent, twins)
    case 'session':
      return toSession(filed.record)
    case 'listen':
      return toListen(filed.record, sent)
  }
}

/** The payload is what was sent, coordinates as numbers, and the time by the server's clock. */
function toClientEvent(record: EventRecord, sent: JsonObject, twins: unknown): EventParts {
  const { event_type, session_id, server_time, client_time, latitude, longitude } = record
  const tags = readTags(record.tag_ids)
  const coordinates = { ...toNumber('latitude', latitude), ...toNumber('longitude', longitude) }
  const payload: JsonObject = { ...sent, session_id, ...coordinates, server_time }
  return {
    type: typeOf(event_type),
    summary: toLine(event_type, [
      toText(sent.data),
      latitude !== null && longitude !== null && `${toShort(latitude)}, ${toShort(longitude)}`,
      tags.length > 0 && `${tags.length > 1 ? 'tags' : 'tag'} ${tags.join(', ')}`,
    ]),
    payload: writeExact(payload, twins),
    time: client_time === null ? null : readClientTime(client_time),
    tags: tags.map((tag) => `tag:${tag}`),
    word: event_type,
    stored: findStoredTexts(record, payload),
  }
}

/** A list has no column with room for the names that clients give: the line begins with it. */
function toLine(eventType: string, parts: readonly (string | false)[]): string {
  return [eventType.trim() || 'An event without a type', ...parts].filter(Boolean).join(' · ')
}

function toText(data: unknown): string {
  if (data === undefined || data === null) return ''
  return typeof data === 'string' ? data : JSON.stringify(data)
}

/** A coordinate to the meter; any other text as it is. */
function toShort(coordinate: string): string {
  return NUMBER.test(coordinate) ? String(Math.round(Number(coordinate) * 1e5) / 1e5) : coordinate
}

/** Clients may name their events as they like: a name that has a meaning here already says whose it is. */
function typeOf(eventType: string): string {
  if (eventType.trim() === '') return 'roundware'
  return isEventType(eventType) ? `roundware:${eventType}` : eventType
}

/** Nothing for a text that is no number. */
function toNumber(name: string, text: string | null): JsonObject {
  return text !== null && NUMBER.test(text) ? { [name]: Number(text) } : {}
}

/** Tags of `3,8`, of `[3, 8]` and of `['3', '8']`. */
function readTags(text: string | null): string[] {
  const ids = unwrap(text ?? '', '[', ']').split(',')
  return [...new Set(ids.map((id) => unwrap(unwrap(id, "'", "'"), '"', '"')).filter((id) => id !== ''))]
}

/** Without space around it, and without these two around that. */
function unwrap(text: string, open: string, close: string): string {
  const trimmed = text.trim()
  const isWrapped = trimmed.length > 1 && trimmed.startsWith(open) && trimmed.endsWith(close)
  return isWrapped ? trimmed.slice(1, -1).trim() : trimmed
}

function toSession(record: SessionRecord): EventParts {
  const { id, project_id, client_system } = record
  const product = `Roundware project ${project_id}, session ${id}`
  return {
    type: 'session',
    summary: [`Session ${id} of project ${project_id}`, client_system].filter(Boolean).join(' · '),
    payload: JSON.stringify({ action: 'started', product, ...record }),
    time: null,
  }
}

/** An asset begins to play, or has played. */
function toListen(record: ListenRecord, sent: JsonObject): EventParts {
  const { start_time, asset_id, duration_in_seconds } = record
  const type = duration_in_seconds === undefined ? 'start_listen' : 'listen'
  // Sent under shorter names, which the record tells in full.
  const { starttime: _time, session: _session, asset: _asset, ...more } = sent
  return {
    type,
    summary: toLine(type, [asset_id !== null && `asset ${asset_id}`]),
    payload: JSON.stringify({ ...record, ...more, ...record }),
    time: start_time === null ? null : readClientTime(start_time),
    duration: toDuration(duration_in_seconds),
  }
}

/** ms; null for a time that did not pass, because somebody set the clock back meanwhile. */
function toDuration(seconds = -1): number | null {
  const duration = seconds * 1000
  return duration >= 0 && Number.isFinite(duration) ? duration : null
}
