import { expect, test } from 'vitest'
import { findLongest } from '../../../renderer/ui/chart-gaps.ts'

const every = (distance: number, count: number) => Array.from({ length: count }, (_, index) => index * distance)

test('values are joined up to eight times their usual distance', () => {
  expect(findLongest(every(2000, 20))).toBe(16_000)
  expect(findLongest([...every(2000, 20), 900_000, 902_000])).toBe(16_000)
})

test('pauses of a few seconds are none, however fast values come', () => {
  expect(findLongest(every(1, 100))).toBe(5000)
})

test('of few values nobody knows what is usual: all are joined', () => {
  expect(findLongest([])).toBe(Number.POSITIVE_INFINITY)
  expect(findLongest([0, 1, 2, 900_000])).toBe(Number.POSITIVE_INFINITY)
})
