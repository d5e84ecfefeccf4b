import type { DuckDBConnection } from '@duckdb/node-api'

/**
 * What clients of the event log have appended to an instance. An app may send under the id of an instance; that is the
 * app's, and nothing of the event log.
 */
const APPENDED = "instance = $1 AND protocol = 'codebolt'"

export async function countAppended(connection: DuckDBConnection, instance: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM events WHERE ${APPENDED}`, [instance])
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

/**
 * Deletes what was appended to an instance and all that hangs on it, pinned events and those that were cleared included:
 * none of them may come back. Call it inside a transaction.
 */
export async function deleteAppended(connection: DuckDBConnection, instance: string): Promise<void> {
  const tables = await eventTables(connection)
  const going = tables.map((table) => `SELECT id FROM ${table} WHERE ${APPENDED}`).join(' UNION ALL ')
  for (const table of ['pins', 'notes', 'sources']) {
    await connection.run(`DELETE FROM ${table} WHERE id IN (${going})`, [instance])
  }
  for (const table of tables) await connection.run(`DELETE FROM ${table} WHERE ${APPENDED}`, [instance])
}

/** Makes an app of the instance again, if one has sent under its id: it keeps what it has sent. Says whether there is one. */
export async function keepApp(connection: DuckDBConnection, instance: string): Promise<boolean> {
  const tables = await eventTables(connection)
  const sent = tables.map((table) => `SELECT instance FROM ${table} WHERE instance = $1`).join(' UNION ')
  const result = await connection.run(
    `INSERT INTO instances (id, name, created) SELECT instance, instance, $2::BIGINT FROM (${sent})`,
    [instance, BigInt(Date.now())],
  )
  return result.rowsChanged > 0
}

/** Where events may be: here, and as long as a clear can be undone, there. */
async function eventTables(connection: DuckDBConnection): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll(
    "SELECT table_name FROM duckdb_tables() WHERE table_name IN ('events', 'cleared_events')",
  )
  return reader.getRows().map(([name]) => String(name))
}
