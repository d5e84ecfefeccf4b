import type { Condition } from '../../shared/query/query.ts'
import type { Series } from '../../shared/series.ts'
import type { AsyncLogApi } from '../log/api.ts'
import type { PlainEvent, PlainEventPage } from '../log/plain-events.ts'
import type { SessionFacts } from '../protocols/datacat-message.ts'
import { SESSION_SERIES } from '../protocols/datacat-series.ts'
import { isJsonObject, type JsonObject } from '../protocols/json.ts'
import { type Session, takeCrash, takeEnd, takeSign } from './session.ts'

/** Events that something became of a session are few; of more than this the last do not count. */
const MOST_SIGNS = 10_000

/** An event of the log, its payload read. */
export type StoredEvent = Omit<PlainEvent, 'payload'> & { readonly payload: JsonObject }

/** What DataCat's clients may read back: what they have sent. */
export const SENT_BY_DATACAT: readonly Condition[] = [
  { field: 'protocol', operator: 'eq', value: 'datacat' },
  { field: 'type', operator: 'neq', value: 'invalid' },
]

/** Sessions from elsewhere, too: imported ones belong to the app that they were of. */
export function fromAnywhere(instance: string): readonly Condition[] {
  return [
    { field: 'instance', operator: 'eq', value: instance },
    { any: [{ field: 'type', operator: 'eq', value: 'session' }, { all: SENT_BY_DATACAT }] },
  ]
}

/** Reads what the log knows of a session by its id, among such events; null where it knows none. */
export async function readStoredSession(
  log: AsyncLogApi,
  id: string,
  among: readonly Condition[],
): Promise<Session | null> {
  const inStream: Condition[] = [{ field: 'stream', operator: 'eq', value: id }, ...among]
  const [newest] = await readEvents(log, { where: inStream, limit: 1, isNewestFirst: true })
  if (!newest) return null
  const here: Condition[] = [...inStream, { field: 'instance', operator: 'eq', value: newest.instance }]
  const ofType = (type: string): Condition[] => [...here, { field: 'type', operator: 'eq', value: type }]
  const [signs, [state], series] = await Promise.all([
    readEvents(log, { where: ofType('session'), limit: MOST_SIGNS }),
    readEvents(log, { where: ofType('state'), limit: 1, isNewestFirst: true }),
    log.series({ instance: newest.instance, stream: id }),
  ])
  const [first] = signs.length > 0 ? signs : await readEvents(log, { where: here, limit: 1 })
  const merged = isJsonObject(state?.payload.state) ? state.payload.state : null
  const facts = readFacts(first?.type === 'session' ? first.payload : (merged ?? {}), newest.instance)
  const lastBeat = findLastBeat(series)
  const lastPoints = series.map(({ last }) => last?.time ?? 0)
  const session: Session = {
    id,
    instance: newest.instance,
    protocol: newest.protocol,
    source: { protocol: 'datacat', app: newest.instance, stream: id },
    facts,
    created: first?.time ?? newest.time,
    updated: Math.max(newest.received, ...lastPoints),
    ended: null,
    lastHeartbeat: lastBeat,
    crashed: false,
    hung: false,
    isHungByDaemon: false,
    pausedAt: null,
    state: merged ?? firstState(facts),
    watch: null,
    generation: 0,
    beginning: null,
  }
  for (const sign of signs) takeStored(session, sign)
  if (session.pausedAt !== null && lastBeat !== null && lastBeat > session.pausedAt) session.pausedAt = null
  return session
}

/** When the newest event of a stream came, ms since the epoch; 0 without any. */
export async function readNewest(
  log: AsyncLogApi,
  { instance, stream }: { readonly instance: string; readonly stream: string },
): Promise<number> {
  const here: Condition[] = [
    { field: 'instance', operator: 'eq', value: instance },
    { field: 'stream', operator: 'eq', value: stream },
  ]
  const [newest] = await log.plainEvents({ where: here, limit: 1, isNewestFirst: true })
  return newest?.received ?? 0
}

/** Ids of the sessions that fulfil these conditions where they begin, and that have neither ended nor crashed. */
export async function readOpenIds(log: AsyncLogApi, beginning: readonly Condition[]): Promise<string[]> {
  const ofSessions: Condition[] = [...SENT_BY_DATACAT, { field: 'type', operator: 'eq', value: 'session' }]
  const begun = await readStreams(log, [...ofSessions, ...beginning])
  if (begun.length === 0) return []
  const ending: Condition = { field: 'payload.action', operator: 'in', value: ['ended', 'crashed'] }
  const isOver = new Set(await readStreams(log, [...ofSessions, ending]))
  return begun.filter((id) => !isOver.has(id))
}

/** Streams with an event that fulfils all conditions, in the order in which they began. */
export async function readStreams(log: AsyncLogApi, where: readonly Condition[]): Promise<string[]> {
  const { aggregation } = await log.query({
    from: { instance: '*' },
    where,
    reduce: { type: 'count', groupBy: ['stream'] },
  })
  return (aggregation as readonly { readonly group: { readonly stream: string } }[]).map(({ group }) => group.stream)
}

/** The state with which a session begins. */
export function firstState({ product, version, on_demand: isOnDemand }: SessionFacts): JsonObject {
  return isOnDemand ? {} : { product, ...(version && { version }) }
}

/** The first point of a session's series is its beginning. It begins anew where its event was cleared. */
function findLastBeat(series: readonly Series[]): number | null {
  const beats = series.filter(({ key, points }) => key === SESSION_SERIES && points > 1)
  const times = beats.flatMap(({ last }) => last?.time ?? [])
  return times.length > 0 ? Math.max(...times) : null
}

function takeStored(session: Session, { payload, time }: StoredEvent): void {
  if (payload.action === 'ended') takeEnd(session, time)
  else if (payload.action === 'crashed') takeCrash(session, String(payload.reason ?? ''), time)
  else if (payload.action === 'paused') session.pausedAt = time
  else if (payload.action === 'resumed') session.pausedAt = null
  else takeSign(session, payload)
}

function readFacts(told: JsonObject, instance: string): SessionFacts {
  const text = (key: string) => (typeof told[key] === 'string' ? told[key] : '')
  const { parent_pid: parentPid } = told
  return {
    product: text('product') || instance,
    version: text('version'),
    ...(text('machine_id') && { machine_id: text('machine_id') }),
    ...(text('hostname') && { hostname: text('hostname') }),
    ...(typeof parentPid === 'number' && { parent_pid: parentPid }),
    ...(told.daemon === true && { daemon: true as const }),
    ...(told.on_demand === true && { on_demand: true as const }),
  }
}

/** Events that fulfil all conditions. */
export async function readEvents(log: AsyncLogApi, page: PlainEventPage): Promise<StoredEvent[]> {
  const events = await log.plainEvents(page)
  return events.map((event) => ({ ...event, payload: JSON.parse(event.payload) as JsonObject }))
}
