import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Condition } from '../../shared/query/query.ts'
import { compileConditions } from './compile.ts'
import { join, raw, type Sql, sql } from './sql.ts'

/** For each of `ids` the index of the first rule that it fulfils; -1 for none, and for an event that is gone. */
export async function matchRules(
  connection: DuckDBConnection,
  ids: readonly EventId[],
  rules: readonly (readonly Condition[])[],
): Promise<number[]> {
  if (ids.length === 0 || rules.length === 0) return ids.map(() => -1)
  const cases = rules.map((rule, index): Sql => sql`WHEN ${compileConditions(rule)} THEN ${raw(String(index))}`)
  const asked = raw(`e.id BETWEEN ${Math.min(...ids)} AND ${Math.max(...ids)} AND e.id IN (${ids.join(', ')})`)
  const { sql: text, params } =
    sql`SELECT e.id::DOUBLE, CASE ${join(cases, ' ')} ELSE -1 END FROM events e WHERE ${asked}`
  const reader = await connection.runAndReadAll(text, params)
  const found = new Map(reader.getRows().map(([id, rule]) => [Number(id), Number(rule)]))
  return ids.map((id) => found.get(id) ?? -1)
}
