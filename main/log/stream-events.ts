import { BIGINT, type DuckDBConnection, LIST, listValue } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { RequestArg, RequestResult, StreamEvent } from '../../shared/messages.ts'
import type { Condition } from '../../shared/query/query.ts'
import { compileConditions } from './compile.ts'
import { inSnapshot } from './database.ts'
import { ROW_COLUMN_COUNT, ROW_COLUMNS, readLocation, toRow } from './event-rows.ts'
import type { Pins } from './pins.ts'

/** A longer payload is left out of what a viewer gets: who wants it opens the event. Bytes. */
const LONGEST_PAYLOAD = 64 * 1024
/** Likewise those of one answer beyond this, all of them together. Bytes. */
const PAYLOADS_BYTES = 8 * 1024 * 1024

type StreamPage = Omit<RequestArg<'stream/events'>, 'withPayload'>
/** An event of a stream, its payload not read yet. */
export type StreamRow = Omit<StreamEvent, 'payload'>

/** Events of one stream in the log's order, a page at a time, and everything of one moment. */
export function readStreamEvents(
  connection: DuckDBConnection,
  { withPayload, ...page }: RequestArg<'stream/events'>,
  pins: Pins,
): Promise<RequestResult<'stream/events'>> {
  return inSnapshot(connection, async () => {
    const rows = await readStreamRows(connection, page, pins)
    const payloads = await readPayloads(connection, withPayload ? choosePayloads(rows) : [])
    return {
      events: rows.map((row) => ({ ...row, payload: payloads.get(row.id) ?? null })),
      total: rows.length < page.limit ? rows.length : await countStreamRows(connection, page),
    }
  })
}

export async function readStreamRows(
  connection: DuckDBConnection,
  page: StreamPage,
  pins: Pins,
): Promise<readonly StreamRow[]> {
  const where = compileConditions(conditionsOf(page))
  const reader = await connection.runAndReadAll(
    `SELECT ${ROW_COLUMNS}, defined_in FROM events e WHERE ${where.sql} ORDER BY id LIMIT ${page.limit}`,
    where.params,
  )
  return reader.getRows().map((values) => {
    const [definedIn = null] = values.slice(ROW_COLUMN_COUNT)
    return { ...toRow(values, pins), definedIn: readLocation(definedIn) }
  })
}

/** Payloads by event, as JSON text. They are read apart from the rows, because any of them may have megabytes. */
export async function readPayloads(
  connection: DuckDBConnection,
  ids: readonly EventId[],
): Promise<ReadonlyMap<EventId, string>> {
  if (ids.length === 0) return new Map()
  const reader = await connection.runAndReadAll(
    'SELECT id::DOUBLE, payload FROM events WHERE id BETWEEN ? AND ? AND id IN (SELECT unnest(?))',
    [BigInt(Math.min(...ids)), BigInt(Math.max(...ids)), listValue(ids.map(BigInt))],
    [BIGINT, BIGINT, LIST(BIGINT)],
  )
  return new Map(reader.getRows().map(([id, payload]) => [Number(id), String(payload)]))
}

async function countStreamRows(connection: DuckDBConnection, page: StreamPage): Promise<number> {
  const where = compileConditions(conditionsOf(page))
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE FROM events e WHERE ${where.sql}`,
    where.params,
  )
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

function conditionsOf({ instance, stream, types, after }: StreamPage): readonly Condition[] {
  const inStream: Condition[] = [
    { field: 'instance', operator: 'eq', value: instance },
    { field: 'stream', operator: 'eq', value: stream },
    { field: 'id', operator: 'gt', value: after },
  ]
  return types ? [...inStream, { field: 'type', operator: 'in', value: types }] : inStream
}

/** The events whose payloads go along. */
function choosePayloads(rows: readonly StreamRow[]): EventId[] {
  let bytes = 0
  return rows.flatMap(({ id, size }) => {
    if (size > LONGEST_PAYLOAD || bytes + size > PAYLOADS_BYTES) return []
    bytes += size
    return id
  })
}
