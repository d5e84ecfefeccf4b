import { BIGINT, type DuckDBConnection, type DuckDBValue, LIST, listValue } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { RequestArg, RequestResult, StreamEvent } from '../../shared/messages.ts'
import type { Condition } from '../../shared/query/query.ts'
import type { OutlineEvent } from '../../shared/stream.ts'
import { compileConditions } from './compile.ts'
import { inSnapshot } from './database.ts'
import { ROW_COLUMN_COUNT, ROW_COLUMNS, readLocation, toRow } from './event-rows.ts'
import type { Pins } from './pins.ts'

/** A longer payload is left out of what a viewer gets: who wants it opens the event. Bytes. */
const LONGEST_PAYLOAD = 64 * 1024
/** Likewise those of one answer beyond this, all of them together. Bytes. */
const PAYLOADS_BYTES = 8 * 1024 * 1024

/** What of an event its place in a tree is made from. */
const OUTLINE_COLUMNS = 'id::DOUBLE, type, parent::DOUBLE, descendants, duration, success, summary, target'

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
      total: await countFrom(connection, page, rows.length),
    }
  })
}

/** Events of one stream in the log's order, a page at a time, with no more than their tree is made from. */
export function readStreamOutline(
  connection: DuckDBConnection,
  arg: RequestArg<'stream/outline'>,
): Promise<RequestResult<'stream/outline'>> {
  const page = { ...arg, types: null }
  return inSnapshot(connection, async () => {
    const rows = await readPage(connection, OUTLINE_COLUMNS, page)
    return { events: rows.map(toOutline), total: await countFrom(connection, page, rows.length) }
  })
}

function toOutline([id, type, parent, descendants, duration, success, summary, target]: DuckDBValue[]): OutlineEvent {
  return {
    id: Number(id),
    type: String(type),
    parent: typeof parent === 'number' ? parent : null,
    descendants: Number(descendants),
    duration: typeof duration === 'number' ? duration : null,
    success: typeof success === 'boolean' ? success : null,
    summary: String(summary),
    target: typeof target === 'string' ? target : null,
  }
}

export async function readStreamRows(
  connection: DuckDBConnection,
  page: StreamPage,
  pins: Pins,
): Promise<readonly StreamRow[]> {
  const rows = await readPage(connection, `${ROW_COLUMNS}, defined_in`, page)
  return rows.map((values) => {
    const [definedIn = null] = values.slice(ROW_COLUMN_COUNT)
    return { ...toRow(values, pins), definedIn: readLocation(definedIn) }
  })
}

async function readPage(connection: DuckDBConnection, columns: string, page: StreamPage): Promise<DuckDBValue[][]> {
  const where = compileConditions(conditionsOf(page))
  const reader = await connection.runAndReadAll(
    `SELECT ${columns} FROM events e WHERE ${where.sql} ORDER BY id LIMIT ${page.limit}`,
    where.params,
  )
  return reader.getRows()
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

/** How many events there are from the beginning of a page on, of which it holds `read`. */
async function countFrom(connection: DuckDBConnection, page: StreamPage, read: number): Promise<number> {
  if (read < page.limit) return read
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
