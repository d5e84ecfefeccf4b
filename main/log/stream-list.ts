import { type DuckDBConnection, type DuckDBValue, LIST, listValue, VARCHAR } from '@duckdb/node-api'
import type { TargetCount } from '../../shared/messages.ts'
import { resolveField } from '../../shared/query/fields.ts'
import type { StreamKey, StreamListQuery, StreamOrder, StreamPage, StreamSummary } from '../../shared/stream.ts'
import { compileConditions } from './compile.ts'
import { compileField } from './compile-field.ts'
import { inSnapshot } from './database.ts'
import { resolveFrom } from './run-query.ts'
import { join, raw, type Sql } from './sql.ts'

/** Outermost first, which no id can outweigh. */
const BY_DEPTH = 'depth * 1e15'

/** Rules of `StreamSummary.duration`, over the events of one stream. */
const DURATION = `coalesce(
  arg_min(duration, ${BY_DEPTH} - id) FILTER (type = 'response' AND duration IS NOT NULL),
  arg_min(duration, ${BY_DEPTH} + id) FILTER (type = 'request' AND duration IS NOT NULL),
  CASE WHEN count(*) > 1 OR max(duration) IS NOT NULL THEN greatest(max(time) - min(time), max(duration)) END)`

const ORDER_KEYS: Readonly<Record<StreamOrder['by'], string>> = {
  time: 'first',
  duration: DURATION,
  events: 'count(*)',
  queryTime: "coalesce(sum(duration) FILTER (type = 'query'), 0)",
}

/** Streams in which something matches, a page at a time. Everything in the answer is of one moment. */
export function readStreamList(connection: DuckDBConnection, query: StreamListQuery): Promise<StreamPage> {
  return inSnapshot(connection, async () => {
    const { keys, total } = await findStreams(connection, query)
    return { offset: query.offset, streams: await describeStreams(connection, keys), total }
  })
}

interface FoundStream extends StreamKey {
  readonly first: number
  readonly last: number
}

/** Which streams stand on the page. This reads the whole log, so it reads as few columns as the order needs. */
async function findStreams(
  connection: DuckDBConnection,
  { from, where, orderBy, offset, limit }: StreamListQuery,
): Promise<{ keys: FoundStream[]; total: number }> {
  const inside = compileConditions(await resolveFrom(connection, from))
  const matching = compileConditions(where)
  const direction = orderBy.direction === 'desc' ? 'DESC' : 'ASC'
  const streams = `FROM events e WHERE ${inside.sql} GROUP BY instance, stream HAVING bool_or(${matching.sql})`
  const params = [...inside.params, ...matching.params]
  const reader = await connection.runAndReadAll(
    `SELECT instance, stream, min(id)::DOUBLE AS first, max(id)::DOUBLE, (count(*) OVER ())::DOUBLE ${streams}
     ORDER BY ${ORDER_KEYS[orderBy.by]} ${direction} NULLS LAST, first DESC LIMIT ${limit} OFFSET ${offset}`,
    params,
  )
  const rows = reader.getRows()
  const keys = rows.map(([instance, stream, first, last]) => ({
    instance: String(instance),
    stream: String(stream),
    first: Number(first),
    last: Number(last),
  }))
  if (rows[0]) return { keys, total: Number(rows[0][4]) }
  // Beyond the last page no row tells the total.
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM (SELECT 1 ${streams})`, params)
  return { keys, total: Number(counted.getRows()[0]?.[0] ?? 0) }
}

async function describeStreams(
  connection: DuckDBConnection,
  keys: readonly FoundStream[],
): Promise<readonly StreamSummary[]> {
  if (keys.length === 0) return []
  const [counts, heads, denied] = [
    await countEvents(connection, keys),
    await readHeads(connection, keys),
    await countDenied(connection, keys),
  ]
  return keys.map((key) => {
    const name = nameOf(key)
    return { ...key, ...toCounts(counts.get(name) ?? []), ...toHead(heads.get(name)), denied: denied.get(name) ?? 0 }
  })
}

/** Events of the page's streams, one row for each stream, type and target. */
async function countEvents(
  connection: DuckDBConnection,
  keys: readonly FoundStream[],
): Promise<Map<string, Counted[]>> {
  const rows = await readPage(
    connection,
    keys,
    `SELECT instance, stream, type, CASE WHEN type = 'query' THEN target END AS queried, count(*)::DOUBLE,
       coalesce(sum(duration), 0), max(importance), (count(*) FILTER (NOT success))::DOUBLE
     FROM page_events e GROUP BY instance, stream, type, queried`,
  )
  const counts = new Map<string, Counted[]>()
  for (const [instance, stream, type, target, count, duration, importance, failed] of rows) {
    const name = nameOf({ instance: String(instance), stream: String(stream) })
    const counted: Counted = {
      type: String(type),
      target: typeof target === 'string' ? target : null,
      count: Number(count),
      duration: Number(duration),
      importance: Number(importance),
      failed: Number(failed),
    }
    const known = counts.get(name)
    if (known) known.push(counted)
    else counts.set(name, [counted])
  }
  return counts
}

/** The events of one stream that have a type and, if queries, a target in common. */
interface Counted {
  readonly type: string
  readonly target: string | null
  readonly count: number
  /** ms. */
  readonly duration: number
  readonly importance: number
  readonly failed: number
}

function toCounts(counted: readonly Counted[]) {
  const types: Record<string, number> = {}
  for (const { type, count } of counted) types[type] = (types[type] ?? 0) + count
  const targets = counted
    .flatMap(({ target, count, duration }): TargetCount[] => (target === null ? [] : [{ target, count, duration }]))
    .sort((a, b) => b.duration - a.duration || (a.target < b.target ? -1 : 1))
  const queries = counted.filter(({ type }) => type === 'query')
  return {
    types,
    targets,
    events: sumOf(counted, ({ count }) => count),
    queryTime: sumOf(queries, ({ duration }) => duration),
    importance: Math.max(1, ...counted.map(({ importance }) => importance)),
    failed: sumOf(counted, ({ failed }) => failed),
  }
}

/** What the request, the response and the first event say of their stream. */
interface Head {
  readonly time: number
  readonly duration: number | null
  readonly first: HeadEvent | undefined
  readonly request: HeadEvent | undefined
  readonly response: HeadEvent | undefined
}

interface HeadEvent {
  readonly summary: string
  readonly method: string | null
  readonly uri: string | null
  readonly status: string | null
}

async function readHeads(connection: DuckDBConnection, keys: readonly FoundStream[]): Promise<Map<string, Head>> {
  const rows = await readPage(
    connection,
    keys,
    `SELECT instance, stream, arg_min(time, id)::DOUBLE, (${DURATION})::DOUBLE, min(id)::DOUBLE,
       (arg_min(id, ${BY_DEPTH} + id) FILTER (type = 'request'))::DOUBLE,
       (arg_min(id, ${BY_DEPTH} - id) FILTER (type = 'response'))::DOUBLE
     FROM page_events e GROUP BY instance, stream`,
  )
  const events = await readHeadEvents(
    connection,
    keys,
    rows.flatMap((row) => row.slice(4)),
  )
  const find = (id: DuckDBValue | undefined) => (typeof id === 'number' ? events.get(id) : undefined)
  return new Map(
    rows.map(([instance, stream, time, duration, first, request, response]) => [
      nameOf({ instance: String(instance), stream: String(stream) }),
      {
        time: Number(time),
        duration: typeof duration === 'number' ? duration : null,
        first: find(first),
        request: find(request),
        response: find(response),
      },
    ]),
  )
}

async function readHeadEvents(
  connection: DuckDBConnection,
  keys: readonly FoundStream[],
  ids: readonly DuckDBValue[],
): Promise<Map<number, HeadEvent>> {
  const wanted = ids.filter((id) => typeof id === 'number')
  const rows = await readPage(
    connection,
    keys,
    `SELECT id::DOUBLE, summary, ${textOf('method')}, ${textOf('uri', 'url', 'path')}, ${textOf('status', 'statusCode', 'code')}
     FROM page_events e WHERE id IN (${wanted.join(', ')})`,
  )
  return new Map(
    rows.map(([id, summary, ...texts]) => {
      const [method = null, uri = null, status = null] = texts.map((text) => (typeof text === 'string' ? text : null))
      return [Number(id), { summary: String(summary), method, uri, status }]
    }),
  )
}

/** SQL of the first member of the payload that is there, as text. */
function textOf(...members: readonly string[]): string {
  const texts = members.map((member): Sql => {
    const field = resolveField(`payload.${member}`)
    return field ? compileField(field).text : raw('NULL')
  })
  return `coalesce(${join(texts, ', ').sql})`
}

function toHead(head: Head | undefined) {
  const { request } = head ?? {}
  return {
    time: head?.time ?? 0,
    duration: head?.duration ?? null,
    method: request?.method ?? null,
    uri: request?.uri ?? null,
    summary: request?.summary ?? head?.first?.summary ?? '',
    status: head?.response?.status ?? null,
  }
}

/**
 * Questions that were decided by DENIED in each stream: of all checks of one question the one with the highest importance
 * decides, of several the last. What a check leaves out is as in the check that it stands directly in.
 */
async function countDenied(connection: DuckDBConnection, keys: readonly FoundStream[]): Promise<Map<string, number>> {
  const question = ['object', 'control', 'action']
  const rows = await readPage(
    connection,
    keys,
    `SELECT instance, stream, count(*)::DOUBLE FROM (
       WITH checks AS MATERIALIZED (
         SELECT id, parent, instance, stream, importance, ${textOf('access')} AS access,
           ${question.map((part) => `nullif(${textOf(part)}, '') AS ${part}`).join(', ')}
         FROM page_events e WHERE type = 'access_check')
       SELECT c.instance, c.stream, arg_max(c.access, c.importance * 1e15 + c.id) AS verdict
       FROM checks c LEFT JOIN checks around ON around.id = c.parent
       GROUP BY c.instance, c.stream, ${question.map((part) => `coalesce(c.${part}, around.${part})`).join(', ')})
     WHERE verdict = 'DENIED' GROUP BY instance, stream`,
  )
  return new Map(
    rows.map(([instance, stream, count]) => [
      nameOf({ instance: String(instance), stream: String(stream) }),
      Number(count),
    ]),
  )
}

/** Runs a statement over `page_events`, the events of these streams. The range of ids spares most of the log. */
async function readPage(
  connection: DuckDBConnection,
  keys: readonly FoundStream[],
  statement: string,
): Promise<DuckDBValue[][]> {
  const first = Math.min(...keys.map((key) => key.first))
  const last = Math.max(...keys.map((key) => key.last))
  const reader = await connection.runAndReadAll(
    `WITH page AS (SELECT unnest($1) AS instance, unnest($2) AS stream),
       page_events AS (SELECT * FROM events SEMI JOIN page USING (instance, stream)
         WHERE id BETWEEN ${first} AND ${last})
     ${statement}`,
    [listValue(keys.map(({ instance }) => instance)), listValue(keys.map(({ stream }) => stream))],
    [LIST(VARCHAR), LIST(VARCHAR)],
  )
  return reader.getRows()
}

function nameOf({ instance, stream }: StreamKey): string {
  return `${instance}\n${stream}`
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0)
}
