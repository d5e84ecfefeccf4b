import type { Condition } from '../../shared/query/query.ts'
import type { Series } from '../../shared/series.ts'
import type { AsyncLogApi } from '../log/api.ts'
import { SESSION_SERIES } from '../protocols/datacat-series.ts'
import type { JsonObject } from '../protocols/json.ts'
import { type Session, statusOf } from './session.ts'
import { readEvents, SENT_BY_DATACAT, type StoredEvent } from './stored-session.ts'

/** Events read at a time; states are larger, each of them is whole. */
const EVENTS_AT_ONCE = 1000
const STATES_AT_ONCE = 100
/** Points of one metric at most; of more, those that a chart shows. */
const MOST_POINTS = 100_000

/** Types of what DataCat's clients read back. */
const STATES = ['state']
const EVENTS = ['log', 'exception', 'event', 'session']

/** In the order in which the server writes them. */
const EVENT_KEYS = ['name', 'level', 'category', 'group', 'labels', 'message', 'data', 'stacktrace', 'exception_type']
const MORE_EVENT_KEYS = ['exception_msg', 'source_file', 'source_line', 'source_function']

/** A session as DataCat's server answers it, as JSON text in pieces: all that the log has of it. */
export async function* writeSession(log: AsyncLogApi, session: Session, now: number): AsyncGenerator<string> {
  // Most sessions are short: one look at the log tells all of their events.
  const beginning = await readPage(log, session, [...STATES, ...EVENTS], 0, STATES_AT_ONCE)
  const isWhole = beginning.length < STATES_AT_ONCE
  const read = (types: readonly string[], limit: number) =>
    isWhole ? [beginning.filter(({ type }) => types.includes(type))] : readPages(log, session, types, limit)

  yield JSON.stringify(describe(session, now)).slice(0, -1)
  yield ',"state_history":'
  yield* writeList(read(STATES, STATES_AT_ONCE), toSnapshot)
  yield ',"events":'
  yield* writeList(read(EVENTS, EVENTS_AT_ONCE), toEvent)
  yield ',"metrics":'
  yield* writeList(readMetrics(log, session), (metric) => metric)
  yield '}'
}

function describe(session: Session, now: number): JsonObject {
  const { active, suspended, crashed, hung } = statusOf(session, now)
  return {
    id: session.id,
    created_at: writeTime(session.created),
    updated_at: writeTime(Math.min(session.updated, now)),
    ...(session.ended !== null && { ended_at: writeTime(session.ended) }),
    ...(session.lastHeartbeat !== null && { last_heartbeat: writeTime(session.lastHeartbeat) }),
    active,
    suspended,
    crashed,
    hung,
    ...(session.facts.machine_id && { machine_id: session.facts.machine_id }),
    ...(session.facts.hostname && { hostname: session.facts.hostname }),
    state: session.state,
  }
}

/** A JSON list of what `toItem` makes of the items; it leaves out those of which it makes nothing. */
async function* writeList<T>(
  pages: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  toItem: (item: T) => JsonObject | null,
): AsyncGenerator<string> {
  let before = '['
  for await (const page of pages) {
    for (const one of page) {
      const item = toItem(one)
      if (!item) continue
      yield before + JSON.stringify(item)
      before = ','
    }
  }
  yield before === '[' ? '[]' : ']'
}

async function* readPages(
  log: AsyncLogApi,
  session: Session,
  types: readonly string[],
  limit: number,
): AsyncGenerator<readonly StoredEvent[]> {
  let last = 0
  for (;;) {
    const page = await readPage(log, session, types, last, limit)
    yield page
    if (page.length < limit) return
    last = page.at(-1)?.id ?? last
  }
}

/** Events of a session behind the one of id `after`. */
function readPage(
  log: AsyncLogApi,
  { instance, id }: Session,
  types: readonly string[],
  after: number,
  limit: number,
): Promise<StoredEvent[]> {
  const where: Condition[] = [
    { field: 'instance', operator: 'eq', value: instance },
    { field: 'stream', operator: 'eq', value: id },
    ...SENT_BY_DATACAT,
    { field: 'type', operator: 'in', value: types },
    { field: 'id', operator: 'gt', value: after },
  ]
  return readEvents(log, { where, limit })
}

function toSnapshot({ time, payload }: StoredEvent): JsonObject {
  return { timestamp: writeTime(time), state: payload.state }
}

/** What was sent, as the server stores it; null for what only the log tells of a session. */
function toEvent({ type, time, payload }: StoredEvent): JsonObject | null {
  if (type === 'session' && payload.name === undefined) return null
  const event: Record<string, unknown> = {
    timestamp: isWritten(payload.timestamp) ? payload.timestamp : writeTime(time),
  }
  for (const key of EVENT_KEYS) if (payload[key] !== undefined) event[key] = payload[key]
  for (const key of MORE_EVENT_KEYS) if (payload[key] !== undefined) event[key] = payload[key]
  return { ...event, category: payload.category ?? '', labels: payload.labels ?? null, data: payload.data ?? null }
}

async function* readMetrics(log: AsyncLogApi, { instance, id }: Session): AsyncGenerator<readonly JsonObject[]> {
  for (const series of await log.series({ instance, stream: id })) {
    if (series.key === SESSION_SERIES) continue
    const points = await log.points({ id: series.id, most: MOST_POINTS })
    const { name, type, unit, tags } = describeMetric(series)
    yield points.map(({ time, value, extra }) => ({
      timestamp: writeTime(time),
      name,
      type,
      value,
      ...(extra !== null && (JSON.parse(extra) as JsonObject)),
      ...(unit !== undefined && { unit }),
      ...(tags !== undefined && { tags }),
    }))
  }
}

function describeMetric({ payload }: Series): JsonObject {
  return JSON.parse(payload) as JsonObject
}

/** The year 1 is Go's way to say that there is no time. */
function isWritten(timestamp: unknown): boolean {
  return typeof timestamp === 'string' && !timestamp.startsWith('0001-')
}

/** RFC 3339, the only form in which Go's clients read a time. */
function writeTime(time: number): string {
  return new Date(time).toISOString()
}
