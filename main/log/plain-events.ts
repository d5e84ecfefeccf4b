import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Condition } from '../../shared/query/query.ts'
import { compileConditions } from './compile.ts'

/** What a protocol needs of its own events to go on with them after a restart. */
export interface PlainEvent {
  readonly id: EventId
  readonly instance: string
  readonly stream: string
  readonly type: string
  readonly protocol: string
  /** ms since the epoch. */
  readonly time: number
  readonly received: number
  /** JSON text. */
  readonly payload: string
}

export interface PlainEventPage {
  /** All of them must hold. */
  readonly where: readonly Condition[]
  readonly limit: number
  /** Else in the order of the log. */
  readonly isNewestFirst?: boolean
}

/** Events without what only viewers need, and without a count of all: many small questions are answered so. */
export async function readPlainEvents(
  connection: DuckDBConnection,
  { where, limit, isNewestFirst = false }: PlainEventPage,
): Promise<readonly PlainEvent[]> {
  const conditions = compileConditions(where)
  const reader = await connection.runAndReadAll(
    `SELECT id::DOUBLE, instance, stream, type, protocol, time::DOUBLE, received::DOUBLE, payload
     FROM events e WHERE ${conditions.sql} ORDER BY id ${isNewestFirst ? 'DESC' : ''} LIMIT ${limit}`,
    conditions.params,
  )
  return reader.getRows().map(([id, instance, stream, type, protocol, time, received, payload]) => ({
    id: Number(id),
    instance: String(instance),
    stream: String(stream),
    type: String(type),
    protocol: String(protocol),
    time: Number(time),
    received: Number(received),
    payload: String(payload),
  }))
}
