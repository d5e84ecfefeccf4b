import { expect, test } from 'vitest'
import { findBadges } from '../../../renderer/state/query-badges.ts'
import type { NPlusOne } from '../../../shared/query-insight.ts'

const words = (duration: number | null, same = 1, nPlusOne: NPlusOne | null = null) =>
  findBadges({ duration, mark: { id: 1, same, nPlusOne } }, 100).map(({ text }) => text)

test('a query is slow from the threshold on', () => {
  expect(words(99.9)).toEqual([])
  expect(words(100)).toEqual(['slow'])
  expect(words(null)).toEqual([])
})

test('what is slow shows before anything else is known', () => {
  expect(findBadges({ duration: 240, mark: null }, 100).map(({ kind }) => kind)).toEqual(['slow'])
})

test('each mark has a badge of its own', () => {
  const nPlusOne = { count: 1200, place: 'call site', hasValues: true } as const
  expect(words(100, 3, nPlusOne)).toEqual(['slow', '×3 same', 'N+1 ×1,200'])
})

test.each([
  ['call site', true, 'from the same line of code: one query for all of the values may do.'],
  ['parent', true, 'inside the same event: one query for all of the values may do.'],
  ['stream', true, 'in its stream; where they came from was not sent: one query'],
  ['call site', false, 'Their values were not sent, so they may be the same query each time.'],
] as const)('why it is an N+1 by %s, values sent: %s', (place, hasValues, reason) => {
  const [badge] = findBadges(
    { duration: null, mark: { id: 1, same: 1, nPlusOne: { count: 5, place, hasValues } } },
    100,
  )
  expect(badge?.why).toContain('ran 5 times')
  expect(badge?.why).toContain(reason)
})
