import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../../main/protocols/protocol.ts'
import type { ImportResult } from '../../../shared/transfer.ts'
import { TRANSFER_CHUNK } from '../../../shared/transfer.ts'
import {
  ALL,
  logEvent,
  makeDataDir,
  postEvents,
  queryLog,
  startTestCollector,
  type TestCollector,
  until,
} from '../../helpers/collector.ts'
import { exportFile } from '../../helpers/export-file.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const STREAM = 'ef95a542-25a3-4f71-a0e9-640c92f43813'
const EVERYTHING = { from: { instance: '*' }, where: [], hiddenTypes: [] }

/** Hard to carry: digits beyond a double, half a surrogate pair, line ends, commas, quotes, markup of CSV. */
const DIFFICULT = [
  {
    type: 'request',
    time: 1_547_058_563_454,
    duration: 18.5,
    importance: 4,
    success: false,
    tags: ['db:mysql', 'say "hi", twice'],
    calledFrom: { file: '/src/A b.php', line: 3, positionStart: 1, positionEnd: 4 },
    payload: { method: 'GET', uri: '/a,b?c="d"\n', headers: [] },
    nested: [
      { type: 'query', duration: 2, payload: { target: 'mysql', query: 'select "a",\n1', syntax: 'sql' } },
      { type: 'template', payload: { name: 'home' }, nested: [logEvent('inside\r\nthe template')] },
    ],
  },
  logEvent('a half \ud83d pair'),
  { type: 'order', payload: { total: 0.1, note: null, list: [] } },
]
const LONG = '{"type":"order","payload":{"id":9223372036854775807}}'

async function fill(collector: TestCollector): Promise<void> {
  await postEvents(collector, { id: STREAM, version: 1, events: DIFFICULT }, { 'x-tattler-app': 'shop' })
  await postEvents(collector, LONG, { 'x-tattler-app': 'other app' })
  await postEvents(collector, 'no json')
}

async function importFile(viewer: TestViewer, file: Uint8Array): Promise<ImportResult> {
  await viewer.request('import/begin', { import: 1 })
  for (let at = 0; at < file.length; at += TRANSFER_CHUNK) {
    const base64 = Buffer.from(file.subarray(at, at + TRANSFER_CHUNK)).toString('base64')
    await viewer.request('import/write', { import: 1, base64 })
  }
  return viewer.request('import/run', { import: 1 })
}

/** The rows of a statement as a Parquet file. */
async function makeParquet(select: string): Promise<Buffer> {
  const file = join(makeDataDir(), 'table.parquet')
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`)
  return readFileSync(file)
}

/** All that an event is, but its place in the log and the protocol that brought it. */
async function contents(collector: TestCollector): Promise<unknown[]> {
  const { events = [] } = await queryLog(collector, { ...ALL, limit: 1000, orderBy: { field: 'id' } })
  return Promise.all(
    events.map(async (event) => {
      const { id, sequence, payload, metadata, ...rest } = event
      return {
        ...rest,
        payload,
        id,
        sequence,
        metadata,
        timestamp: undefined,
        received: undefined,
        protocol: undefined,
      }
    }),
  )
}

test.each(['ndjson', 'csv', 'parquet'] as const)('what is exported as %s comes back as it was', async (format) => {
  const from = await startTestCollector()
  await fill(from)
  const file = await exportFile(await TestViewer.connect(from), { format, ...EVERYTHING })
  const to = await startTestCollector()
  const result = await importFile(await TestViewer.connect(to), file)
  expect(result).toEqual({ kind: 'events', events: 8, invalid: 0, problem: null, isCancelled: false })
  expect(await contents(to)).toEqual(await contents(from))
})

test('an export holds what the filter shows, and nothing else', async () => {
  const collector = await startTestCollector()
  await fill(collector)
  const selection = {
    format: 'ndjson' as const,
    from: { instance: 'shop', stream: STREAM },
    where: [{ field: 'importance', operator: 'gte' as const, value: 2 }],
    hiddenTypes: ['log'],
  }
  const file = await exportFile(await TestViewer.connect(collector), selection)
  const lines = file.toString('utf8').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).type)).toEqual(['request'])
})

test.each(['ndjson', 'csv', 'parquet', 'web-debug'] as const)(
  'an export as %s can leave out what is secret, and nothing else',
  async (format) => {
    const collector = await startTestCollector()
    const payload = {
      method: 'POST',
      uri: '/x?token=t0psecret&page=2',
      body: [{ key: 'password', value: 't0psecret' }],
    }
    await postEvents(
      collector,
      [
        {
          id: STREAM,
          version: 1,
          events: [
            { type: 'request', payload },
            { type: 'thing', payload: { card: 1 } },
          ],
        },
        `{"type":"thing","payload":{"accessToken":"t0psecret","id":12345678901234567890,"note":"a cookie"}}`,
      ]
        .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
        .join('\n'),
    )
    const viewer = await TestViewer.connect(collector)
    const what = format === 'web-debug' ? { format, instance: 'default', stream: STREAM } : { format, ...EVERYTHING }
    const read = async (hidesSecrets: boolean) => {
      const file = await exportFile(viewer, { ...what, hidesSecrets })
      if (format !== 'parquet') return file.toString('utf8')
      const to = await startTestCollector()
      await importFile(await TestViewer.connect(to), file)
      return JSON.stringify(await contents(to))
    }
    const { events = [] } = await queryLog(collector, ALL)
    expect(events.map(({ summary }) => summary).join()).not.toContain('t0psecret')
    expect(await read(false)).toContain('t0psecret')
    const hidden = await read(true)
    expect(hidden).not.toContain('t0psecret')
    expect(hidden).toContain('HIDDEN')
    expect(hidden).toContain('page=2')
    if (format === 'ndjson' || format === 'csv') {
      expect(hidden).toContain('12345678901234567890')
      expect(hidden).toContain('a cookie')
    }
  },
)

test('a stream exported as a document of the protocol is the same stream again', async () => {
  const from = await startTestCollector()
  await fill(from)
  const viewer = await TestViewer.connect(from)
  const file = await exportFile(viewer, { format: 'web-debug', instance: 'shop', stream: STREAM })
  const document = JSON.parse(file.toString('utf8'))
  expect(document).toMatchObject({ id: STREAM, version: 1 })
  expect(document.events[0].nested[1].nested[0].payload).toEqual({ message: 'inside\r\nthe template' })

  const to = await startTestCollector()
  const result = await importFile(await TestViewer.connect(to), file)
  expect(result).toMatchObject({ kind: 'messages', events: 6, invalid: 0 })
  const summaries = async (collector: TestCollector, instance: string) => {
    const query = {
      from: { instance, stream: STREAM },
      select: ['summary', 'depth', 'payload'],
      orderBy: { field: 'id' },
    }
    return (await queryLog(collector, query)).events
  }
  expect(await summaries(to, 'imported')).toEqual(await summaries(from, 'shop'))
})

test('a document exported of a stream without a UUID has one, always the same', async () => {
  const collector = await startTestCollector()
  await postEvents(collector, { id: 'job 7', version: 1, events: [logEvent('x')] }, { 'x-tattler-app': 'shop' })
  const viewer = await TestViewer.connect(collector)
  const ids = []
  for (let round = 0; round < 2; round++) {
    const file = await exportFile(viewer, { format: 'web-debug', instance: 'shop', stream: 'job 7' })
    ids.push(JSON.parse(file.toString('utf8')).id)
  }
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids[1]).toBe(ids[0])
})

test('a broken line of an import is told and costs no other line', async () => {
  const collector = await startTestCollector()
  const good = '{"id":1,"depth":0,"instance":"a","stream":"s","type":"log","payload":{"message":"m"}}'
  const result = await importFile(await TestViewer.connect(collector), Buffer.from(`${good}\n{"id":\n${good}\n`))
  expect(result).toEqual({
    kind: 'events',
    events: 2,
    invalid: 1,
    problem: 'lines[1]: is not JSON',
    isCancelled: false,
  })
})

test('a table made by hand needs a type and a payload, and a cell that does not fit is named', async () => {
  const collector = await startTestCollector()
  const viewer = await TestViewer.connect(collector)
  const table = 'type,payload,duration\norder,"{""a"":1}",5\norder,{},fast\n'
  const result = await importFile(viewer, Buffer.from(table))
  expect(result).toMatchObject({ events: 1, invalid: 1, problem: 'lines[1].duration: must be number' })
  const { events } = await queryLog(collector, { ...ALL, select: ['instance', 'duration', 'payload'] })
  expect(events).toMatchObject([{ instance: 'imported', duration: 5, payload: { a: 1 } }])
})

test('a mail in a file becomes an email event with its source', async () => {
  const viewer = await TestViewer.connect(await startTestCollector())
  const mail = 'From: Ann <ann@example.test>\r\nTo: bob@example.test\r\nSubject: Hello\r\n\r\nHi Bob\r\n'
  expect(await importFile(viewer, Buffer.from(mail))).toMatchObject({ kind: 'mail', events: 1, invalid: 0 })
  const event = await viewer.request('event/open', 1)
  expect(event).toMatchObject({ type: 'email', instance: 'mail' })
  expect(JSON.parse(event?.payload ?? '')).toMatchObject({ subject: 'Hello', to: ['bob@example.test'] })
  const source = await viewer.request('mail/source', 1)
  expect(Buffer.from(source?.base64 ?? '', 'base64').toString()).toBe(mail)
})

test('what is larger than a message may be is refused, and nothing of it stored', async () => {
  const collector = await startTestCollector({ limits: { ...DEFAULT_LIMITS, messageBytes: 1000, mailBytes: 1000 } })
  const viewer = await TestViewer.connect(collector)
  const long = 'x'.repeat(2000)
  for (const file of [
    `{"id":1,"depth":0,"type":"log","payload":{"message":"${long}"}}`,
    `{\n"type":"log","payload":{"message":"${long}"}}`,
    `Subject: ${long}\r\n\r\n`,
  ]) {
    await expect(importFile(viewer, Buffer.from(file))).rejects.toThrow(/1000 bytes/)
  }
  expect((await queryLog(collector, ALL)).total).toBe(0)
})

describe('a Parquet file that unpacks to much', () => {
  const payload = (length: string) => `'{"message":"' || repeat('x', ${length}) || '"}'`

  test('is refused by the row that is larger than a message may be, and nothing of it stored', async () => {
    const collector = await startTestCollector({ limits: { ...DEFAULT_LIMITS, messageBytes: 1000 } })
    const table = await makeParquet(
      `SELECT 'log' AS type, ${payload('if(range = 2, 2000, 10)')} AS payload FROM range(5)`,
    )
    const result = importFile(await TestViewer.connect(collector), table)
    await expect(result).rejects.toThrow('Row 3 is larger than 1000 bytes (limits.messageBytes).')
    expect((await queryLog(collector, ALL)).total).toBe(0)
  })

  test('is refused where all of it is more than a file may have', async () => {
    const table = await makeParquet(`SELECT 'log' AS type, ${payload('20000')} AS payload FROM range(250_000)`)
    expect(table.length).toBeLessThan(5_000_000)
    const result = importFile(await TestViewer.connect(await startTestCollector()), table)
    await expect(result).rejects.toThrow(/unpacks to more than 4294967296 bytes/)
  })

  test('is refused where a column holds no text', async () => {
    const table = await makeParquet(`SELECT 'log' AS type, {a: 1} AS payload`)
    const result = importFile(await TestViewer.connect(await startTestCollector()), table)
    await expect(result).rejects.toThrow('The column payload holds neither text nor a number, but STRUCT(a INTEGER).')
  })

  test('is taken with rows that are large, but no larger than a message', async () => {
    const viewer = await TestViewer.connect(await startTestCollector())
    const table = await makeParquet(`SELECT 'log' AS type, ${payload('20_000_000')} AS payload`)
    expect(await importFile(viewer, table)).toMatchObject({ events: 1, invalid: 0 })
  })

  test('is read piece by piece: its trees stay whole, and no piece stays on the disk', async () => {
    const dataDir = makeDataDir()
    const collector = await startTestCollector({ dataDir })
    // Trees of ten events of a megabyte each.
    const table = await makeParquet(
      `SELECT range AS id, if(range % 10 = 0, 0, 1) AS depth, if(range % 10 = 0, NULL, range - range % 10) AS parent,
       'log' AS type, ${payload('1_000_000')} AS payload FROM range(50)`,
    )
    expect(await importFile(await TestViewer.connect(collector), table)).toMatchObject({ events: 50, invalid: 0 })
    const { events = [] } = await queryLog(collector, { ...ALL, select: ['id', 'parent'], orderBy: { field: 'id' } })
    const parentOf = (index: number) => (index % 10 === 0 ? undefined : String(index - (index % 10) + 1))
    expect(events.map(({ parent }) => parent)).toEqual(events.map((_, index) => parentOf(index)))
    expect(readdirSync(join(dataDir, 'transfer'))).toEqual([])
  })

  test('stops between two pieces when it is cancelled, and tells what it has stored', async () => {
    const collector = await startTestCollector()
    const viewer = await TestViewer.connect(collector)
    const table = await makeParquet(`SELECT 'log' AS type, ${payload('1_000_000')} AS payload FROM range(400)`)
    await viewer.request('import/begin', { import: 1 })
    await viewer.request('import/write', { import: 1, base64: table.toString('base64') })
    const running = viewer.request('import/run', { import: 1 })
    const { done, total } = await until(async () => {
      const progress = await viewer.request('import/progress', { import: 1 })
      return progress.events > 0 && progress
    })
    expect([total > 400_000_000, done > 0, done < total]).toEqual([true, true, true])
    await viewer.request('import/close', { import: 1 })
    const { events, isCancelled } = await running
    expect(isCancelled).toBe(true)
    expect(events).toBeLessThan(400)
    expect((await queryLog(collector, { ...ALL, limit: 1 })).total).toBe(events)
  })
})

test('a viewer may not have more than a few transfers open', async () => {
  const viewer = await TestViewer.connect(await startTestCollector())
  for (let number = 0; number < 8; number++) await viewer.request('import/begin', { import: number })
  await expect(viewer.request('import/begin', { import: 8 })).rejects.toThrow(/open already/)
  await viewer.request('import/close', { import: 3 })
  await viewer.request('import/begin', { import: 8 })
})

test('what would break the log, or the view of its type, is refused by name', async () => {
  const collector = await startTestCollector()
  const lines = [
    '{"type":"log","payload":{}}',
    '{"type":"order","payload":"no JSON"}',
    '{"type":"order","payload":{},"metadata":"[1]"}',
    '{"type":"query","payload":{"target":"mysql","query":"select 1"},"time":1.5}',
  ].map((line) => line.replace('{', '{"depth":0,'))
  const result = await importFile(await TestViewer.connect(collector), Buffer.from(lines.join('\n')))
  expect(result).toMatchObject({ events: 1, invalid: 3, problem: 'lines[0].payload.message: is required and missing' })
  const { events } = await queryLog(collector, { ...ALL, select: ['summary', 'target', 'write', 'timestamp'] })
  expect(events).toEqual([
    { summary: 'select 1', target: 'mysql', write: false, timestamp: '1970-01-01T00:00:00.002Z' },
  ])
})

test('a file that holds nothing of ours is refused with what would be taken', async () => {
  const viewer = await TestViewer.connect(await startTestCollector())
  await expect(importFile(viewer, Buffer.from('\x89PNG\r\n'))).rejects.toThrow(/NDJSON, CSV, Parquet/)
  await expect(importFile(viewer, Buffer.from('PAR1 and no more'))).rejects.toThrow(/Parquet/)
})

test('a closed import stops, and tells what it has stored', async () => {
  const collector = await startTestCollector()
  const viewer = await TestViewer.connect(collector)
  const line = '{"id":1,"depth":0,"instance":"a","stream":"s","type":"log","payload":{"message":"m"}}\n'
  await viewer.request('import/begin', { import: 1 })
  const base64 = Buffer.from(line.repeat(10_000)).toString('base64')
  for (let part = 0; part < 20; part++) await viewer.request('import/write', { import: 1, base64 })
  const running = viewer.request('import/run', { import: 1 })
  const { total } = await until(async () => {
    const progress = await viewer.request('import/progress', { import: 1 })
    return progress.events > 0 && progress
  })
  expect(total).toBe(20 * 10_000 * line.length)
  await viewer.request('import/close', { import: 1 })
  const { events, isCancelled } = await running
  expect(isCancelled).toBe(true)
  expect(events).toBeLessThan(200_000)
  expect((await queryLog(collector, { ...ALL, limit: 1 })).total).toBe(events)
})

test('nothing of an export or import stays on the disk once it is closed, or its viewer gone', async () => {
  const dataDir = makeDataDir()
  const collector = await startTestCollector({ dataDir })
  await fill(collector)
  const viewer = await TestViewer.connect(collector)
  const files = () => {
    try {
      return readdirSync(join(dataDir, 'transfer'))
    } catch {
      return []
    }
  }
  await exportFile(viewer, { format: 'csv', ...EVERYTHING })
  await importFile(viewer, Buffer.from('{"type":"log","payload":{"message":"m"}}'))
  expect(files()).toEqual([])
  await viewer.request('export/begin', { export: 2, selection: { format: 'csv', ...EVERYTHING } })
  await viewer.request('import/begin', { import: 2 })
  await viewer.request('import/write', { import: 2, base64: 'YQ==' })
  expect(files()).toHaveLength(2)
  viewer.close()
  await expect.poll(files).toEqual([])
})
