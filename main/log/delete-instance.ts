import type { DuckDBConnection } from '@duckdb/node-api'

/**
 * Deletes the events of an instance and all that hangs on them, pinned ones and those that were cleared included: none of
 * them may come back. Call it inside a transaction.
 */
export async function deleteInstanceEvents(connection: DuckDBConnection, instance: string): Promise<void> {
  const tables = ['events', ...((await hasClearedEvents(connection)) ? ['cleared_events'] : [])]
  const going = tables.map((table) => `SELECT id FROM ${table} WHERE instance = $1`).join(' UNION ALL ')
  for (const table of ['pins', 'notes', 'sources']) {
    await connection.run(`DELETE FROM ${table} WHERE id IN (${going})`, [instance])
  }
  await connection.run('DELETE FROM points WHERE series IN (SELECT id FROM series WHERE instance = ?)', [instance])
  await connection.run('DELETE FROM series WHERE instance = ?', [instance])
  for (const table of tables) await connection.run(`DELETE FROM ${table} WHERE instance = ?`, [instance])
}

/** Whether a clear can still be undone. */
async function hasClearedEvents(connection: DuckDBConnection): Promise<boolean> {
  const reader = await connection.runAndReadAll("FROM duckdb_tables() WHERE table_name = 'cleared_events'")
  return reader.currentRowCount > 0
}
