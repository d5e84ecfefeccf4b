import type { DuckDBConnection } from '@duckdb/node-api'
import { type Condition, type EventQuery, QueryError, type QueryResult } from '../../shared/query/query.ts'
import { compileConditions, compileOrder } from './compile.ts'
import { inSnapshot } from './database.ts'
import { type PublishedEvent, readEventsWith } from './published-event.ts'
import { runReduce } from './reduce.ts'
import { raw, type Sql, sql } from './sql.ts'

/** Events answered to a query without a limit of its own. */
const MOST_EVENTS = 10_000

/** Text in the events of an answer, characters: more would fill the memory of both sides. */
const MOST_TEXT = 64_000_000

/** Runs a checked query. Everything in its answer is of one moment. */
export function runQuery(connection: DuckDBConnection, query: EventQuery): Promise<QueryResult> {
  return inSnapshot(connection, () => answer(connection, query))
}

/**
 * The conditions that `from` stands for. Throws `QueryError` for an instance that the log does not know, or a name that
 * several instances have.
 */
export async function resolveFrom(connection: DuckDBConnection, from: EventQuery['from']): Promise<Condition[]> {
  const stream: Condition[] = from.stream === undefined ? [] : [{ field: 'stream', operator: 'eq', value: from.stream }]
  if (from.instance === '*') return stream
  const instance = await findInstance(connection, from.instance)
  return [{ field: 'instance', operator: 'eq', value: instance }, ...stream]
}

async function findInstance(connection: DuckDBConnection, idOrName: string): Promise<string> {
  const reader = await connection.runAndReadAll('SELECT id FROM instances WHERE id = $1 OR name = $1', [idOrName])
  const ids = reader.getRows().map(([id]) => String(id))
  const [first] = ids
  if (first === undefined) throw new QueryError('from.instance', `Event log instance not found: ${idOrName}`)
  if (ids.includes(idOrName)) return idOrName
  if (ids.length > 1)
    throw new QueryError('from.instance', `several instances are named ${idOrName}: ${ids.join(', ')}`)
  return first
}

async function answer(connection: DuckDBConnection, query: EventQuery): Promise<QueryResult> {
  const where = compileConditions([...(await resolveFrom(connection, query.from)), ...(query.where ?? [])])
  const { limit, offset, reduce } = query
  const page = { ...(limit !== undefined && { limit }), ...(offset !== undefined && { offset }) }
  if (reduce) return { ...(await runReduce(connection, reduce, where)), ...page }
  const events = await readEvents(connection, query, where)
  const total = findTotal(query, events.length) ?? (await countEvents(connection, where))
  return { events, total, ...page }
}

/** A page that has room left ends with the last match: then nobody need count. */
function findTotal({ limit = MOST_EVENTS, offset = 0 }: EventQuery, read: number): number | undefined {
  const isLastPage = read < limit && (read > 0 || offset === 0)
  return isLastPage ? offset + read : undefined
}

async function countEvents(connection: DuckDBConnection, where: Sql): Promise<number> {
  const statement = sql`SELECT count(*)::DOUBLE FROM events e WHERE ${where}`
  const reader = await connection.runAndReadAll(statement.sql, statement.params)
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

async function readEvents(connection: DuckDBConnection, query: EventQuery, where: Sql): Promise<PublishedEvent[]> {
  const { select, orderBy, limit = MOST_EVENTS, offset = 0 } = query
  const reader = readEventsWith(select)
  const page = sql`LIMIT ${limit} OFFSET ${offset}`
  const statement = sql`SELECT ${raw(reader.columns)} FROM events e WHERE ${where} ${compileOrder(orderBy)} ${page}`
  const result = await connection.stream(statement.sql, statement.params)
  const events: PublishedEvent[] = []
  let text = 0
  for await (const rows of result.yieldRows()) {
    for (const row of rows) {
      for (const value of row) if (typeof value === 'string') text += value.length
      if (text > MOST_TEXT) throw tooLarge(events.length)
      events.push(reader.read(row))
    }
  }
  return events
}

function tooLarge(fitting: number): QueryError {
  const most = `${MOST_TEXT / 1e6} MB`
  return new QueryError(
    'limit',
    `the events would be more than ${most}, of which ${fitting.toLocaleString('en')} fit: ask for fewer, or with "select" for less of each`,
  )
}
