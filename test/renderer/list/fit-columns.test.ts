import { describe, expect, test } from 'vitest'
import { COLUMNS } from '../../../renderer/list/columns.tsx'
import { fitColumns } from '../../../renderer/list/fit-columns.ts'

const shownIn = (width: number, sizes: Record<string, number> = {}, sortField: string | null = null) =>
  fitColumns(COLUMNS, sizes, width, sortField)
    .map(({ id }) => id)
    .join(' ')

describe('a list', () => {
  test.each([
    [1000, 'time type level summary target duration tags location'],
    [994, 'time type level summary target duration tags'],
    [834, 'time type level summary target duration'],
    [684, 'time type level summary duration'],
    [600, 'time type summary duration'],
    [536, 'type summary duration'],
    [200, 'type summary duration'],
  ])('of %i px leaves out what tells least', (width, shown) => {
    expect(shownIn(width)).toBe(shown)
  })

  test('keeps a column that the user has given a width, and counts that', () => {
    expect(shownIn(684, { tags: 40 })).toBe('time type level summary duration tags')
    expect(shownIn(1000, { summary: 500 })).toBe('time type level summary target duration')
  })

  test('keeps the column by which it is sorted', () => {
    expect(shownIn(500, {}, 'time')).toBe('time type summary duration')
  })
})
