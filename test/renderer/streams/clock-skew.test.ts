import { expect, test } from 'vitest'
import { findSkew } from '../../../renderer/streams/clock-skew.ts'
import { makeRow } from '../../helpers/event-row.ts'

const rows = (...gaps: number[]) => gaps.map((gap, index) => makeRow(index, { time: 1000, received: 1000 + gap }))

test('the median of the events tells by how much a clock is behind', () => {
  expect(findSkew(rows(12_000, 11_000, 90_000))).toEqual({ behind: 12_000, of: 3 })
})

test('a clock may be ahead', () => {
  expect(findSkew(rows(-5000))).toEqual({ behind: -5000, of: 1 })
})

test('up to a second is what the way takes', () => {
  expect(findSkew(rows(900, 1000))).toBeNull()
})

test('events without a time of their own tell nothing', () => {
  expect(findSkew(rows(0, 0, 0, 5000))).toEqual({ behind: 5000, of: 1 })
  expect(findSkew(rows(0, 0))).toBeNull()
})
