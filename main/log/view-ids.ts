import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Condition, OrderBy } from '../../shared/query/query.ts'
import { compileConditions, compileOrder } from './compile.ts'
import { IdList } from './id-list.ts'
import { raw, sql } from './sql.ts'

/** Which ids a view wants, and in which order: the log's own without `orderBy`, and all of them without `limit`. */
export interface IdQuery {
  readonly conditions: readonly Condition[]
  readonly orderBy?: OrderBy | null
  readonly limit?: number
}

export async function readIds(connection: DuckDBConnection, query: IdQuery): Promise<IdList> {
  const where = compileConditions(query.conditions)
  // Without a sort key, DuckDB returns rows in the order they were inserted, which is the order of their ids.
  const order = query.orderBy ? compileOrder([query.orderBy]) : raw('')
  // Written out: of a limit that is bound, DuckDB does not know that only the first rows need be put in order.
  const limit = raw(query.limit === undefined ? '' : `LIMIT ${query.limit}`)
  const statement = sql`SELECT id::DOUBLE FROM events e WHERE ${where} ${order} ${limit}`
  const result = await connection.run(statement.sql, statement.params)
  const ids = new IdList()
  // Chunk by chunk without waiting: the result is here, and half a thousand turns of the event loop are not free.
  for (let index = 0; index < result.chunkCount; index++) ids.push(numbersOf(result.getChunk(index)))
  return ids
}

/** The first id, if all from there to `last` are in the log; null where one is missing. */
export async function findFirstOfAll(connection: DuckDBConnection, last: EventId): Promise<EventId | null> {
  const reader = await connection.runAndReadAll('SELECT min(id)::DOUBLE, count(*)::DOUBLE FROM events WHERE id <= ?', [
    BigInt(last),
  ])
  const [first, count] = reader.getRows()[0] ?? []
  return typeof first === 'number' && last - first + 1 === count ? first : null
}

export async function countEvents(connection: DuckDBConnection, conditions: readonly Condition[]): Promise<number> {
  const where = compileConditions(conditions)
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE FROM events e WHERE ${where.sql}`,
    where.params,
  )
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

function numbersOf(chunk: DuckDBDataChunk): Float64Array {
  const vector = chunk.getColumnVector(0)
  const numbers = new Float64Array(vector.itemCount)
  for (let index = 0; index < numbers.length; index++) numbers[index] = Number(vector.getItem(index))
  return numbers
}
