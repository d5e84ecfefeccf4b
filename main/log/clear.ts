import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Dropped } from '../../shared/messages.ts'
import { inTransaction, writeMeta } from './database.ts'
import { addDropped, NOTHING_DROPPED, writeDropped } from './dropped.ts'
import { compactSources, deleteOrphans } from './mail-sources.ts'
import { deleteSeriesOrphans } from './series.ts'

/**
 * Clearing renames the table and puts an empty one in its place, which takes the same time at any size; undoing puts
 * it back, with what arrived since behind it.
 */
export async function clearEvents(connection: DuckDBConnection, lastId: EventId, dropped: Dropped): Promise<void> {
  await inTransaction(connection, async () => {
    await connection.run('DROP TABLE IF EXISTS cleared_events')
    await deleteOrphans(connection)
    await connection.run('ALTER TABLE events RENAME TO cleared_events')
    const pins = await connection.runAndReadAll('SELECT id FROM pins LIMIT 1')
    // Without one, nothing of the events is read, so that they can be cleared even where they cannot be read.
    const kept = pins.currentRowCount === 0 ? 'false' : 'id IN (SELECT id FROM pins)'
    await connection.run(`CREATE TABLE events AS FROM cleared_events WHERE ${kept}`)
    await rememberLastId(connection, lastId)
    await writeDropped(connection, dropped, NOTHING_DROPPED)
  })
}

/** What was cleared: all up to an id, of which some had been dropped before. */
export interface Cleared {
  readonly id: EventId
  readonly dropped: Dropped
}

/** Brings the events back that were cleared; `dropped` is what was dropped since then. Resolves with what is dropped of all. */
export async function undoClear(connection: DuckDBConnection, cleared: Cleared, dropped: Dropped): Promise<Dropped> {
  const all = addDropped(cleared.dropped, dropped)
  await inTransaction(connection, async () => {
    await writeDropped(connection, dropped, all)
    await connection.run('INSERT INTO cleared_events FROM events WHERE id > ?', [BigInt(cleared.id)])
    await connection.run('DROP TABLE events')
    await connection.run('ALTER TABLE cleared_events RENAME TO events')
  })
  return all
}

/** Deletes what was cleared for good. The table goes last: as long as it is there, something may be left to delete. */
export async function dropCleared(connection: DuckDBConnection): Promise<void> {
  await deleteSeriesOrphans(connection)
  if ((await deleteOrphans(connection)) > 0) await compactSources(connection)
  await connection.run('DROP TABLE IF EXISTS cleared_events')
}

/** Deletes what was cleared before the log was opened, which nobody can bring back. */
export async function dropLeftOver(connection: DuckDBConnection): Promise<void> {
  const left = await connection.runAndReadAll("SELECT 1 FROM duckdb_tables() WHERE table_name = 'cleared_events'")
  if (left.currentRowCount > 0) await dropCleared(connection)
}

/** Ids are never used twice, even when the events that had them are gone: the last one is written down. */
export function rememberLastId(connection: DuckDBConnection, lastId: EventId): Promise<void> {
  return writeMeta(connection, 'lastId', String(lastId))
}
