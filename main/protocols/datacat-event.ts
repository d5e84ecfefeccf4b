import { isEventType } from '../../shared/events/names.ts'
import { mayLoseNumbers, parseTwin, writeExact } from '../../shared/exact-numbers.ts'
import { type Importance, importanceOf } from '../../shared/importance.ts'
import { importanceIn, VOCABULARIES } from '../../shared/vocabularies.ts'
import { EVENT_FIELDS, type EventFields, pickFields, readEventBody, readTime } from './datacat-body.ts'
import { HANG_EVENT, RECOVERY_EVENT } from './datacat-message.ts'
import { isJsonObject, type JsonObject, parseJson } from './json.ts'
import type { DecodedEvent, Problem } from './protocol.ts'
import { cutSummary, summarize } from './summary.ts'

/** Reads an event that was sent to a session. */
export function readDatacatEvent(body: Uint8Array): DecodedEvent | Problem {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  let value: unknown
  try {
    value = parseJson(text)
  } catch (error) {
    return { path: '', reason: error instanceof Error ? error.message : String(error) }
  }
  const read = readEventBody(value)
  if ('reason' in read) return read
  const twin = mayLoseNumbers(body, text) ? parseTwin(text) : undefined
  const { session_id: _, ...extra } = read.extra
  return toEvent(read.fields, { extra, deviations: read.deviations, twin })
}

interface Remarks {
  readonly extra: JsonObject
  readonly deviations: readonly string[]
  readonly twin: unknown
}

function toEvent(sent: EventFields, { extra, deviations, twin }: Remarks): DecodedEvent {
  const fields = { ...sent, category: sent.category || defaultCategory(sent) }
  const { type, payload } = choosePayload(fields)
  const { labels = [], category } = fields
  return {
    type,
    time: readTime(fields.timestamp),
    importance: importanceFor(fields),
    duration: null,
    success: isFailure(fields) ? false : null,
    tags: isLevel(category) || labels.includes(category) ? labels : [...labels, `category:${category}`],
    calledFrom: readPlace(fields),
    definedIn: null,
    summary: summarizeEvent(type, payload, fields),
    target: null,
    query: null,
    payload: writeExact(payload, readTwin(twin)),
    metadata: writeRemarks(deviations, extra),
    nested: [],
  }
}

function isLevel(word: string): boolean {
  return Object.hasOwn(VOCABULARIES.datacat.words, word.toLowerCase()) || importanceOf(word) !== undefined
}

/** As the server fills it in: an exception that says nothing else is an error. */
function defaultCategory({ exception_type: exceptionType }: EventFields): string {
  return exceptionType ? 'error' : 'info'
}

/** Documents know a `level` beside the category; the server knows a category only, which may be any word. */
function importanceFor({ level, category = '', exception_type: exceptionType }: EventFields): Importance {
  if (typeof level === 'string' && level !== '') return importanceIn('datacat', level)
  const isPlain = category === '' || category.toLowerCase() === 'info'
  return importanceIn('datacat', exceptionType && isPlain ? 'error' : category)
}

function isFailure({ name, exception_type: exceptionType }: EventFields): boolean {
  return Boolean(exceptionType) || name === HANG_EVENT
}

/**
 * What an event reads as: a hang as something that became of its session, an exception, a line of a log where it has a
 * message, else an event of the app. All its fields stay in the payload, under their own names.
 */
function choosePayload(fields: EventFields): { readonly type: string; readonly payload: JsonObject } {
  const { name = '', message = '' } = fields
  if (name === HANG_EVENT) return { type: 'session', payload: { action: 'hung', ...fields } }
  if (name === RECOVERY_EVENT) return { type: 'session', payload: { action: 'recovered', ...fields } }
  if (fields.exception_type || fields.exception_msg || (fields.stacktrace ?? []).length > 0) {
    const said = message || fields.exception_msg
    return {
      type: 'exception',
      payload: {
        ...(fields.exception_type && { type: fields.exception_type }),
        ...fields,
        ...(said && { message: said }),
      },
    }
  }
  if (message !== '') return { type: 'log', payload: { ...fields } }
  return { type: 'event', payload: { ...fields, name } }
}

function summarizeEvent(type: string, payload: JsonObject, { name, message }: EventFields): string {
  if (type === 'session' && message) return cutSummary(message)
  if (type === 'event' && !name) return 'event without a name'
  return isEventType(type) ? summarize(type, payload) : cutSummary(name ?? '')
}

/** Of an exception, or of a record of Python's `logging`, which tells its place in the data. */
function readPlace({ source_file: file, source_line: line, data }: EventFields): DecodedEvent['calledFrom'] {
  if (file) return line !== undefined && line > 0 ? { file, line } : { file }
  const { pathname, lineno } = data ?? {}
  if (typeof pathname !== 'string' || pathname === '') return null
  return typeof lineno === 'number' && Number.isInteger(lineno) && lineno > 0
    ? { file: pathname, line: lineno }
    : { file: pathname }
}

/** The twin of the payload; all but the data holds no number that a double could not. */
function readTwin(twin: unknown): unknown {
  if (!isJsonObject(twin)) return undefined
  const { data, category } = pickFields(twin, EVENT_FIELDS).known
  return { data: isJsonObject(category) ? category : data }
}

function writeRemarks(deviations: readonly string[], extra: JsonObject): string | null {
  const hasExtra = Object.keys(extra).length > 0
  if (deviations.length === 0 && !hasExtra) return null
  return JSON.stringify({ ...(deviations.length > 0 && { deviations }), ...(hasExtra && { extra }) })
}
