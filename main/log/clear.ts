import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Dropped } from '../../shared/messages.ts'
import { inTransaction, writeMeta } from './database.ts'
import { NOTHING_DROPPED, writeDropped } from './dropped.ts'
import { compactSources, deleteOrphans } from './mail-sources.ts'
import { deleteSeriesOrphans } from './series.ts'

/**
 * Clearing renames the table and puts an empty one in its place, which takes the same time at any size; undoing puts
 * it back, with what arrived since behind it.
 */
export async function clearEvents(connection: DuckDBConnection, lastId: EventId): Promise<void> {
  await inTransaction(connection, async () => {
    await connection.run('DROP TABLE IF EXISTS cleared_events')
    await deleteOrphans(connection)
    await connection.run('ALTER TABLE events RENAME TO cleared_events')
    const pins = await connection.runAndReadAll('SELECT id FROM pins LIMIT 1')
    // Without one, nothing of the events is read, so that they can be cleared even where they cannot be read.
    const kept = pins.currentRowCount === 0 ? 'false' : 'id IN (SELECT id FROM pins)'
    await connection.run(`CREATE TABLE events AS FROM cleared_events WHERE ${kept}`)
    await rememberLastId(connection, lastId)
    await writeDropped(connection, NOTHING_DROPPED)
  })
}

/** Brings the events back that were cleared when `clearedId` was the last id; `dropped` is what is missing of all of them. */
export async function undoClear(connection: DuckDBConnection, clearedId: EventId, dropped: Dropped): Promise<void> {
  await inTransaction(connection, async () => {
    await writeDropped(connection, dropped)
    await connection.run('INSERT INTO cleared_events FROM events WHERE id > ?', [BigInt(clearedId)])
    await connection.run('DROP TABLE events')
    await connection.run('ALTER TABLE cleared_events RENAME TO events')
  })
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
