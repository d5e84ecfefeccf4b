import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { runQuery } from '../../../main/log/run-query.ts'
import { checkQuery } from '../../../shared/query/check.ts'
import type { GroupKey, Reduce } from '../../../shared/query/query.ts'
import { openMemoryLog, type StoredEvent, storeEvents } from '../../helpers/memory-log.ts'

const MINUTE = 60_000
const DAY = 86_400_000

const EVENTS: readonly StoredEvent[] = [
  { id: 1, type: 'b', time: DAY + 5 * MINUTE + 1, duration: 12, payload: { ms: 0.35, at: '1970-01-01' } },
  { id: 2, type: 'a', time: DAY + 3 * MINUTE, duration: 20, payload: { ms: -0.05 } },
  { id: 3, type: 'a', time: DAY + 5 * MINUTE + 59_999, duration: 19.999, payload: { ms: 0.3 } },
  { id: 4, type: 'a', time: DAY - 1, payload: { ms: '0.3' } },
  { id: 5, type: 'b', time: -1, duration: 0, payload: { ms: 1e300 } },
]

let log: DuckDBConnection

beforeAll(async () => {
  log = await openMemoryLog()
  await storeEvents(log, EVENTS)
})

async function reduce(value: Reduce): Promise<unknown> {
  return (await runQuery(log, checkQuery({ from: { instance: '*' }, reduce: value }))).aggregation
}

const count = (...groupBy: GroupKey[]) => reduce({ type: 'count', groupBy })

describe('buckets of time', () => {
  test('begin at full minutes and answer in their order, however the events came', async () => {
    expect(await count({ field: 'time', bucket: '1m' })).toEqual([
      { group: { time: '1969-12-31T23:59:00.000Z' }, value: 1 },
      { group: { time: '1970-01-01T23:59:00.000Z' }, value: 1 },
      { group: { time: '1970-01-02T00:03:00.000Z' }, value: 1 },
      { group: { time: '1970-01-02T00:05:00.000Z' }, value: 2 },
    ])
  })

  test('are those of UTC, wherever Tattler runs', async () => {
    const zone = process.env.TZ
    process.env.TZ = 'Asia/Kolkata'
    try {
      expect(await count({ field: 'timestamp', bucket: '1d' })).toEqual([
        { group: { timestamp: '1969-12-31T00:00:00.000Z' }, value: 1 },
        { group: { timestamp: '1970-01-01T00:00:00.000Z' }, value: 1 },
        { group: { timestamp: '1970-01-02T00:00:00.000Z' }, value: 3 },
      ])
    } finally {
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    }
  })

  test('in front of another key, the others follow in the order in which they were first seen', async () => {
    expect(
      await reduce({ type: 'max', field: 'duration', groupBy: [{ field: 'time', bucket: '1d' }, 'type'] }),
    ).toEqual([
      { group: { time: '1969-12-31T00:00:00.000Z', type: 'b' }, value: 0 },
      { group: { time: '1970-01-01T00:00:00.000Z', type: 'a' }, value: null },
      { group: { time: '1970-01-02T00:00:00.000Z', type: 'b' }, value: 12 },
      { group: { time: '1970-01-02T00:00:00.000Z', type: 'a' }, value: 20 },
    ])
  })

  test('behind another key they change no order: that of first seen stays', async () => {
    expect(await count('type', { field: 'time', bucket: '1h' })).toEqual([
      { group: { type: 'b', time: '1970-01-02T00:00:00.000Z' }, value: 1 },
      { group: { type: 'a', time: '1970-01-02T00:00:00.000Z' }, value: 2 },
      { group: { type: 'a', time: '1970-01-01T23:00:00.000Z' }, value: 1 },
      { group: { type: 'b', time: '1969-12-31T23:00:00.000Z' }, value: 1 },
    ])
  })
})

describe('buckets of numbers', () => {
  test('have a width, hold their lower end and not the upper one; null, for no number, comes last', async () => {
    expect(await count({ field: 'duration', bucket: 10 })).toEqual([
      { group: { duration: 0 }, value: 1 },
      { group: { duration: 10 }, value: 2 },
      { group: { duration: 20 }, value: 1 },
      { group: { duration: null }, value: 1 },
    ])
  })

  test('of values in the payload leave out what is text, and name decimals as one writes them', async () => {
    expect(await count({ field: 'payload.ms', bucket: 0.1 })).toEqual([
      { group: { 'payload.ms': -0.1 }, value: 1 },
      { group: { 'payload.ms': 0.3 }, value: 2 },
      { group: { 'payload.ms': 1e300 }, value: 1 },
      { group: { 'payload.ms': null }, value: 1 },
    ])
  })

  test('so narrow that they cannot be counted hold nothing', async () => {
    expect(await count({ field: 'payload.ms', bucket: 1e-300 })).toContainEqual({
      group: { 'payload.ms': null },
      value: 2,
    })
  })

  test('of ids are numbers', async () => {
    expect(await count({ field: 'id', bucket: 3 })).toEqual([
      { group: { id: 0 }, value: 2 },
      { group: { id: 3 }, value: 3 },
    ])
  })
})

test('a bucket is what one gets who divides and rounds down in JavaScript', async () => {
  const widths = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(0.5, 0.25, 2.5, 7.75))
  await fc.assert(
    fc.asyncProperty(widths, async (width) => {
      const expected = new Map<number, number>()
      for (const { duration } of EVENTS) {
        if (duration === undefined) continue
        const start = Math.floor(duration / width) * width
        expected.set(start, (expected.get(start) ?? 0) + 1)
      }
      const answer = (await count({ field: 'duration', bucket: width })) as {
        group: { duration: number }
        value: number
      }[]
      const found = answer.filter(({ group }) => group.duration !== null)
      expect(found.map(({ group, value }) => [group.duration, value])).toEqual(
        [...expected].sort((a, b) => a[0] - b[0]),
      )
    }),
    { numRuns: 60 },
  )
})
