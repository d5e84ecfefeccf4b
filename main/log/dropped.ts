import type { DuckDBConnection } from '@duckdb/node-api'
import type { Dropped } from '../../shared/messages.ts'
import { readMeta, writeMeta } from './database.ts'

export const NOTHING_DROPPED: Dropped = { events: 0, points: 0 }

/** What was dropped until now, as it was written down. */
export async function readDropped(connection: DuckDBConnection): Promise<Dropped> {
  const written = await readMeta(connection, 'dropped')
  return written === null ? NOTHING_DROPPED : JSON.parse(written)
}

/** Writes down what was counted `before` and is `now`. Call it in the transaction that drops them, or counts otherwise. */
export async function writeDropped(connection: DuckDBConnection, before: Dropped, now: Dropped): Promise<void> {
  const isSame = before.events === now.events && before.points === now.points
  if (!isSame) await writeMeta(connection, 'dropped', JSON.stringify(now))
}

/** Both together. */
export function addDropped(a: Dropped, b: Dropped): Dropped {
  return { events: a.events + b.events, points: a.points + b.points }
}
