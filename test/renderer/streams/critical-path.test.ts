import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCriticalPath } from '../../../renderer/streams/critical-path.ts'
import { buildTimeline, flattenSpans } from '../../../renderer/streams/timeline.ts'
import { makeStream, type Told } from './make-stream.ts'

const pathOf = (told: readonly Told[]) =>
  findCriticalPath(buildTimeline(makeStream(told))).map(({ id, start, end }) => [id, start, end])

const at = (time: number, end: number, nested: readonly Told[] = []): Told => ({ time, duration: end - time, nested })

test.each<[string, readonly Told[], (number | null)[][]]>([
  ['a lone event is the path', [at(0, 9)], [[1, 0, 9]]],
  [
    'the path goes through one event after the other, and their parent between them',
    [at(0, 50, [at(5, 15), at(30, 40)])],
    [
      [1, 0, 5],
      [2, 5, 15],
      [1, 15, 30],
      [3, 30, 40],
      [1, 40, 50],
    ],
  ],
  [
    'what runs beside the last one to end is not on it',
    [{ ...at(0, 50, [at(0, 20), at(0, 50)]), type: 'request' }],
    [[3, 0, 50]],
  ],
  [
    'what had not ended when the next one began did not hold it up',
    [{ ...at(0, 50, [at(10, 30), at(20, 50)]), type: 'request' }],
    [
      [1, 0, 20],
      [3, 20, 50],
    ],
  ],
  [
    'between events at the top, time was spent in none',
    [at(0, 10), at(30, 40)],
    [
      [1, 0, 10],
      [null, 10, 30],
      [2, 30, 40],
    ],
  ],
  ['moments take no time', [{ time: 5 }, { time: 9 }], [[null, 5, 9]]],
])('%s', (_, told, path) => {
  expect(pathOf(told)).toEqual(path)
})

test('the path is a chain over the whole time, each step inside its event', () => {
  const leaf = fc.record({ time: fc.integer({ min: 0, max: 100 }), duration: fc.integer({ min: 0, max: 60 }) })
  const event = fc.record({
    time: fc.integer({ min: 0, max: 100 }),
    duration: fc.integer({ min: 0, max: 100 }),
    nested: fc.array(leaf, { maxLength: 4 }),
  })
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 6 }), (told) => {
      const timeline = buildTimeline(makeStream(told))
      const spans = new Map(flattenSpans(timeline.roots).map((span) => [span.row.id, span]))
      let time = timeline.start
      for (const step of findCriticalPath(timeline)) {
        expect(step.start).toBe(time)
        expect(step.end).toBeGreaterThan(step.start)
        const span = step.id === null ? timeline : spans.get(step.id)
        expect(span?.start).toBeLessThanOrEqual(step.start)
        expect(span?.end).toBeGreaterThanOrEqual(step.end)
        time = step.end
      }
      expect(time).toBe(timeline.end)
    }),
  )
})
