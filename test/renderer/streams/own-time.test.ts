import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findOwnTimes, joinIntervals } from '../../../renderer/streams/own-time.ts'
import { buildTimeline } from '../../../renderer/streams/timeline.ts'
import { lengthOfShape, makeStream, sequentialShape, type Told, tellShape } from './make-stream.ts'

const ownTimesOf = (told: readonly Told[]) => [...findOwnTimes(buildTimeline(makeStream(told)).roots).values()]

test('own time is what nested events do not cover', () => {
  const told = { time: 0, duration: 50, nested: [{ time: 5, duration: 10 }, { time: 30, duration: 20 }, { time: 40 }] }
  expect(ownTimesOf([told])).toEqual([20, 10, 20, 0])
})

test('time that nested events share is counted once', () => {
  const told = {
    time: 0,
    duration: 50,
    nested: [
      { time: 5, duration: 20 },
      { time: 15, duration: 20 },
    ],
  }
  expect(ownTimesOf([told])).toEqual([20, 20, 20])
})

test('an event without a duration has no own time, and hands on what is nested in it', () => {
  const told = { time: 0, duration: 50, nested: [{ time: 5, nested: [{ time: 10, duration: 20 }] }] }
  expect(ownTimesOf([told])).toEqual([30, 0, 20])
})

test('own times add up to the duration of the root', () => {
  fc.assert(
    fc.property(sequentialShape, (shape) => {
      const sum = ownTimesOf([tellShape(shape, 'start')]).reduce((total, own) => total + own, 0)
      expect(sum).toBeCloseTo(lengthOfShape(shape))
    }),
  )
})

test('no own time is negative, or longer than the event, however events overlap', () => {
  const event = fc.record({ time: fc.integer({ min: 0, max: 100 }), duration: fc.integer({ min: 0, max: 100 }) })
  fc.assert(
    fc.property(event, fc.array(event), (outer, nested) => {
      const told = makeStream([{ ...outer, nested }])
      const own = findOwnTimes(buildTimeline(told).roots)
      for (const { id, duration } of told) {
        expect(own.get(id)).toBeGreaterThanOrEqual(0)
        expect(own.get(id)).toBeLessThanOrEqual(duration ?? 0)
      }
    }),
  )
})

test('intervals that touch are joined, and cut to what they lie in', () => {
  const at = (start: number, end: number) => ({ start, end })
  expect(joinIntervals([at(5, 8), at(0, 3), at(3, 4), at(7, 20), at(30, 40)], at(1, 10))).toEqual([at(1, 4), at(5, 10)])
})
