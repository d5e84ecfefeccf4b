import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { BLOB, blobValue, type DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import { rememberLastId } from './clear.ts'
import { inTransaction } from './database.ts'
import { isBusy, messageOf } from './database-error.ts'
import { compactSources } from './mail-sources.ts'
import { deleteSeriesOrphans } from './series.ts'

/** Bytes of a value that fills freed blocks. */
const JUNK_BYTES = 1024 * 1024
/** How long readers are waited for, and between two looks, ms. */
const PATIENCE = 60_000
const INTERVAL = 20

/**
 * Deletes an event with its source, its note and the series that it began, in a way that leaves nothing of it in the file: a
 * deleted row stays in its block, and a freed block keeps what was in it until it is used again. So the tables are written
 * anew and the freed blocks filled, which takes as long as that takes for the whole log. False if there is no such event.
 */
export async function forgetEvent(connection: DuckDBConnection, id: EventId, lastId: EventId): Promise<boolean> {
  const found = await connection.runAndReadAll('SELECT 1 FROM events WHERE id = ?', [BigInt(id)])
  if (found.currentRowCount === 0) return false
  await inTransaction(connection, async () => {
    await rememberLastId(connection, lastId)
    for (const table of ['pins', 'notes', 'sources']) {
      await connection.run(`DELETE FROM ${table} WHERE id = ?`, [BigInt(id)])
    }
    // A pinned event that was spared by clearing is among the cleared ones, too.
    for (const table of ['events', 'cleared_events']) {
      if (await hasTable(connection, table)) await writeWithout(connection, table, id)
    }
    await deleteSeriesOrphans(connection)
  })
  await compactSources(connection)
  await checkpointPatiently(connection)
  await fillFreeBlocks(connection)
  return true
}

/**
 * Waits for readers that began before the event was deleted. DuckDB's FORCE CHECKPOINT would let no reader begin meanwhile, and
 * those take the threads that the others need in order to end.
 */
async function checkpointPatiently(connection: DuckDBConnection): Promise<void> {
  const deadline = performance.now() + PATIENCE
  for (;;) {
    try {
      await connection.run('CHECKPOINT')
      return
    } catch (error) {
      if (!isBusy(messageOf(error)) || performance.now() > deadline) throw error
      await sleep(INTERVAL)
    }
  }
}

async function hasTable(connection: DuckDBConnection, table: string): Promise<boolean> {
  const found = await connection.runAndReadAll('SELECT 1 FROM duckdb_tables() WHERE table_name = ?', [table])
  return found.currentRowCount > 0
}

async function writeWithout(connection: DuckDBConnection, table: string, id: EventId): Promise<void> {
  await connection.run(`CREATE TABLE remembered AS FROM ${table} WHERE id <> ?`, [BigInt(id)])
  await connection.run(`DROP TABLE ${table}`)
  await connection.run(`ALTER TABLE remembered RENAME TO ${table}`)
}

/** Overwrites the blocks of the file that hold nothing any more, and frees them again. */
async function fillFreeBlocks(connection: DuckDBConnection): Promise<void> {
  const size = await connection.runAndReadAll('SELECT (block_size * free_blocks)::DOUBLE FROM pragma_database_size()')
  const bytes = Number(size.getRows()[0]?.[0] ?? 0)
  await connection.run('CREATE OR REPLACE TABLE junk (bytes BLOB)')
  // One value more than fit, so that the last block is filled, too.
  for (let filled = 0; filled < bytes + JUNK_BYTES; filled += JUNK_BYTES) {
    await connection.run('INSERT INTO junk VALUES (?)', [blobValue(randomBytes(JUNK_BYTES))], [BLOB])
  }
  await checkpointPatiently(connection)
  await connection.run('DROP TABLE junk')
  await checkpointPatiently(connection)
}
