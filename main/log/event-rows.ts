import {
  BIGINT,
  type DuckDBConnection,
  type DuckDBResultReader,
  type DuckDBValue,
  LIST,
  listValue,
} from '@duckdb/node-api'
import type { CodeLocation, DebugEvent, EventId, EventRow } from '../../shared/event.ts'
import { clampImportance } from '../../shared/importance.ts'
import { TAG_SEPARATOR } from './event-columns.ts'
import type { Pins } from './pins.ts'

/** Numbers as DOUBLE: they are exact up to 2^53, and cost no BigInt each. */
export const ROW_COLUMNS = `id::DOUBLE, instance, stream, sequence::DOUBLE, type, time::DOUBLE, received::DOUBLE, importance,
  duration, success, tags, called_from, parent::DOUBLE, depth, descendants, summary, target, protocol,
  shape, query_hash, is_write, size`

/** Looking one event up costs about as much as reading through so many. */
const LOOKUP_COST = 8000
/** Events looked up by one statement. */
const MOST_LOOKUPS = 200

/** The rows of these events, in the order of `ids`; events that are gone are left out. */
export async function readRows(connection: DuckDBConnection, ids: readonly EventId[], pins: Pins): Promise<EventRow[]> {
  if (ids.length === 0) return []
  const reader = await readColumns(connection, ids)
  const byId = new Map(reader.getRows().map((values) => [Number(values[0]), toRow(values, pins)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** A screen of a sorted list lies anywhere in the log: then each row is looked up, else the part that they lie in is read. */
function readColumns(connection: DuckDBConnection, ids: readonly EventId[]): Promise<DuckDBResultReader> {
  const first = Math.min(...ids)
  const last = Math.max(...ids)
  const rows = `SELECT ${ROW_COLUMNS} FROM events WHERE`
  const range = [BigInt(first), BigInt(last)]
  if (ids.length <= MOST_LOOKUPS && last - first >= LOOKUP_COST * ids.length) {
    return connection.runAndReadAll(ids.map(() => `${rows} id = ?`).join(' UNION ALL '), ids.map(BigInt))
  }
  // All of them, or all that are left: no list to compare with.
  if (last - first < ids.length) return connection.runAndReadAll(`${rows} id BETWEEN ? AND ?`, range)
  return connection.runAndReadAll(
    `${rows} id BETWEEN ? AND ? AND id IN (SELECT unnest(?))`,
    [...range, listValue(ids.map(BigInt))],
    [BIGINT, BIGINT, LIST(BIGINT)],
  )
}

export async function readEvent(connection: DuckDBConnection, id: EventId, pins: Pins): Promise<DebugEvent | null> {
  const reader = await connection.runAndReadAll(
    `SELECT ${ROW_COLUMNS}, defined_in, payload, metadata FROM events WHERE id = ?`,
    [BigInt(id)],
  )
  const values = reader.getRows()[0]
  if (!values) return null
  const [definedIn = null, payload, metadata] = values.slice(ROW_COLUMN_COUNT)
  return {
    ...toRow(values, pins),
    definedIn: readLocation(definedIn),
    payload: String(payload),
    metadata: typeof metadata === 'string' ? metadata : '{}',
  }
}

export const ROW_COLUMN_COUNT = ROW_COLUMNS.split(',').length

/** A row from the values of `ROW_COLUMNS`. */
export function toRow(values: readonly DuckDBValue[], pins: Pins): EventRow {
  const [id, instance, stream, sequence, type, time, received, importance, duration, success] = values
  const [tags, calledFrom = null, parent, depth, descendants, summary, target, protocol] = values.slice(10)
  const [shape, hash, isWrite, size] = values.slice(18)
  return {
    id: Number(id),
    instance: String(instance),
    stream: String(stream),
    sequence: Number(sequence),
    type: String(type),
    time: Number(time),
    received: Number(received),
    importance: clampImportance(Number(importance)),
    duration: typeof duration === 'number' ? duration : null,
    success: typeof success === 'boolean' ? success : null,
    tags: readTags(tags),
    calledFrom: readLocation(calledFrom),
    parent: typeof parent === 'number' ? parent : null,
    depth: Number(depth),
    descendants: Number(descendants),
    summary: String(summary),
    target: typeof target === 'string' ? target : null,
    protocol: String(protocol),
    size: Number(size),
    pinned: pins.has(Number(id)),
    note: pins.get(Number(id)) || null,
    query: typeof shape === 'number' ? { shape, hash: Number(hash), isWrite: isWrite === true } : null,
  }
}

/** The tags in a value of the column `tags`. */
export function readTags(value: DuckDBValue | undefined): string[] {
  return typeof value === 'string' ? value.split(TAG_SEPARATOR).slice(1, -1) : []
}

/** A value of the columns `called_from` and `defined_in`. */
export function readLocation(value: DuckDBValue): CodeLocation | null {
  return typeof value === 'string' ? JSON.parse(value) : null
}
