import type { DuckDBConnection } from '@duckdb/node-api'
import type { RequestArg, RequestResult } from '../../shared/messages.ts'
import type { Condition } from '../../shared/query/query.ts'
import { compileConditions } from './compile.ts'
import { ROW_COLUMN_COUNT, ROW_COLUMNS, readLocation, toRow } from './event-rows.ts'
import type { Pins } from './pins.ts'

/** A longer payload is left out of what a viewer gets: who wants it opens the event. Bytes. */
const LONGEST_PAYLOAD = 64 * 1024

/** Events of one stream in the log's order, a page at a time. */
export async function readStreamEvents(
  connection: DuckDBConnection,
  { instance, stream, types, after, limit, withPayload }: RequestArg<'stream/events'>,
  pins: Pins,
  longestPayload = LONGEST_PAYLOAD,
): Promise<RequestResult<'stream/events'>> {
  const conditions: Condition[] = [
    { field: 'instance', operator: 'eq', value: instance },
    { field: 'stream', operator: 'eq', value: stream },
    { field: 'id', operator: 'gt', value: after },
  ]
  if (types) conditions.push({ field: 'type', operator: 'in', value: types })
  const where = compileConditions(conditions)
  const payload = withPayload ? `CASE WHEN strlen(payload) <= ${longestPayload} THEN payload END` : 'NULL'
  const reader = await connection.runAndReadAll(
    `SELECT ${ROW_COLUMNS}, defined_in, ${payload}, (count(*) OVER ())::DOUBLE
     FROM events e WHERE ${where.sql} ORDER BY id LIMIT ${limit}`,
    where.params,
  )
  let total = 0
  const events = reader.getRows().map((values) => {
    const [definedIn = null, text, count] = values.slice(ROW_COLUMN_COUNT)
    total = Number(count)
    return {
      ...toRow(values, pins),
      definedIn: readLocation(definedIn),
      payload: typeof text === 'string' ? text : null,
    }
  })
  return { events, total }
}
