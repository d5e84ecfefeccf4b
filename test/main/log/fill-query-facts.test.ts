import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../main/log/database.ts'
import { MIGRATIONS } from '../../../main/log/migrations.ts'
import { readQueryFacts } from '../../../shared/query-shape/query-facts.ts'
import { makeDataDir } from '../../helpers/collector.ts'

/** A log as the first version wrote it. */
async function writeFirstVersion(payloads: readonly (readonly [type: string, payload: string])[]): Promise<string> {
  const dataDir = makeDataDir()
  const instance = await DuckDBInstance.create(join(dataDir, 'events.duckdb'))
  const connection = await instance.connect()
  await connection.run(MIGRATIONS[0] ?? '')
  await connection.run("INSERT INTO meta VALUES ('version', '1')")
  for (const [index, [type, payload]] of payloads.entries()) {
    await connection.run(
      `INSERT INTO events VALUES (?, 'app', 's', 1, ?, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, '', NULL,
         'web-debug', ?, NULL, false)`,
      // Far apart, so that there is more than one page of them.
      [index * 7000 + 3, type, payload],
    )
  }
  connection.closeSync()
  instance.closeSync()
  return dataDir
}

test('queries of an older log get their facts when it is opened', async () => {
  const queries = [
    { target: 'mysql', query: 'SELECT 1', syntax: 'sql' },
    { target: 'mysql', query: 'UPDATE a SET b = ?', syntax: 'sql', bindings: [5] },
    { target: 'redis', query: 'GET a:1' },
  ]
  const dataDir = await writeFirstVersion([
    ...queries.map((query) => ['query', JSON.stringify(query)] as const),
    ['log', '{"message":"SELECT 1"}'],
    ['query', '{"target":"mysql","query":"SELECT ?","params":[9007199254740993]}'],
    ['query', '{"target":"mysql","query":"SELECT ?","params":[9007199254740992]}'],
  ])
  const { instance, setAside } = await openDatabase(dataDir)
  expect(setAside).toBeNull()
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll(
    'SELECT shape::DOUBLE, query_hash::DOUBLE, is_write FROM events ORDER BY id',
  )
  const rows = reader.getRows()
  connection.closeSync()
  instance.closeSync()
  expect(rows.slice(0, 3)).toEqual(
    queries.map((query) => {
      const { shape, hash, isWrite } = readQueryFacts(query)
      return [shape, hash, isWrite]
    }),
  )
  expect(rows[3]).toEqual([null, null, null])
  expect(rows[4]?.[0]).toBe(rows[5]?.[0])
  expect(rows[4]?.[1]).not.toBe(rows[5]?.[1])
})

test('an older log without queries opens, too', async () => {
  const { instance, setAside } = await openDatabase(await writeFirstVersion([['log', '{"message":"x"}']]))
  expect(setAside).toBeNull()
  instance.closeSync()
})
