import { describe, expect, test } from 'vitest'
import { readValue, writeValue } from '../../../renderer/console/condition-value.ts'
import { editText, nameOfPath, writeAt } from '../../../renderer/console/draft.ts'
import { formatQuery } from '../../../renderer/console/query-text.ts'

describe('the form', () => {
  test('changes one part of the text and leaves the others, whatever they are', () => {
    const text = formatQuery({
      from: { instance: '*' },
      unknown: [1],
      where: [{ field: 'a', operator: 'eq', value: 1 }],
    })
    expect(JSON.parse(editText(text, ['where', 0, 'operator'], 'neq'))).toEqual({
      from: { instance: '*' },
      unknown: [1],
      where: [{ field: 'a', operator: 'neq', value: 1 }],
    })
  })

  test('puts new parts where they are documented', () => {
    const text = editText('{"limit": 5, "from": {"instance": "*"}}', ['where', 0], { field: 'a' })
    expect(Object.keys(JSON.parse(text))).toEqual(['from', 'where', 'limit'])
  })

  test('adds to lists, takes away from them, and makes objects on the way', () => {
    expect(writeAt({}, ['from', 'stream'], 's')).toEqual({ from: { stream: 's' } })
    expect(writeAt({ a: [1, 2, 3] }, ['a', 1], undefined)).toEqual({ a: [1, 3] })
    expect(writeAt({ a: [1] }, ['a', 1], 2)).toEqual({ a: [1, 2] })
    expect(writeAt({ a: 1, b: 2 }, ['a'], undefined)).toEqual({ b: 2 })
    expect(Object.keys(writeAt({ a: 1, b: 2 }, ['a'], 3) as object)).toEqual(['a', 'b'])
  })

  test('names places as errors do', () => {
    expect(nameOfPath(['where', 2, 'any', 0, 'operator'])).toBe('where[2].any[0].operator')
  })
})

describe('the value of a condition is written without the quotes of JSON', () => {
  test.each<[unknown, string, string]>([
    ['mysql', 'payload.db', 'mysql'],
    [500, 'payload.status', '500'],
    ['500', 'payload.status', '"500"'],
    ['500', 'target', '500'],
    [true, 'payload.ok', 'true'],
    [null, 'payload.ok', 'null'],
    ['', 'payload.ok', ''],
    ['say "tea"', 'payload.text', 'say "tea"'],
    [1.5, 'duration', '1.5'],
  ])('%j of %s', (value, field, text) => {
    expect(writeValue(value, field)).toBe(text)
    expect(readValue(text, field, false)).toEqual(value)
  })

  test.each<[unknown, string, string]>([
    [['a', 'b'], 'target', 'a, b'],
    [['a, b', 'c'], 'target', '"a, b", c'],
    [[1, '2', null], 'payload.n', '1, "2", null'],
    [['x, "y"'], 'payload.n', '"x, \\"y\\""'],
    [[10, 50], 'duration', '10, 50'],
    [[], 'duration', ''],
  ])('%j of %s, several of them', (value, field, text) => {
    expect(writeValue(value, field)).toBe(text)
    expect(readValue(text, field, true)).toEqual(value)
  })
})
