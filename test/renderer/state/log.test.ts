import { expect, test } from 'vitest'
import { applyFeed, applyView, countHidden, EMPTY_LOG, type LogState, setPaused } from '../../../renderer/state/log.ts'
import { rowAt } from '../../../renderer/state/page-cache.ts'
import type { FeedMessage } from '../../../shared/messages.ts'
import { makeRows } from '../../helpers/event-row.ts'

const opened = applyView(EMPTY_LOG, {
  view: 3,
  rows: 100,
  matching: 120,
  all: 150,
  isComplete: true,
  tail: { view: 3, offset: 50, rows: makeRows(51, 100) },
})

const added: FeedMessage = {
  type: 'view/changed',
  view: 3,
  rows: 102,
  matching: 122,
  all: 152,
  isComplete: true,
  tail: { view: 3, offset: 100, rows: makeRows(101, 102) },
}

const resorted: FeedMessage = { ...added, tail: null }

test('an opened view shows its counts and its last rows', () => {
  expect(opened.shown.rows).toBe(100)
  expect(rowAt(opened.pages, 99)?.id).toBe(100)
  expect(rowAt(opened.pages, 49)).toBeUndefined()
  expect(countHidden(opened.shown)).toBe(30)
})

test('added rows stand behind the others', () => {
  const log = applyFeed(opened, added)
  expect(log.shown.rows).toBe(102)
  expect(rowAt(log.pages, 101)?.id).toBe(102)
  expect(rowAt(log.pages, 99)?.id).toBe(100)
})

test('the same message twice is the same as once', () => {
  const once = applyFeed(opened, added)
  expect(applyFeed(once, added)).toEqual(once)
})

test.each<FeedMessage>([
  { ...added, view: 2 },
  { type: 'facets/changed', view: 2, facets: { types: { log: 1 }, targets: [], tags: [] } },
  {
    type: 'view/reset',
    view: 2,
    rows: 0,
    matching: 0,
    all: 0,
    isComplete: true,
    tail: { view: 2, offset: 0, rows: [] },
  },
])('a late $type of another view changes nothing', (message) => {
  expect(applyFeed(opened, message)).toBe(opened)
})

test('in a sorted view, new rows make the pages stale', () => {
  const log = applyFeed(opened, resorted)
  expect(log.generation).toBe(opened.generation + 1)
  expect(rowAt(log.pages, 99)?.id).toBe(100)
})

test('a reset drops all rows but those it brings', () => {
  const log = applyFeed(opened, {
    type: 'view/reset',
    view: 3,
    rows: 2,
    matching: 2,
    all: 2,
    isComplete: true,
    tail: { view: 3, offset: 0, rows: makeRows(7, 8) },
  })
  expect(rowAt(log.pages, 1)?.id).toBe(8)
  expect(rowAt(log.pages, 60)).toBeUndefined()
})

test('a pause freezes what is shown and counts on', () => {
  const log = applyFeed(setPaused(opened, true), added)
  expect(log.shown.rows).toBe(100)
  expect(log.live.matching - log.shown.matching).toBe(2)
})

test('the end of a pause shows what came meanwhile and follows', () => {
  const log = setPaused(applyFeed(setPaused(opened, true), added), false)
  expect(log.shown.rows).toBe(102)
  expect(log.isFollowing).toBe(true)
  expect(log.generation).toBe(opened.generation)
})

test('in a sorted view, the pages become stale only with the end of the pause', () => {
  const paused = applyFeed(setPaused(opened, true), resorted)
  expect(paused.generation).toBe(opened.generation)
  expect(setPaused(paused, false).generation).toBe(opened.generation + 1)
})

test('rows that come while the list does not follow are new', () => {
  const left: LogState = { ...opened, isFollowing: false }
  expect(applyFeed(left, added).seenRows).toBe(100)
  expect(applyFeed(opened, added).seenRows).toBe(102)
})

test('a type keeps its switch while the filter leaves none of it, until the log is empty', () => {
  const facets = (types: Record<string, number>): FeedMessage => ({
    type: 'facets/changed',
    view: 3,
    facets: { types, targets: [], tags: [] },
  })
  const log = applyFeed(applyFeed(opened, facets({ log: 2, query: 1 })), facets({ query: 1 }))
  expect(log.seenTypes).toEqual(['log', 'query'])
  const emptied = { ...log, live: { rows: 0, matching: 0, all: 0, isComplete: true } }
  expect(applyFeed(emptied, facets({})).seenTypes).toEqual([])
})
