import { expect, test } from 'vitest'
import { formatterFor, nameBucket, readBuckets, readMetric } from '../../../renderer/sessions/metric-series.ts'

const series = (payload: unknown) => ({
  id: 1,
  key: 'k',
  payload: JSON.stringify(payload),
  points: 0,
  last: null,
  figures: null,
})
const point = (value: number, extra: unknown = null) => ({
  time: 0,
  value,
  extra: extra === null ? null : JSON.stringify(extra),
})

test('a series is a metric by its name', () => {
  expect(readMetric(series({ name: 'fps', type: 'gauge', unit: 'fps', tags: ['a:b'] }))).toMatchObject({
    name: 'fps',
    kind: 'gauge',
    unit: 'fps',
    tags: ['a:b'],
  })
  expect(readMetric(series({ name: '' }))).toMatchObject({ name: 'metric', kind: 'gauge', unit: null, tags: [] })
})

test('the heartbeats of a session are none', () => {
  expect(readMetric(series({ action: 'started', product: 'Atlas' }))).toBeNull()
})

test('totals have no average: of them only the changes are kept', () => {
  const figures = { least: 3, most: 7, average: 5 }
  const averageOf = (type: string) => readMetric({ ...series({ name: 'm', type }), figures })?.average
  expect(['gauge', 'timer', 'counter', 'histogram'].map(averageOf)).toEqual([5, 5, null, null])
})

test('buckets are read from the newest snapshot, odd ones left out', () => {
  const metadata = { buckets: [{ le: 0.1, count: 1 }, { le: 'Inf', count: 2 }, { le: 3 }, 'x'] }
  expect(readBuckets(point(1, { metadata }))).toEqual([
    { upTo: 0.1, count: 1 },
    { upTo: null, count: 2 },
  ])
  expect(readBuckets(point(1))).toEqual([])
})

test('a bucket is named by its bounds', () => {
  const buckets = [
    { upTo: 1, count: 0 },
    { upTo: 5, count: 0 },
    { upTo: null, count: 0 },
  ]
  expect(buckets.map((_, index) => nameBucket(buckets, index, String))).toEqual(['≤ 1', '1 – 5', '> 5'])
})

test.each([
  ['bytes', 2_000_000, '2.0 MB'],
  ['seconds', 0.25, '250 ms'],
  ['milliseconds', 1500, '1.5 s'],
  ['percent', 12.5, '12.5 %'],
  ['fps', 60, '60 fps'],
  [null, 1234.5, '1,234.5'],
  [null, 1_500_000_000_000, '1.5T'],
  ['requests per second', 3, '3'],
])('in %s, %d reads %s', (unit, value, text) => {
  expect(formatterFor(unit)(value)).toBe(text)
})
