import { describe, expect, it } from 'vitest'
import { isTable, readTable, sortRows } from '../../../renderer/ui/json-table-model.ts'
import { type JsonList, parseJson } from '../../../renderer/ui/json-value.ts'

describe('isTable', () => {
  it.each([
    [
      'objects with the same keys',
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
      true,
    ],
    [
      'objects with mostly the same keys',
      [
        { a: 1, b: 2, c: 3 },
        { a: 1, b: 2 },
        { b: 2, c: 3 },
      ],
      true,
    ],
    ['one object', [{ a: 1 }], false],
    ['objects with keys of their own', [{ a: 1 }, { b: 2 }, { c: 3 }], false],
    ['empty objects', [{}, {}], false],
    ['objects and other things', [{ a: 1 }, { a: 2 }, 3], false],
    ['lists', [[1], [2]], false],
    ['exact numbers', parseJson('[12345678901234567890,12345678901234567891]') as JsonList, false],
  ])('of %s', (_, list, verdict) => {
    expect(isTable(list)).toBe(verdict)
  })
})

describe('readTable', () => {
  it('has the keys of all items, in the order in which they come', () => {
    const list = [...Array.from({ length: 500 }, () => ({ a: 1, b: 'x' })), { c: 1, a: 2 }]
    expect(readTable(list).columns.map(({ key }) => key)).toEqual(['a', 'b', 'c'])
  })

  it('tells columns of numbers, and how wide a column must be', () => {
    const { columns } = readTable([
      { n: 1234567, text: 'a longer text', mixed: 1 },
      { n: null, text: '', mixed: 'x' },
    ])
    expect(columns).toEqual([
      { key: 'n', width: 7, isNumeric: true },
      { key: 'text', width: 13, isNumeric: false },
      { key: 'mixed', width: 7, isNumeric: false },
    ])
  })

  it('counts the keys that find no room', () => {
    const wide = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`k${index}`, index]))
    expect(readTable([wide, wide])).toMatchObject({ hiddenColumns: 10 })
  })
})

describe('sortRows', () => {
  const list = parseJson(
    '[{"n":10,"s":"b"},{"n":9,"s":"A"},{"s":"c"},{"n":null},{"n":10,"s":"a"},{"n":"x"},{"n":12345678901234567891},{"n":12345678901234567890}]',
  ) as JsonList

  it('keeps the order of the list where nothing is asked for', () => {
    expect(sortRows(list, null)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('sorts numbers by value, to the last digit, before texts, and missing values last', () => {
    expect(sortRows(list, { key: 'n', direction: 'ascending' })).toEqual([1, 0, 4, 7, 6, 5, 2, 3])
  })

  it('turns round all but the missing values', () => {
    expect(sortRows(list, { key: 'n', direction: 'descending' })).toEqual([5, 6, 7, 0, 4, 1, 2, 3])
  })

  it('sorts texts in any case', () => {
    expect(sortRows(list, { key: 's', direction: 'ascending' }).slice(0, 4)).toEqual([1, 4, 0, 2])
  })
})
