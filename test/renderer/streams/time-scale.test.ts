import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createScale, findTicks, pan, selectRange, WHOLE_AXIS, zoomAt } from '../../../renderer/streams/time-scale.ts'

test('without folds, time and place are in proportion', () => {
  const scale = createScale({ start: 100, end: 300 }, [])
  expect([100, 150, 300].map(scale.toPlace)).toEqual([0, 0.25, 1])
  expect([0, 0.25, 1].map(scale.toTime)).toEqual([100, 150, 300])
})

test('a folded gap is narrow, and what is not folded has the rest', () => {
  const scale = createScale({ start: 0, end: 10_200 }, [{ start: 100, end: 10_100 }])
  expect(scale.toPlace(100)).toBeCloseTo(100 / 220)
  expect(scale.toPlace(10_100)).toBeCloseTo(120 / 220)
  expect(scale.toPlace(10_200)).toBeCloseTo(1)
})

test('an axis without length has one place', () => {
  const scale = createScale({ start: 5, end: 5 }, [])
  expect(scale.toPlace(5)).toBe(0)
  expect(scale.toTime(0.5)).toBe(5)
})

test('places grow with time, and lead back to it', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 2, maxLength: 9 })
  fc.assert(
    fc.property(cuts, (unsorted) => {
      const times = unsorted.sort((a, b) => a - b)
      const folds = times.slice(1).flatMap((end, index) => (index % 2 === 1 ? [{ start: times[index] ?? 0, end }] : []))
      const scale = createScale({ start: times[0] ?? 0, end: times.at(-1) ?? 0 }, folds)
      const places = times.map(scale.toPlace)
      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(places[0]).toBe(0)
      expect(places.at(-1)).toBeCloseTo(1)
      for (const [index, place] of places.entries()) expect(scale.toTime(place)).toBeCloseTo(times[index] ?? 0, 3)
    }),
  )
})

test('zooming keeps the place under the pointer, and never leaves the axis', () => {
  expect(zoomAt(WHOLE_AXIS, 2, 0.5)).toEqual({ from: 0.25, to: 0.75 })
  expect(zoomAt(WHOLE_AXIS, 4, 0)).toEqual({ from: 0, to: 0.25 })
  expect(zoomAt({ from: 0.9, to: 1 }, 1 / 20, 0.95)).toEqual(WHOLE_AXIS)
  expect(pan({ from: 0.25, to: 0.75 }, 5)).toEqual({ from: 0.5, to: 1 })
  expect(selectRange(0.75, 0.25)).toEqual({ from: 0.25, to: 0.75 })
})

test.each([
  [{ start: 0, end: 48 }, [0, 10, 20, 30, 40]],
  [{ start: 3, end: 4 }, [3, 3.2, 3.4, 3.6, 3.8, 4]],
  [{ start: 0, end: 7_200_000 }, [0, 1_800_000, 3_600_000, 5_400_000, 7_200_000]],
  [{ start: 0, end: 0 }, []],
])('ticks of %j are round', (part, ticks) => {
  expect(findTicks(part, 5).map((tick) => Number(tick.toFixed(6)))).toEqual(ticks)
})
