import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readQuery, writeQuery } from '../../../renderer/composer/query-rows.ts'

const row = (key: string, value: string, isOn = true) => ({ key, value, isOn })

test('rows are what the query says, decoded', () => {
  expect(readQuery('http://x/?a=1&b=%C3%BC+c&flag&=d&e=100%#f=1', [])).toEqual([
    row('a', '1'),
    row('b', 'ü c'),
    row('flag', ''),
    row('', 'd'),
    row('e', '100%'),
  ])
})

test('rows that are off stay between the others when the address changes', () => {
  const rows = [row('a', '1'), row('off', 'x', false), row('b', '2')]
  expect(readQuery('?a=1&b=3&c', rows)).toEqual([row('a', '1'), row('off', 'x', false), row('b', '3'), row('c', '')])
  expect(readQuery('?z', rows)).toEqual([row('z', ''), row('off', 'x', false)])
})

test('changed rows are written into the address, variables as they are and fragments kept', () => {
  expect(writeQuery('{{base}}/p?old=1#part', [row('a b', '{{x}} &'), row('off', '1', false)])).toBe(
    '{{base}}/p?a%20b={{x}}%20%26#part',
  )
  expect(writeQuery('/p?a=1', [row('', '')])).toBe('/p')
})

test('rows that say what the address says leave it as it is written', () => {
  const url = 'http://x/?q=a+b&flag&c=%7e'
  expect(writeQuery(url, readQuery(url, []))).toBe(url)
})

test('what is written is read again', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((one) => !/[{}]/.test(one))
  const rows = fc.array(fc.record({ key: text, value: text, isOn: fc.boolean() }), { maxLength: 6 })
  fc.assert(
    fc.property(rows, (some) => {
      const shown = some.filter(({ key, value, isOn }) => !isOn || key !== '' || value !== '')
      expect(readQuery(writeQuery('http://x/', shown), shown)).toEqual(shown)
    }),
  )
})
