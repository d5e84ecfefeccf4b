import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildTimeline, flattenSpans } from '../../../renderer/streams/timeline.ts'
import { makeStream, sequentialShape, type Told, tellShape } from './make-stream.ts'

/** Start and end of each event, in the order of the tree. */
const placesOf = (told: readonly Told[]) =>
  flattenSpans(buildTimeline(makeStream(told)).roots).map(({ start, end }) => [start, end])

const query = (time: number, duration: number, nested: readonly Told[] = []): Told => ({
  type: 'query',
  time,
  duration,
  nested,
})

test.each<[string, readonly Told[], [number, number][]]>([
  ['alone, an event began at its time', [query(100, 18)], [[100, 118]]],
  ['an event without a duration is a moment', [{ time: 100 }], [[100, 100]]],
  [
    'stamped at the start, nested events lie behind the start of their parent',
    [{ type: 'request', time: 0, duration: 48, nested: [query(4, 12), query(17, 1), { time: 20 }] }],
    [
      [0, 48],
      [4, 16],
      [17, 18],
      [20, 20],
    ],
  ],
  [
    'stamped at the end, they lie before the end of their parent',
    [{ type: 'request', time: 48, duration: 48, nested: [query(16, 12), query(18, 1), { time: 20 }] }],
    [
      [0, 48],
      [4, 16],
      [17, 18],
      [20, 20],
    ],
  ],
  [
    'without nesting, events that would overlap were stamped at their end',
    [query(118, 18), { time: 119 }, query(160, 40), { time: 161 }],
    [
      [100, 118],
      [119, 119],
      [120, 160],
      [161, 161],
    ],
  ],
  [
    'a single one that would outlast its parent was stamped at its end',
    [{ type: 'request', time: 0, duration: 48, nested: [query(4, 12), query(17, 1), query(48, 20)] }],
    [
      [0, 48],
      [4, 16],
      [17, 18],
      [28, 48],
    ],
  ],
  [
    'at the top, one that would outlast the response was stamped at its end',
    [{ type: 'request', time: 0, duration: 30, nested: [query(5, 10)] }, query(50, 15), { type: 'response', time: 50 }],
    [
      [0, 30],
      [5, 15],
      [35, 50],
      [50, 50],
    ],
  ],
  [
    'what rounding makes stick out is inside',
    [{ type: 'request', time: 10, duration: 5, nested: [query(10, 5.9)] }],
    [
      [10, 15],
      [10, 15.9],
    ],
  ],
  [
    'an event without a duration reaches over what is nested in it',
    [{ type: 'request', time: 10, nested: [query(12, 5), { time: 30 }] }],
    [
      [10, 30],
      [12, 17],
      [30, 30],
    ],
  ],
  ['a negative duration is none', [query(10, -5)], [[10, 10]]],
])('%s', (_, told, places) => {
  expect(placesOf(told)).toEqual(places)
})

test('a response is a moment, and a request without a duration lasts as long as it says', () => {
  const told = [{ type: 'request', time: 0 }, query(5, 10), { type: 'response', time: 60, duration: 60 }]
  expect(placesOf(told)).toEqual([
    [0, 60],
    [5, 15],
    [60, 60],
  ])
})

test('a request that nests nothing takes in what lies inside its time', () => {
  const { roots } = buildTimeline(
    makeStream([
      { type: 'request', time: 0, duration: 60 },
      query(5, 10),
      { type: 'response', time: 60 },
      { time: 90 },
    ]),
  )
  expect(flattenSpans(roots).map(({ row, depth }) => [row.id, depth])).toEqual([
    [1, 0],
    [2, 1],
    [3, 1],
    [4, 0],
  ])
})

test('without a request, the axis begins where the response says that it began', () => {
  expect(buildTimeline(makeStream([query(80, 10), { type: 'response', time: 100, duration: 70 }]))).toMatchObject({
    start: 30,
    end: 100,
  })
})

test('a stream without events has an empty axis', () => {
  expect(buildTimeline([])).toEqual({ roots: [], stamps: 'start', start: 0, end: 0 })
})

test('an event whose parent is gone stands at the top', () => {
  const rows = makeStream([{ time: 1, nested: [{ time: 2 }] }]).slice(1)
  expect(flattenSpans(buildTimeline(rows).roots)).toMatchObject([{ depth: 0, start: 2 }])
})

test('closed events hide what is nested in them', () => {
  const { roots } = buildTimeline(makeStream([{ time: 1, nested: [{ time: 2, nested: [{ time: 3 }] }] }, { time: 4 }]))
  expect(flattenSpans(roots, new Set([2])).map(({ row }) => row.id)).toEqual([1, 2, 4])
})

test('a tree is placed alike, whether it was stamped at starts or at ends', () => {
  fc.assert(
    fc.property(fc.array(sequentialShape, { minLength: 1, maxLength: 3 }), (nested) => {
      const root = { pause: 0, own: 5, nested }
      expect(placesOf([tellShape(root, 'end')])).toEqual(placesOf([tellShape(root, 'start')]))
    }),
  )
})

test('children of measured events lie inside them', () => {
  fc.assert(
    fc.property(sequentialShape, fc.constantFrom('start' as const, 'end' as const), (shape, stamps) => {
      for (const span of flattenSpans(buildTimeline(makeStream([tellShape(shape, stamps)])).roots)) {
        for (const child of span.children) {
          expect(child.start).toBeGreaterThanOrEqual(span.start)
          expect(child.end).toBeLessThanOrEqual(span.end)
        }
      }
    }),
  )
})

test('ten thousand events cost little', () => {
  const rows = makeStream([
    { type: 'request', time: 0, duration: 30_000, nested: Array.from({ length: 10_000 }, (_, i) => query(i * 3, 2)) },
  ])
  const started = process.cpuUsage()
  expect(flattenSpans(buildTimeline(rows).roots)).toHaveLength(10_001)
  // CPU time, as the clock also tells what else the machine does; µs.
  expect(process.cpuUsage(started).user).toBeLessThan(1_000_000)
})
