import { expect, test } from 'vitest'
import { clearEvents, dropCleared, undoClear } from '../../../main/log/clear.ts'
import type { DecodedBatch } from '../../../main/log/decode-batch.ts'
import { NOTHING_DROPPED } from '../../../main/log/dropped.ts'
import { type IngestLog, storeBatch } from '../../../main/log/ingest.ts'
import { readPoints, readSeries } from '../../../main/log/read-series.ts'
import { deleteOldest } from '../../../main/log/retention.ts'
import { Sequences } from '../../../main/log/sequences.ts'
import { SeriesBook } from '../../../main/log/series.ts'
import type { DecodedEvent, DecodedPoint } from '../../../main/protocols/protocol.ts'
import { openIngestLog } from '../../helpers/ingest-log.ts'

const SOURCE = { protocol: 'datacat', app: 'shop', stream: 's1' }
const STREAM = { instance: 'shop', stream: 's1' }

const metric = (name: string): DecodedEvent => ({
  type: 'metric',
  time: 1000,
  importance: 1,
  duration: null,
  success: null,
  tags: [],
  calledFrom: null,
  definedIn: null,
  summary: name,
  target: null,
  query: null,
  payload: JSON.stringify({ name }),
  metadata: null,
  nested: [],
})

const point = (key: string, time: number, value: number, extra: string | null = null): DecodedPoint => ({
  key,
  time,
  value,
  extra,
  event: metric(key),
})

/** A message of nothing but measurements. */
const measured = (...points: readonly DecodedPoint[]): DecodedBatch => [
  {
    message: { streams: [{ stream: 's1', events: [], points }], accepted: points.length, problems: [] },
    bytes: new Uint8Array(),
    source: SOURCE,
    received: 5000,
  },
]

const readKeys = async ({ connection }: IngestLog) =>
  (await readSeries(connection, STREAM)).map(({ id, key, points, last }) => ({ id, key, points, last }))

test('the first point of a series is an event, the others are points', async () => {
  const log = await openIngestLog()
  const results = await storeBatch(measured(point('fps', 1000, 60), point('fps', 2000, 58)), log)
  expect(results).toEqual([{ kind: 'stored', accepted: 2, problems: [], lastId: 1 }])
  await storeBatch(measured(point('fps', 3000, 59), point('memory', 3000, 12.5)), log)
  expect(await readKeys(log)).toEqual([
    { id: 1, key: 'fps', points: 3, last: { time: 3000, value: 59 } },
    { id: 2, key: 'memory', points: 1, last: { time: 3000, value: 12.5 } },
  ])
  expect(log.state).toMatchObject({ lastId: 2, events: 2 })
})

test('a point that repeats the one before is not kept; one with other details is', async () => {
  const log = await openIngestLog()
  await storeBatch(measured(point('hits', 1000, 5), point('hits', 2000, 5), point('hits', 3000, 6)), log)
  await storeBatch(measured(point('hits', 4000, 6), point('hits', 5000, 6, '{"count":2}'), point('hits', 6000, 5)), log)
  expect((await readPoints(log.connection, { id: 1, most: 100 })).map(({ time }) => time)).toEqual([
    1000, 3000, 5000, 6000,
  ])
})

test('a series goes on after a restart', async () => {
  const log = await openIngestLog()
  await storeBatch(measured(point('hits', 1000, 5)), log)
  const restarted = { ...log, series: new SeriesBook(), sequences: new Sequences(false) }
  await storeBatch(measured(point('hits', 2000, 5), point('hits', 3000, 7)), restarted)
  expect(await readKeys(log)).toEqual([{ id: 1, key: 'hits', points: 2, last: { time: 3000, value: 7 } }])
})

test('a point without a time has the one at which it came', async () => {
  const log = await openIngestLog()
  await storeBatch(measured({ ...point('fps', 0, 60), time: null }), log)
  expect(await readPoints(log.connection, { id: 1, most: 100 })).toEqual([{ time: 5000, value: 60, extra: null }])
})

test('a cleared log begins its series anew, and one that is brought back has them all', async () => {
  const log = await openIngestLog()
  await storeBatch(measured(point('fps', 1000, 60)), log)
  log.writer.forgetTable()
  await clearEvents(log.connection, log.state.lastId, NOTHING_DROPPED)
  log.series.reset()
  await storeBatch(measured(point('fps', 2000, 60)), log)
  expect(await readKeys(log)).toEqual([{ id: 2, key: 'fps', points: 1, last: { time: 2000, value: 60 } }])
  log.writer.forgetTable()
  await undoClear(log.connection, { id: 1, dropped: NOTHING_DROPPED }, NOTHING_DROPPED)
  expect((await readKeys(log)).map(({ id }) => id)).toEqual([1, 2])
})

test('a series that is there twice after a clear was undone goes on with the later one', async () => {
  const log = await openIngestLog()
  await storeBatch(measured(point('hits', 1000, 5)), log)
  log.writer.forgetTable()
  await clearEvents(log.connection, log.state.lastId, NOTHING_DROPPED)
  log.series.reset()
  await storeBatch(measured(point('hits', 2000, 6), point('fps', 2000, 60)), log)
  log.writer.forgetTable()
  await undoClear(log.connection, { id: 1, dropped: NOTHING_DROPPED }, NOTHING_DROPPED)
  log.series.reset()
  await storeBatch(measured(point('hits', 3000, 6), point('hits', 4000, 7), point('fps', 4000, 60)), log)
  expect((await readKeys(log)).map(({ id, key, points }) => [id, key, points])).toEqual([
    [1, 'hits', 1],
    [2, 'hits', 2],
    [3, 'fps', 1],
  ])
})

test('the points of events that are gone for good go with them', async () => {
  const log = await openIngestLog()
  await storeBatch(measured(point('a', 1000, 1), point('b', 1000, 1)), log)
  await deleteOldest(log.connection, 1)
  expect((await readKeys(log)).map(({ key }) => key)).toEqual(['b'])
  log.writer.forgetTable()
  await clearEvents(log.connection, log.state.lastId, NOTHING_DROPPED)
  await dropCleared(log.connection)
  const left = await log.connection.runAndReadAll(
    'SELECT (SELECT count(*) FROM points) + (SELECT count(*) FROM series)',
  )
  expect(Number(left.getRows()[0]?.[0])).toBe(0)
})

test('of many points those are read that a chart shows: the least and the greatest of each part', async () => {
  const log = await openIngestLog()
  const values = Array.from({ length: 5000 }, (_, index) => (index === 2500 ? 1000 : index % 7))
  await storeBatch(measured(...values.map((value, index) => point('fps', index, value))), log)
  const points = await readPoints(log.connection, { id: 1, most: 200 })
  expect(points.length).toBeLessThanOrEqual(202)
  expect(points).toContainEqual({ time: 2500, value: 1000, extra: null })
  expect(points.map(({ time }) => time)).toEqual(points.map(({ time }) => time).toSorted((a, b) => a - b))
})

test('what the points of a series come to is told of all of them', async () => {
  const log = await openIngestLog()
  await storeBatch(measured(point('fps', 1000, 4), point('fps', 2000, -2), point('fps', 3000, 1)), log)
  const [fps] = await readSeries(log.connection, STREAM)
  expect(fps?.figures).toEqual({ least: -2, most: 4, average: 1 })
})

test('between two times all points are read, and one on either side', async () => {
  const log = await openIngestLog()
  const points = Array.from({ length: 5000 }, (_, index) => point('fps', index * 10, index % 7))
  await storeBatch(measured(...points), log)
  const timesBetween = async (from: number, to: number) =>
    (await readPoints(log.connection, { id: 1, most: 100, between: { from, to } })).map(({ time }) => time)
  expect(await timesBetween(1005, 1035)).toEqual([1000, 1010, 1020, 1030, 1040])
  expect(await timesBetween(1002, 1004)).toEqual([1000, 1010])
  expect(await timesBetween(-50, -10)).toEqual([0])
  expect(await timesBetween(49_985, 60_000)).toEqual([49_980, 49_990])
})

test('who wants to know is told the sequence numbers of its events', async () => {
  const log = await openIngestLog()
  const batch = (wantsSequences: boolean): DecodedBatch => [
    {
      message: {
        streams: [
          { stream: 's1', events: [metric('a'), metric('b')] },
          { stream: 's2', events: [metric('c')] },
        ],
        accepted: 3,
        problems: [],
      },
      bytes: new Uint8Array(),
      source: { ...SOURCE, ...(wantsSequences && { wantsSequences }) },
      received: 5000,
    },
  ]
  expect(await storeBatch(batch(false), log)).toEqual([{ kind: 'stored', accepted: 3, problems: [], lastId: 3 }])
  expect(await storeBatch(batch(true), log)).toEqual([
    {
      kind: 'stored',
      accepted: 3,
      problems: [],
      lastId: 6,
      sequences: [3, 4, 2],
      place: { instance: 'shop', received: 5000 },
    },
  ])
})
