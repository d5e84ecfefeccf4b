import { expect, test } from 'vitest'
import {
  evictPages,
  findMissingPages,
  hasRows,
  insertRows,
  PAGE_SIZE,
  rowAt,
} from '../../../renderer/state/page-cache.ts'
import { makeRows } from '../../helpers/event-row.ts'

test('rows are found at the index they were inserted at, across pages', () => {
  const cache = insertRows(new Map(), 150, makeRows(1000, 1199), 1)
  expect(rowAt(cache, 150)?.id).toBe(1000)
  expect(rowAt(cache, 349)?.id).toBe(1199)
  expect(rowAt(cache, 149)).toBeUndefined()
  expect(rowAt(cache, 350)).toBeUndefined()
})

test('rows of the same generation fill a page up', () => {
  const first = insertRows(new Map(), 0, makeRows(0, 39), 1)
  const cache = insertRows(first, 40, makeRows(40, 99), 1)
  expect(rowAt(cache, 0)?.id).toBe(0)
  expect(rowAt(cache, 99)?.id).toBe(99)
})

test('rows of a new generation replace a page, they do not mix', () => {
  const first = insertRows(new Map(), 0, makeRows(0, 99), 1)
  const cache = insertRows(first, 50, makeRows(500, 549), 2)
  expect(rowAt(cache, 0)).toBeUndefined()
  expect(rowAt(cache, 50)?.id).toBe(500)
})

test('inserting leaves the cache it was given as it was', () => {
  const before = insertRows(new Map(), 0, makeRows(0, 9), 1)
  insertRows(before, 10, makeRows(10, 19), 1)
  expect(rowAt(before, 10)).toBeUndefined()
})

test('missing pages are those without all their rows, or of an older generation', () => {
  let cache = insertRows(new Map(), 0, makeRows(0, 99), 2)
  cache = insertRows(cache, 100, makeRows(100, 149), 2)
  cache = insertRows(cache, 200, makeRows(200, 299), 1)
  expect(findMissingPages(cache, { first: 0, last: 399 }, 400, 2)).toEqual([1, 2, 3])
})

test('the last page is complete with as many rows as the view has', () => {
  const cache = insertRows(new Map(), 0, makeRows(0, 119), 1)
  expect(findMissingPages(cache, { first: -60, last: 500 }, 120, 1)).toEqual([])
  expect(findMissingPages(cache, { first: -60, last: 500 }, 121, 1)).toEqual([1])
})

test('an empty view misses nothing', () => {
  expect(findMissingPages(new Map(), { first: -60, last: 60 }, 0, 1)).toEqual([])
})

test('the pages farthest from the screen are dropped first', () => {
  const cache = insertRows(new Map(), 0, makeRows(0, 10 * PAGE_SIZE - 1), 1)
  const kept = evictPages(cache, 7 * PAGE_SIZE, 3)
  expect([...kept.keys()].sort()).toEqual([6, 7, 8])
})

test('a screen is here when each of its rows in the list is, of whichever generation', () => {
  const cache = insertRows(insertRows(new Map(), 90, makeRows(90, 99), 1), 100, makeRows(100, 119), 2)
  expect(hasRows(cache, { first: 90, last: 119 }, 500)).toBe(true)
  expect(hasRows(cache, { first: 89, last: 119 }, 500)).toBe(false)
  expect(hasRows(cache, { first: 90, last: 120 }, 500)).toBe(false)
  expect(hasRows(cache, { first: 90, last: 130 }, 120)).toBe(true)
})
