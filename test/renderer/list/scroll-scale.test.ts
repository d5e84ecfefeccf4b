import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  findEnd,
  followScroll,
  MAX_SCROLL_HEIGHT,
  placeScroll,
  type ScrollSize,
  toScrollHeight,
} from '../../../renderer/list/scroll-scale.ts'

const SHORT: ScrollSize = { total: 28_000, viewport: 700 }
const TALL: ScrollSize = { total: 5_000_000 * 28, viewport: 700 }

test('a list that a browser can hold scrolls pixel by pixel', () => {
  expect(toScrollHeight(SHORT)).toBe(28_000)
  expect(placeScroll(1234, SHORT)).toEqual({ real: 1234, virtual: 1234 })
  expect(followScroll({ real: 0, virtual: 0 }, 20_000, SHORT)).toEqual({ real: 20_000, virtual: 20_000 })
})

test('a list of five million rows stays below the height that browsers cut', () => {
  expect(toScrollHeight(TALL)).toBe(MAX_SCROLL_HEIGHT)
})

test('both ends of a tall list can be reached', () => {
  const realEnd = MAX_SCROLL_HEIGHT - TALL.viewport
  expect(placeScroll(findEnd(TALL), TALL)).toEqual({ real: realEnd, virtual: findEnd(TALL) })
  expect(followScroll({ real: 0, virtual: 0 }, realEnd, TALL).virtual).toBe(findEnd(TALL))
  expect(followScroll({ real: realEnd, virtual: findEnd(TALL) }, 0, TALL).virtual).toBe(0)
})

test('in a tall list a small step moves as many pixels of rows', () => {
  const from = placeScroll(70_000_000, TALL)
  const next = followScroll(from, from.real + 100, TALL)
  expect(next.virtual - from.virtual).toBe(100)
})

test('in a tall list the scrollbar jumps in proportion', () => {
  const next = followScroll({ real: 0, virtual: 0 }, (MAX_SCROLL_HEIGHT - TALL.viewport) / 2, TALL)
  expect(next.virtual).toBeCloseTo(findEnd(TALL) / 2, -2)
})

test('small steps never get stuck before the rows are at their end', () => {
  let position = { real: 300, virtual: 50_000 }
  for (let step = 0; step < 600 && position.virtual > 0; step++) {
    position = followScroll(position, Math.max(0, position.real - 100), TALL)
  }
  expect(position).toEqual({ real: 0, virtual: 0 })
})

test('a position is always inside the list', () => {
  fc.assert(
    fc.property(fc.nat(200_000_000), fc.nat(2000), fc.integer(), fc.integer(), (total, viewport, virtual, real) => {
      const size = { total, viewport }
      const placed = placeScroll(virtual, size)
      const realEnd = Math.max(0, toScrollHeight(size) - viewport)
      const followed = followScroll(placed, Math.min(Math.max(0, real), realEnd), size)
      for (const position of [placed, followed]) {
        expect(position.virtual).toBeGreaterThanOrEqual(0)
        expect(position.virtual).toBeLessThanOrEqual(findEnd(size))
        expect(position.real).toBeGreaterThanOrEqual(0)
        expect(position.real).toBeLessThanOrEqual(realEnd)
      }
    }),
  )
})
