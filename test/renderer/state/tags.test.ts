import { expect, test } from 'vitest'
import { groupTags } from '../../../renderer/state/tags.ts'

const NOTHING = { tagValues: {}, flags: {} }

test('tags with a colon are values of a name, the others are flags, all ascending', () => {
  const groups = groupTags(
    [
      { tag: 'slow', count: 2 },
      { tag: 'php:app_10', count: 1 },
      { tag: 'php:app_9', count: 1 },
      { tag: 'db:mysql', count: 3 },
      { tag: 'is_test', count: 1 },
    ],
    NOTHING,
  )
  expect(groups.names.map(({ name }) => name)).toEqual(['db', 'php'])
  expect(groups.names[1]?.values.map(({ value }) => value)).toEqual(['app_9', 'app_10'])
  expect(groups.flags.map(({ value }) => value)).toEqual(['is_test', 'slow'])
})

test('only the first colon parts name and value', () => {
  const { names } = groupTags([{ tag: 'url:http://x', count: 1 }], NOTHING)
  expect(names).toEqual([{ name: 'url', values: [{ value: 'http://x', count: 1 }] }])
})

test('a tag that begins with a colon is a flag', () => {
  expect(groupTags([{ tag: ':x', count: 1 }], NOTHING).flags).toEqual([{ value: ':x', count: 1 }])
})

test('what was chosen stays, even when no event has it any more', () => {
  const groups = groupTags([], { tagValues: { db: ['mysql'] }, flags: { slow: 'with' } })
  expect(groups.names).toEqual([{ name: 'db', values: [{ value: 'mysql', count: 0 }] }])
  expect(groups.flags).toEqual([{ value: 'slow', count: 0 }])
})
