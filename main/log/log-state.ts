import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Dropped } from '../../shared/messages.ts'
import { readMeta } from './database.ts'
import { readDropped } from './dropped.ts'

/** What the log holds, kept up to date without asking it. */
export interface LogState {
  /** Id of the newest event; the next one gets one more. */
  lastId: EventId
  /** Events kept. */
  events: number
  /** What the limits took. */
  dropped: Dropped
  /** Ids of the instances that the log knows. */
  readonly instances: Set<string>
}

export async function readLogState(connection: DuckDBConnection): Promise<LogState> {
  const newest = await connection.runAndReadAll('SELECT coalesce(max(id), 0)::DOUBLE FROM events')
  const remembered = Number((await readMeta(connection, 'lastId')) ?? 0)
  const instances = await connection.runAndReadAll('SELECT id FROM instances')
  return {
    lastId: Math.max(Number(newest.getRows()[0]?.[0] ?? 0), remembered),
    events: await countEvents(connection),
    dropped: await readDropped(connection),
    instances: new Set(instances.getRows().map(([id]) => String(id))),
  }
}

export async function countEvents(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM events')
  return Number(reader.getRows()[0]?.[0] ?? 0)
}
