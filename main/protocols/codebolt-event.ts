import { isEventType } from '../../shared/events/names.ts'
import type { QueryPayload } from '../../shared/events/query.ts'
import { writeExact } from '../../shared/exact-numbers.ts'
import type { Importance } from '../../shared/importance.ts'
import { importanceIn } from '../../shared/vocabularies.ts'
import type { AppendedEvent } from './codebolt-append.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import type { DecodedEvent } from './protocol.ts'
import { readExactFacts } from './query-facts.ts'
import { cutSummary, summarize } from './summary.ts'
import { payloadShapes } from './web-debug-shape.ts'

/** Members of a payload that tell how long something took, ms, as the client's documents use them. */
const DURATIONS = ['duration', 'responseTime', 'processingTime', 'response_time', 'processing_time']
/** Characters. */
const TAG_LENGTH = 200
const SUCCESSES = new Set(['ok', 'success', 'succeeded', 'completed'])
const FAILURES = new Set(['error', 'failed', 'failure'])

/** Numbers as the client wrote them, where doubles would lose digits; see `parseTwin`. */
export interface AppendedTwins {
  readonly payload: unknown
  readonly metadata: unknown
}

/**
 * An appended event as the log keeps it. The event log knows no level, duration or success: they are read from the members
 * of the payload in which its documents put them. The payload itself stays as it is.
 */
export function toLogEvent(appended: AppendedEvent, twins: AppendedTwins): DecodedEvent {
  const { type, payload, metadata, time } = appended
  const members = isJsonObject(payload) ? payload : {}
  const query = type === 'query' && hasShape(type, payload) ? payload : null
  return {
    type,
    time,
    importance: readImportance(type, members),
    duration: readDuration(members),
    success: readSuccess(members),
    tags: isTag(metadata.source) ? [`source:${metadata.source}`] : [],
    calledFrom: null,
    definedIn: null,
    summary: summarizeAppended(type, payload),
    target: query ? String(query.target) : null,
    query: query ? readExactFacts(query as QueryPayload, twins.payload) : null,
    payload: writeExact(payload, twins.payload),
    metadata: Object.keys(metadata).length > 0 ? writeExact(metadata, twins.metadata) : null,
    nested: [],
  }
}

/** A longer one is a text, not the name of a source. */
function isTag(source: unknown): source is string {
  return typeof source === 'string' && source !== '' && source.length <= TAG_LENGTH
}

/** A type of its own says little about itself in the list, where its name is not shown: here it comes first. */
function summarizeAppended(type: string, payload: unknown): string {
  if (isEventType(type) && hasShape(type, payload)) return summarize(type, payload)
  if (!isJsonObject(payload))
    return cutSummary(`${type} · ${typeof payload === 'string' ? payload : JSON.stringify(payload)}`)
  return Object.keys(payload).length === 0 ? cutSummary(type) : cutSummary(`${type} · ${summarize('', payload)}`)
}

function hasShape(type: string, payload: unknown): payload is JsonObject {
  return isJsonObject(payload) && payloadShapes.get(type)?.is(payload) === true
}

/** By `severity` or `level`; without either, an event with a stack is an error, and one of type `warning` is a warning. */
function readImportance(type: string, { severity, level, stack }: JsonObject): Importance {
  const word = [severity, level].find((value) => typeof value === 'string' && value !== '')
  if (typeof word === 'string') return importanceIn('codebolt', word)
  return importanceIn('codebolt', typeof stack === 'string' && stack !== '' ? 'error' : type)
}

function readDuration(members: JsonObject): number | null {
  for (const name of DURATIONS) {
    const value = members[name]
    if (typeof value === 'number' && value >= 0) return value
  }
  return null
}

/** Null where it tells nothing: a status may just as well be `open`. */
function readSuccess({ success, status, statusCode }: JsonObject): boolean | null {
  if (typeof success === 'boolean') return success
  if (typeof status === 'string') {
    if (SUCCESSES.has(status.toLowerCase())) return true
    return FAILURES.has(status.toLowerCase()) ? false : null
  }
  const code = statusCode ?? status
  if (typeof code !== 'number' || !Number.isInteger(code) || code < 100 || code > 599) return null
  return code < 500
}
