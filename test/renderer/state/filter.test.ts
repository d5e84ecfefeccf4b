import { expect, test } from 'vitest'
import {
  chooseFlag,
  type Filter,
  hasTerm,
  isolateType,
  NO_FILTER,
  setImportance,
  toggleTagValue,
  toggleTerm,
  toggleType,
  toViewFilter,
} from '../../../renderer/state/filter.ts'

const where = (filter: Partial<Filter>) => toViewFilter({ ...NO_FILTER, ...filter }).where

test('no filter asks for everything', () => {
  expect(toViewFilter(NO_FILTER)).toEqual({ from: { instance: '*' }, where: [], hiddenTypes: [] })
})

test('a range of importance is inclusive at both ends', () => {
  expect(where({ importance: [3, 8] })).toEqual([{ field: 'importance', operator: 'between', value: [3, 8] }])
})

test('several values of one tag name mean any of them, several names mean all of them', () => {
  expect(where({ tagValues: { db: ['mysql', 'redis'], php: ['app'] } })).toEqual([
    {
      any: [
        { field: 'tags', operator: 'contains', value: 'db:mysql' },
        { field: 'tags', operator: 'contains', value: 'db:redis' },
      ],
    },
    { any: [{ field: 'tags', operator: 'contains', value: 'php:app' }] },
  ])
})

test('a flag is asked for or excluded', () => {
  expect(where({ flags: { slow: 'with', test: 'without' } })).toEqual([
    { field: 'tags', operator: 'contains', value: 'slow' },
    { not: { field: 'tags', operator: 'contains', value: 'test' } },
  ])
})

test('conditions of the query console hold beside all others', () => {
  const conditions = [{ field: 'duration', operator: 'gt', value: 5 }] as const
  expect(where({ conditions, flags: { slow: 'with' } })).toEqual([
    ...conditions,
    { field: 'tags', operator: 'contains', value: 'slow' },
  ])
})

test('a type is hidden, and shown again', () => {
  const hidden = toggleType(NO_FILTER, 'log')
  expect(hidden.hiddenTypes).toEqual(['log'])
  expect(toggleType(hidden, 'log').hiddenTypes).toEqual([])
})

test('isolating a type hides the others; once more shows all', () => {
  const alone = isolateType(NO_FILTER, 'query', ['log', 'query', 'event'])
  expect(alone.hiddenTypes).toEqual(['log', 'event'])
  expect(isolateType(alone, 'query', ['log', 'query', 'event']).hiddenTypes).toEqual([])
})

test('isolating a hidden type shows it', () => {
  const filter = toggleType(NO_FILTER, 'query')
  expect(isolateType(filter, 'query', ['log', 'query']).hiddenTypes).toEqual(['log'])
})

test('the last value of a tag name takes its condition away', () => {
  const chosen = toggleTagValue(NO_FILTER, 'db', 'mysql')
  expect(chosen.tagValues).toEqual({ db: ['mysql'] })
  expect(toggleTagValue(chosen, 'db', 'mysql').tagValues).toEqual({})
})

test('a flag can be chosen, changed and lifted', () => {
  const chosen = chooseFlag(NO_FILTER, 'slow', 'with')
  expect(chooseFlag(chosen, 'slow', 'without').flags).toEqual({ slow: 'without' })
  expect(chooseFlag(chosen, 'slow', null).flags).toEqual({})
})

test('one thumb of the range pushes the other along', () => {
  const filter: Filter = { ...NO_FILTER, importance: [2, 4] }
  expect(setImportance(filter, 0, 6).importance).toEqual([6, 6])
  expect(setImportance(filter, 1, 1).importance).toEqual([1, 1])
})

test.each([
  ['', 'target:mysql', 'target:mysql'],
  ['slow', 'target:mysql', 'slow target:mysql'],
  ['slow target:mysql', 'target:mysql', 'slow'],
  ['target:mysql slow', 'target:mysql', 'slow'],
  ['a target:mysql b', 'target:mysql', 'a b'],
  ['target:mysql2', 'target:mysql', 'target:mysql2 target:mysql'],
])('toggling a term turns "%s" into what it should be', (search, term, expected) => {
  expect(toggleTerm(search, term)).toBe(expected)
  expect(hasTerm(expected, term)).toBe(!hasTerm(search, term))
})
