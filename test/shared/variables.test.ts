import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findPlaceholders, maskPlaceholders, Variables } from '../../shared/variables.ts'

const variables = (values: Record<string, string>) =>
  new Variables(Object.entries(values).map(([name, value]) => ({ name, value })))

test('places are found with their names, wherever they stand', () => {
  expect(findPlaceholders('{{a}}/{{ b.c-d }}{{}} {{{e}}}')).toEqual([
    { name: 'a', from: 0, to: 5 },
    { name: 'b.c-d', from: 6, to: 17 },
    { name: 'e', from: 23, to: 28 },
  ])
})

test('a name without a value stays and is gathered', () => {
  const some = variables({ a: '1' })
  expect(some.fill('{{a}} {{b}} {{b}}')).toBe('1 {{b}} {{b}}')
  expect([...some.unknown]).toEqual(['b'])
})

test('a value that looks like a place is not filled in again', () => {
  expect(variables({ a: '{{b}}', b: '1' }).fill('{{a}}')).toBe('{{b}}')
})

test('in an address values are encoded behind the question mark alone', () => {
  expect(variables({ base: 'http://x/?y=', v: 'a/b&c' }).fillUrl('{{base}}{{v}}?q={{v}}')).toBe(
    'http://x/?y=a/b&c?q=a%2Fb%26c',
  )
})

test('any value in a string of JSON stays that value', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, before) => {
      const json = `{"before": ${JSON.stringify(before.replaceAll('{', ''))}, "value": "{{v}}", "raw": {{n}}}`
      const filled: unknown = JSON.parse(variables({ v: value, n: '[1]' }).fillJson(json))
      expect(filled).toMatchObject({ value, raw: [1] })
    }),
  )
})

test('masked places keep the length and make JSON of them', () => {
  const json = '{"a": {{id}}, "b": "{{x}}"}'
  expect(maskPlaceholders(json)).toHaveLength(json.length)
  expect(JSON.parse(maskPlaceholders(json))).toMatchObject({ a: 0 })
})
