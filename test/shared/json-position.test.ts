import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonError } from '../../shared/json-position.ts'

/** Where the mark ‸ stands is where the text stops being JSON. */
test.each([
  '{"a":‸oops}',
  '[1,2‸ 3]'.replace('‸ ', ' ‸'),
  '{"a":1,‸}',
  '{‸a:1}',
  '[1,‸]',
  '{"a"‸ 1}'.replace('‸ ', ' ‸'),
  '"a" ‸"b"',
  '[01‸]'.replace('01‸', '0‸1'),
  "‸'a'",
  '["a\nb"]'.replace('"a', '‸"a'),
  '{"a":[1}'.replace('}', '‸}'),
  '[1,2‸',
  '{"a":‸',
])('%j', (marked) => {
  expect(findJsonError(marked.replace('‸', ''))).toBe(marked.indexOf('‸'))
})

test('a text that is JSON has no error before its end', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(findJsonError(text)).toBe(text.length)
    }),
  )
})

test('a text that the engine refuses has an error inside, or ends too early', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('x', '}', ']', ',', ':', '"'), (text, at, extra) => {
      const broken = text.slice(0, at % (text.length + 1)) + extra + text.slice(at % (text.length + 1))
      let isJson = true
      try {
        JSON.parse(broken)
      } catch {
        isJson = false
      }
      if (!isJson) expect(findJsonError(broken)).toBeLessThanOrEqual(broken.length)
    }),
  )
})
