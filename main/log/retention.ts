import { existsSync, statSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Retention } from './api.ts'
import type { Database } from './database.ts'
import { deleteSourcesUpTo } from './mail-sources.ts'
import { deleteSeriesUpTo } from './series.ts'

/** Share of a limit by which it may be exceeded while events stream in, so that deleting is rare. */
const SLACK = 0.05
/** After a cut by bytes this share of the limit is left. */
const BYTES_TARGET = 0.9

/** True when the count is so far over its limit that deleting cannot wait for a pause. */
export function isFarOver(events: number, retention: Retention): boolean {
  return events > retention.events * (1 + SLACK) + 1000
}

export interface Deleted {
  readonly events: number
  /** Bytes of the sources that went with them. */
  readonly sourceBytes: number
}

/** Deletes the `excess` oldest events that are not pinned. */
export async function deleteOldest(connection: DuckDBConnection, excess: number): Promise<Deleted> {
  const reader = await connection.runAndReadAll(
    `SELECT max(id)::DOUBLE FROM
       (SELECT id FROM events WHERE id NOT IN (SELECT id FROM pins) ORDER BY id LIMIT ?)`,
    [excess],
  )
  const cutoff = reader.getRows()[0]?.[0]
  return typeof cutoff === 'number' ? deleteUpTo(connection, cutoff) : { events: 0, sourceBytes: 0 }
}

async function deleteUpTo(connection: DuckDBConnection, id: EventId): Promise<Deleted> {
  const sourceBytes = await deleteSourcesUpTo(connection, id)
  await deleteSeriesUpTo(connection, id)
  const result = await connection.run('DELETE FROM events WHERE id <= ? AND id NOT IN (SELECT id FROM pins)', [
    BigInt(id),
  ])
  return { events: result.rowsChanged, sourceBytes }
}

/** How many of the oldest events to delete so that the file is within its limit; 0 if it is. Checkpoint first. */
export async function excessByBytes(
  connection: DuckDBConnection,
  events: number,
  retention: Retention,
): Promise<number> {
  const used = await usedBytes(connection)
  if (used <= retention.bytes) return 0
  return Math.ceil(events * (1 - (retention.bytes * BYTES_TARGET) / used))
}

/** Bytes of the database's blocks in use. Freed blocks stay in the file and are filled again. */
async function usedBytes(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll('SELECT (block_size * used_blocks)::DOUBLE FROM pragma_database_size()')
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

/** Size of the database file and its write-ahead log, bytes. */
export function fileBytes(database: Database): number {
  return sizeOf(database.file) + walBytes(database)
}

export function walBytes(database: Database): number {
  return sizeOf(`${database.file}.wal`)
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0
}
