import type { DuckDBConnection } from '@duckdb/node-api'
import type { Dropped } from '../../shared/messages.ts'
import { readMeta, writeMeta } from './database.ts'

export const NOTHING_DROPPED: Dropped = { events: 0, points: 0 }

export async function readDropped(connection: DuckDBConnection): Promise<Dropped> {
  const written = await readMeta(connection, 'dropped')
  return written === null ? NOTHING_DROPPED : JSON.parse(written)
}

/** Call it in the transaction that drops them, or begins to count anew. */
export function writeDropped(connection: DuckDBConnection, dropped: Dropped): Promise<void> {
  return writeMeta(connection, 'dropped', JSON.stringify(dropped))
}

export function addDropped(a: Dropped, b: Dropped): Dropped {
  return { events: a.events + b.events, points: a.points + b.points }
}
