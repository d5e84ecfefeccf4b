import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../../main/log/database.ts'
import { forgetEvent } from '../../../main/log/forget.ts'
import {
  ALL,
  logEvent,
  makeDataDir,
  postEvents,
  queryLog,
  startTestCollector,
  type TestCollector,
} from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

/** No compression makes another text of it. */
let secret: string
beforeAll(() => {
  secret = randomBytes(40).toString('base64url')
})

/** Whether the files of the log hold a text. */
const isOnDisk = ({ dataDir }: Pick<TestCollector, 'dataDir'>, text: string) =>
  ['events.duckdb', 'events.duckdb.wal'].some((name) => {
    const file = join(dataDir, name)
    return existsSync(file) && readFileSync(file).includes(Buffer.from(text.slice(0, 20)))
  })

const sayMany = (count: number) => Array.from({ length: count }, () => logEvent(randomBytes(60).toString('base64url')))

/** A log in which the secret lies in the middle of others. */
async function fill(): Promise<TestCollector> {
  const collector = await startTestCollector()
  await postEvents(collector, sayMany(2000))
  await postEvents(collector, [logEvent('before'), { ...logEvent(secret), tags: ['secret'] }, logEvent('after')])
  await postEvents(collector, sayMany(2000))
  expect(isOnDisk(collector, secret)).toBe(true)
  return collector
}

const SECRET_ID = 2002

test('nothing of it is left in the file, not even in blocks that were freed', async () => {
  const dataDir = makeDataDir()
  const { instance } = await openDatabase(dataDir)
  const connection = await instance.connect()
  // Else a text may look different in the file each time.
  await connection.run("SET force_compression = 'uncompressed'")
  const columns = `i, 'a', 's', i, 'log', 0, 0, 1, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 's', NULL, 'web-debug'`
  const insert = `INSERT INTO events SELECT ${columns}, CASE i WHEN 30000 THEN ? ELSE repeat(md5(i::VARCHAR), 4) END, NULL, true, NULL, NULL, NULL, 128 FROM range(1, 60000) t(i)`
  await connection.run(insert, [secret])
  await connection.run('INSERT INTO sources VALUES (30000, ?::BLOB), (1, ?::BLOB)', [secret, 'another'])
  await connection.run('CHECKPOINT')
  expect(isOnDisk({ dataDir }, secret)).toBe(true)
  expect(await forgetEvent(connection, 30_000, 60_000)).toBe(true)
  expect(isOnDisk({ dataDir }, secret)).toBe(false)
  const left = await connection.runAndReadAll(
    'SELECT count(*)::INTEGER, (SELECT count(*)::INTEGER FROM sources) FROM events',
  )
  expect(left.getRows()).toEqual([[59_998, 1]])
  connection.closeSync()
  instance.closeSync()
})

test('an event that is forgotten is on the disk no more, and all others are there as they were', async () => {
  const collector = await fill()
  const viewer = await TestViewer.connect(collector)
  await viewer.open()
  await viewer.request('event/pin', { id: SECRET_ID, note: `it says ${secret}` })
  expect(await viewer.request('event/forget', SECRET_ID)).toBe(true)
  expect(isOnDisk(collector, secret)).toBe(false)
  expect(await viewer.request('event/open', SECRET_ID)).toBeNull()
  expect(await viewer.next('view/reset', ({ rows }) => rows === 4002)).toMatchObject({ rows: 4002 })
  expect((await queryLog(collector, ALL)).total).toBe(4002)
  expect(await viewer.request('event/forget', SECRET_ID)).toBe(false)

  await postEvents(collector, logEvent('the next'))
  expect((await viewer.request('event/open', 4004))?.payload).toContain('the next')
  await collector.close()
  const again = await startTestCollector({ dataDir: collector.dataDir })
  expect(isOnDisk(again, secret)).toBe(false)
  expect((await queryLog(again, ALL)).total).toBe(4003)
})

test('one that was pinned when the log was cleared is gone from what can be brought back, too', async () => {
  const collector = await fill()
  const viewer = await TestViewer.connect(collector)
  await viewer.request('event/pin', { id: SECRET_ID, note: '' })
  await viewer.request('log/clear', undefined)
  expect(await viewer.request('event/forget', SECRET_ID)).toBe(true)
  expect(isOnDisk(collector, secret)).toBe(false)
  await viewer.request('log/undo-clear', undefined)
  expect((await queryLog(collector, ALL)).total).toBe(4002)
})

test('who still reads the log as it was before is waited for', async () => {
  const dataDir = makeDataDir()
  const { instance } = await openDatabase(dataDir)
  const writer = await instance.connect()
  const reader = await instance.connect()
  const columns = `i, 'a', 's', i, 'log', 0, 0, 1, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 's', NULL, 'web-debug'`
  await writer.run(
    `INSERT INTO events SELECT ${columns}, CASE i WHEN 2 THEN ? ELSE 'x' END, NULL, true, NULL, NULL, NULL, 1 FROM range(1, 4) t(i)`,
    [secret],
  )
  await reader.run('BEGIN TRANSACTION READ ONLY')
  await reader.run('FROM events')
  let isForgotten = false
  const forgetting = forgetEvent(writer, 2, 3).then((is) => {
    isForgotten = is
  })
  const count = async () => Number((await reader.runAndReadAll('SELECT count(*) FROM events')).getRows()[0]?.[0])
  for (let n = 0; n < 20; n++) expect(await count()).toBe(3)
  expect(isForgotten).toBe(false)
  await reader.run('ROLLBACK')
  await forgetting
  expect(isForgotten).toBe(true)
  expect(isOnDisk({ dataDir }, secret)).toBe(false)
  expect(await count()).toBe(2)
  for (const connection of [reader, writer]) connection.closeSync()
  instance.closeSync()
})

test('a log that is written to meanwhile keeps all that comes', async () => {
  const collector = await fill()
  const viewer = await TestViewer.connect(collector)
  const forgotten = viewer.request('event/forget', SECRET_ID)
  const answers = await Promise.all(sayMany(50).map((event) => postEvents(collector, event)))
  expect(await forgotten).toBe(true)
  expect(answers.every(({ status }) => status === 202)).toBe(true)
  expect((await queryLog(collector, ALL)).total).toBe(4052)
})
