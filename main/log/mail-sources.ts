import { BIGINT, BLOB, blobValue, DuckDBBlobValue, type DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import { inTransaction } from './database.ts'

/**
 * What mails were made of, byte by byte. A source outlives its event for as long as that can be brought back: what
 * clearing takes away keeps its sources until it is gone for good.
 */

/** The source of an event. */
export interface NewSource {
  readonly id: EventId
  readonly bytes: Uint8Array
}

/** Stores the sources of new events, inside the caller's transaction. */
export async function writeSources(connection: DuckDBConnection, sources: readonly NewSource[]): Promise<void> {
  for (const { id, bytes } of sources) {
    await connection.run('INSERT INTO sources VALUES (?, ?)', [BigInt(id), blobValue(bytes)], [BIGINT, BLOB])
  }
}

/** Null for an event that has none, or is gone. */
export async function readSource(connection: DuckDBConnection, id: EventId): Promise<Uint8Array | null> {
  const reader = await connection.runAndReadAll(
    'SELECT bytes FROM sources WHERE id = $1 AND EXISTS (FROM events WHERE id = $1)',
    [BigInt(id)],
  )
  const value = reader.getRows()[0]?.[0]
  return value instanceof DuckDBBlobValue ? value.bytes : null
}

/** Deletes the sources of the events up to `id` that are not pinned; returns their bytes. Call it before those go. */
export function deleteSourcesUpTo(connection: DuckDBConnection, id: EventId): Promise<number> {
  return deleteWhere(connection, 'id IN (SELECT id FROM events WHERE id <= ?) AND id NOT IN (SELECT id FROM pins)', id)
}

/** Deletes the sources of events that are gone for good; returns their bytes. */
export function deleteOrphans(connection: DuckDBConnection): Promise<number> {
  // The events of the few sources that there are, rather than all: a hundred milliseconds less at a million.
  const kept = 'SELECT e.id FROM events e SEMI JOIN sources s ON e.id = s.id'
  return deleteWhere(connection, `id > ? AND id NOT IN (${kept})`, 0)
}

async function deleteWhere(connection: DuckDBConnection, condition: string, id: EventId): Promise<number> {
  const statement = `DELETE FROM sources WHERE ${condition} RETURNING octet_length(bytes)::DOUBLE`
  const reader = await connection.runAndReadAll(statement, [BigInt(id)])
  return reader.getRows().reduce((sum, [bytes]) => sum + Number(bytes), 0)
}

/**
 * Writes the table anew. A deleted row gives its blocks back only with all the rows around it, up to 122,880 of them;
 * small as those of other tables are that does not matter, but here each may have megabytes.
 */
export function compactSources(connection: DuckDBConnection): Promise<void> {
  return inTransaction(connection, async () => {
    await connection.run('CREATE TABLE kept_sources (id BIGINT NOT NULL, bytes BLOB NOT NULL)')
    await connection.run('INSERT INTO kept_sources FROM sources')
    await connection.run('DROP TABLE sources')
    await connection.run('ALTER TABLE kept_sources RENAME TO sources')
  })
}
