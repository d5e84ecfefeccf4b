import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { expect, onTestFinished, test } from 'vitest'
import { readMeta } from '../../../main/log/database.ts'
import { MIGRATIONS, migrate } from '../../../main/log/migrations.ts'

async function connect(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  onTestFinished(() => instance.closeSync())
  const connection = await instance.connect()
  onTestFinished(() => connection.closeSync())
  return connection
}

async function describe(connection: DuckDBConnection): Promise<unknown> {
  const columns = await connection.runAndReadAll(
    'SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE NOT internal ORDER BY 1, column_index',
  )
  return { version: await readMeta(connection, 'version'), columns: columns.getRows() }
}

test('a new log has the schema of one that came there step by step', async () => {
  const fresh = await connect()
  await migrate(fresh, 0)
  const old = await connect()
  await old.run(MIGRATIONS[0] ?? '')
  await migrate(old, 1)
  expect(await describe(fresh)).toEqual(await describe(old))
})
