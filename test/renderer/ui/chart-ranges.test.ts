import { expect, test } from 'vitest'
import { chooseLabels, placeRanges } from '../../../renderer/ui/chart-ranges.ts'

const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index * 10)
const ranges = (...values: number[]) => ({ kind: 'ranges' as const, values, width: 10 })

test('ranges stand side by side, with a little room where a stretch is left out', () => {
  expect(placeRanges(ranges(20, 30, 40, 5000, 5010))).toEqual([0, 1, 2, 5, 6])
  expect(placeRanges({ kind: 'ranges', values: [0, 0.1, 0.2, 0.1 * 3], width: 0.1 })).toEqual([0, 1, 2, 3])
})

const labelled = (values: readonly number[], step: number, room: number) =>
  chooseLabels(ranges(...values), step, room).map((index) => values[index])

test('labels are round, and stand apart', () => {
  expect(labelled(from(0, 26), 10, 8)).toEqual([0, 100, 200])
  expect(labelled(from(80, 26), 10, 8)).toEqual([80, 200, 300])
})

test('what is behind a break has a label, whatever stood too near before it', () => {
  expect(labelled([...from(0, 21), 60_000], 10, 8)).toEqual([0, 100, 60_000])
  expect(labelled([0, 60_000], 1, 1)).toEqual([0, 60_000])
})
