import { describe, expect, test } from 'vitest'
import { findDifference } from '../../../renderer/detail/views/query-difference.ts'
import { fillValues, toQueryValues } from '../../../renderer/detail/views/query-values.ts'
import { ExactNumber, type JsonValue } from '../../../renderer/ui/json-value.ts'

const fill = (query: string, value: readonly JsonValue[] | Record<string, JsonValue>) =>
  fillValues(query, toQueryValues({ key: 'params', value }))

describe('values take the place of placeholders', () => {
  test.each([
    ['a = ? AND b = ?', [1, 'x'], "a = 1 AND b = 'x'"],
    ['a = %s AND b = %s', [1, 2], 'a = 1 AND b = 2'],
    ['a = $2 AND b = $1', ['x', 'y'], "a = 'y' AND b = 'x'"],
    ['a = ?2 AND b = ?1', [1, 2], 'a = 2 AND b = 1'],
    ['a = :id AND b = :name', { id: 1, ':name': 'x' }, "a = 1 AND b = 'x'"],
    ['a = @id', { id: 1 }, 'a = 1'],
    ['a = %(id)s', { id: 1 }, 'a = 1'],
    ['a = $id', { id: 1 }, 'a = 1'],
    ['a = :1', [7], 'a = 7'],
    ['a = :id', [{ name: 'id', value: 5 }], 'a = 5'],
    ["a = '?' AND b = ?", [1], "a = '?' AND b = 1"],
    ['a = ? -- why?\nAND b = ?', [1, 2], 'a = 1 -- why?\nAND b = 2'],
    ['a = ?', ["it's"], "a = 'it''s'"],
    ['a = ? AND b = ? AND c = ?', [null, true, false], 'a = NULL AND b = TRUE AND c = FALSE'],
    ['a = ?', [{ b: "it's" }], `a = '{"b":"it''s"}'`],
    ['a = ?', [new ExactNumber('9007199254740993')], 'a = 9007199254740993'],
    ['a = ? AND b = ?', [1], 'a = 1 AND b = ?'],
    ['a = :missing', { id: 1 }, 'a = :missing'],
    ['a::int = 1', [1], 'a::int = 1'],
  ] as const)('%s with %j', (query, values, filled) => {
    expect(fill(query, values as readonly JsonValue[])).toBe(filled)
  })
})

describe('the difference of two texts', () => {
  test.each([
    ['a = 12', 'a = 13', ['a = ', '12', '']],
    ['a = 1 AND b = 2', 'a = 1 AND b = 34', ['a = 1 AND b = ', '2', '']],
    ["a = 'x' LIMIT 1", "a = 'yy' LIMIT 1", ["a = '", 'x', "' LIMIT 1"]],
    ['IN (1)', 'IN (1, 2)', ['IN (', '1', ')']],
    ['[1,2]', '[1,22]', ['[1,', '2', ']']],
  ])('%s, not %s', (text, other, [before, middle, after]) => {
    expect(findDifference(text, other)).toEqual({ before, middle, after })
  })

  test('of equal texts is none', () => {
    expect(findDifference('a', 'a')).toBeNull()
  })

  test('leaves out what is far from it', () => {
    const [text, other] = [1, 2].map((n) => `${'x '.repeat(50)}${n}${' y'.repeat(50)}`)
    expect(findDifference(text ?? '', other ?? '')).toEqual({
      before: `…${'x '.repeat(9)}`,
      middle: '1',
      after: `${' y'.repeat(9)}…`,
    })
  })
})
