import type { DuckDBConnection } from '@duckdb/node-api'
import { beforeEach, expect, test } from 'vitest'
import { readStreamList } from '../../../main/log/stream-list.ts'
import type { StreamListQuery, StreamSummary } from '../../../shared/stream.ts'
import { openMemoryLog, type StoredEvent, storeEvents } from '../../helpers/memory-log.ts'

let log: DuckDBConnection

beforeEach(async () => {
  log = await openMemoryLog()
})

const list = (query: Partial<StreamListQuery> = {}) =>
  readStreamList(log, {
    from: { instance: '*' },
    where: [],
    orderBy: { by: 'time', direction: 'desc' },
    offset: 0,
    limit: 100,
    ...query,
  })

/** The only stream of a log that holds these events. */
async function summaryOf(events: readonly StoredEvent[]): Promise<StreamSummary | undefined> {
  await storeEvents(log, events)
  const { streams } = await list()
  return streams[0]
}

const namesOf = ({ streams }: { streams: readonly StreamSummary[] }) => streams.map(({ stream }) => stream)

const request = (id: number, payload: object, more: Partial<StoredEvent> = {}): StoredEvent => ({
  id,
  type: 'request',
  summary: 'the request',
  payload,
  ...more,
})

test('the stream that began last comes first, wherever its events stand', async () => {
  await storeEvents(log, [
    { id: 1, stream: 'session' },
    { id: 2, stream: 'request' },
    { id: 3, stream: 'session' },
  ])
  expect(namesOf(await list())).toEqual(['request', 'session'])
})

test('streams of one name in two apps are two', async () => {
  await storeEvents(log, [
    { id: 1, instance: 'a', stream: 'main' },
    { id: 2, instance: 'b', stream: 'main' },
  ])
  expect((await list()).streams.map(({ instance, events }) => [instance, events])).toEqual([
    ['b', 1],
    ['a', 1],
  ])
  expect((await list({ from: { instance: 'a' } })).total).toBe(1)
})

test('events are counted by type, queries summed by target', async () => {
  const summary = await summaryOf([
    { id: 1, type: 'request' },
    { id: 2, type: 'query', target: 'mysql', duration: 3 },
    { id: 3, type: 'query', target: 'redis', duration: 1 },
    { id: 4, type: 'query', target: 'mysql', duration: 4.5 },
    { id: 5, type: 'query' },
    { id: 6, type: 'log', importance: 6, success: false },
  ])
  expect(summary).toMatchObject({
    first: 1,
    last: 6,
    events: 6,
    types: { request: 1, query: 4, log: 1 },
    targets: [
      { target: 'mysql', count: 2, duration: 7.5 },
      { target: 'redis', count: 1, duration: 1 },
    ],
    queryTime: 8.5,
    importance: 6,
    failed: 1,
  })
})

test('method and URI are those of the outermost request, not of one it made itself', async () => {
  const inner = request(1, { method: 'POST', uri: '/carrier' }, { depth: 2 })
  const outer = request(2, { method: 'GET', uri: '/cart?x=1' })
  expect(await summaryOf([inner, outer])).toMatchObject({ method: 'GET', uri: '/cart?x=1', summary: 'the request' })
})

test('without a request event a stream is told by its first event', async () => {
  expect(await summaryOf([{ id: 1, summary: 'started' }, { id: 2 }])).toMatchObject({
    method: null,
    uri: null,
    summary: 'started',
  })
})

test.each([
  [{ status: 404 }, '404'],
  [{ statusCode: 201 }, '201'],
  [{ code: '500' }, '500'],
  [{ memoryPeak: 3 }, null],
])('a response of %j has the status %s', async (payload, status) => {
  expect((await summaryOf([{ id: 1, type: 'response', payload }]))?.status).toBe(status)
})

test('the status is that of the last of the outermost responses', async () => {
  const summary = await summaryOf([
    { id: 1, type: 'response', payload: { status: 100 } },
    { id: 2, type: 'response', payload: { status: 200 } },
    { id: 3, type: 'response', depth: 1, payload: { status: 503 } },
  ])
  expect(summary?.status).toBe('200')
})

test.each<[string, readonly StoredEvent[], number | null]>([
  [
    'the response, which tells the total',
    [
      { id: 1, type: 'request', duration: 9 },
      { id: 2, type: 'response', duration: 20 },
    ],
    20,
  ],
  [
    'the request, if the response tells none',
    [
      { id: 1, type: 'request', duration: 9, time: 0 },
      { id: 2, type: 'response', time: 50 },
    ],
    9,
  ],
  [
    'the time from the first to the last event',
    [
      { id: 1, time: 100 },
      { id: 2, time: 160 },
    ],
    60,
  ],
  [
    'the longest event, if that is longer',
    [
      { id: 1, time: 100, duration: 80 },
      { id: 2, time: 160 },
    ],
    80,
  ],
  ['unknown for a single event without one', [{ id: 1, time: 100 }], null],
])('the duration is %s', async (_, events, duration) => {
  expect((await summaryOf(events))?.duration).toBe(duration)
})

test('a question counts as denied if the vote with the highest importance says so, the last of several', async () => {
  const check = (id: number, access: string, importance: number, parent?: number, object = 'mia'): StoredEvent => ({
    id,
    type: 'access_check',
    importance,
    payload: parent === undefined ? { access, object, action: 'read' } : { access },
    ...(parent !== undefined && { parent, depth: 1 }),
  })
  const events = [
    check(1, 'GRANT', 3),
    check(2, 'DENIED', 1, 1),
    check(3, 'DENIED', 2, undefined, 'tom'),
    { id: 4 },
    check(5, 'GRANT', 1, undefined, 'tom'),
    check(6, 'GRANT', 1, undefined, 'ann'),
    check(7, 'DENIED', 1, undefined, 'ann'),
    check(8, 'DENIED', 5, undefined, 'eve'),
    check(9, 'GRANT', 6, 8),
    check(10, 'GRANT', 1, undefined, 'half a pair \ud83d'),
  ]
  expect((await summaryOf(events))?.denied).toBe(2)
})

test('a filter leaves the streams in which anything matches, and counts all of their events', async () => {
  await storeEvents(log, [
    { id: 1, stream: 'a', type: 'query', target: 'mysql' },
    { id: 2, stream: 'a' },
    { id: 3, stream: 'b' },
  ])
  const answer = await list({ where: [{ field: 'target', operator: 'eq', value: 'mysql' }] })
  expect(namesOf(answer)).toEqual(['a'])
  expect(answer).toMatchObject({ total: 1, streams: [{ events: 2 }] })
})

test('streams are ordered by duration, events and query time, unknown ones last', async () => {
  await storeEvents(log, [
    { id: 1, stream: 'slow', type: 'request', duration: 90 },
    { id: 2, stream: 'unknown' },
    { id: 3, stream: 'busy', type: 'query', duration: 30, time: 0 },
    { id: 4, stream: 'busy', time: 0 },
  ])
  const order = async (by: StreamListQuery['orderBy']['by'], direction: 'asc' | 'desc') =>
    namesOf(await list({ orderBy: { by, direction } }))
  expect(await order('time', 'asc')).toEqual(['slow', 'unknown', 'busy'])
  expect(await order('duration', 'desc')).toEqual(['slow', 'busy', 'unknown'])
  expect(await order('duration', 'asc')).toEqual(['busy', 'slow', 'unknown'])
  expect(await order('events', 'desc')).toEqual(['busy', 'unknown', 'slow'])
  expect(await order('queryTime', 'desc')).toEqual(['busy', 'unknown', 'slow'])
})

test('pages follow each other, and one beyond the end still tells the total', async () => {
  await storeEvents(
    log,
    [1, 2, 3, 4, 5].map((id) => ({ id, stream: `s${id}` })),
  )
  expect(namesOf(await list({ offset: 1, limit: 2 }))).toEqual(['s4', 's3'])
  expect(await list({ offset: 10 })).toEqual({ offset: 10, streams: [], total: 5 })
})

test('a payload that DuckDB cannot read is no obstacle', async () => {
  const summary = await summaryOf([request(1, { method: 'GET', uri: '/\ud83d', note: 'x' })])
  expect(summary?.method).toBeNull()
})

test('the newest of 20,000 streams cost little', async () => {
  await log.run(
    `INSERT INTO events SELECT i + 1, 'app', md5((i // 20)::VARCHAR), i % 20 + 1, if(i % 20 = 0, 'request', 'query'), i, i, 1, 5,
       NULL, NULL, NULL, NULL, NULL, 0, 0, 'SELECT ' || i, 'mysql', 'test', '{"a":1}', NULL, true, NULL, NULL, NULL, 7
     FROM range(400000) t(i)`,
  )
  await list()
  const started = process.cpuUsage()
  const { streams, total } = await list()
  // CPU time, as the clock also tells what else the machine does; µs.
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000)
  expect(total).toBe(20_000)
  expect(streams[0]).toMatchObject({ events: 20, queryTime: 95 })
})
