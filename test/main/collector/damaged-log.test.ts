import { closeSync, openSync, readdirSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { isDamage, isFatal } from '../../../main/log/database-error.ts'
import { seededRandom } from '../../faults/random.ts'
import { postEvents, startTestCollector } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

/** DuckDB's file begins with three headers of 4 KiB; blocks of 256 KiB follow, each with its checksum first. */
const HEADERS = 3 * 4096
const BLOCK = 256 * 1024
/** So many payloads of so many letters fill blocks of their own, and DuckDB reads no more than 2,048 of them for one. */
const PADDING = 200
const EVENTS = 5000

/** Makes the first block unreadable that holds nothing but payloads. */
async function damagePayloads(dataDir: string): Promise<void> {
  const file = join(dataDir, 'events.duckdb')
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll(
    `SELECT block_id FROM pragma_storage_info('events') WHERE segment_type <> 'VALIDITY'
     GROUP BY block_id HAVING list(DISTINCT column_name) = ['payload'] ORDER BY min(row_group_id), min(segment_id)`,
  )
  const block = Number(reader.getRows()[0]?.[0])
  connection.closeSync()
  instance.closeSync()
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(200, 0xa5), 0, 200, HEADERS + block * BLOCK + 1000)
  closeSync(descriptor)
}

/** Letters that DuckDB cannot make shorter. */
function randomText(random: () => number): string {
  return String.fromCharCode(...Array.from({ length: PADDING }, () => 0x3400 + Math.floor(random() * 6000)))
}

test('where a payload cannot be read, the rest can, the user is told, and a clear is the end of it', async () => {
  const first = await startTestCollector()
  const random = seededRandom(1)
  const events = Array.from({ length: EVENTS }, (_, n) => ({
    type: 'log',
    payload: { message: `number ${n + 1}`, padding: randomText(random) },
  }))
  await postEvents(first, events)
  await first.close()
  await damagePayloads(first.dataDir)

  const collector = await startTestCollector({ dataDir: first.dataDir })
  const viewer = await TestViewer.connect(collector)
  await viewer.open()
  const { rows } = await viewer.request('view/page', { view: 1, offset: 0, limit: 100 })
  expect(rows.map(({ summary }) => summary)).toEqual(events.slice(0, 100).map(({ payload }) => payload.message))
  await expect(viewer.request('event/open', 1)).rejects.toThrow('Corrupt database file')
  const told = await viewer.next('status/changed', ({ status }) => status.notices.length > 0)
  expect(told.status.notices.map(({ code, severity }) => [code, severity])).toEqual([['log-unreadable', 'error']])
  await expect(viewer.request('event/open', EVENTS)).resolves.toMatchObject({ summary: `number ${EVENTS}` })

  await viewer.request('log/clear', undefined)
  await postEvents(collector, { type: 'log', payload: { message: 'afterwards' } })
  await expect(viewer.request('event/open', EVENTS + 1)).resolves.toMatchObject({ summary: 'afterwards' })
  expect(readdirSync(collector.dataDir).filter((name) => name.startsWith('events-damaged'))).toEqual([])
})

test('a text of an event that DuckDB quotes is no fault of the file', () => {
  for (const text of [
    'FATAL Error: x',
    'IO Error: Corrupt database file',
    'database has been invalidated',
    'Serialization Error',
  ]) {
    const quoted = `Conversion Error: Could not convert string '${text}' to INT32`
    expect([isDamage(quoted), isFatal(quoted)]).toEqual([false, false])
  }
  expect(isDamage('IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2')).toBe(true)
  expect(isFatal('FATAL Error: Failed: database has been invalidated because of a previous fatal error.')).toBe(true)
})
