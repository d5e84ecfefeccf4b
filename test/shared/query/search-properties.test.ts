import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkConditions } from '../../../shared/query/check.ts'
import { formatTerm, parseSearch } from '../../../shared/query/search.ts'
import { suggest } from '../../../shared/query/suggest.ts'

const PIECES = [
  'type:',
  'level:',
  'tag:',
  'after:',
  'duration:',
  'payload.a:',
  'x:',
  'id:',
  'success:',
  'text:',
  'calledFrom:',
  '-',
  '"',
  '\\',
  '/',
  ',',
  '..',
  '>=',
  '<',
  '=',
  '*',
  ' ',
  'a',
  'i',
  '5',
  '10m',
  '2026-01-31',
  'error',
  '(',
  '[',
  ':',
  '.',
]

const typed = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 15 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
)

test('any text parses, to conditions that are fit to run or to an error inside the text', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const parsed = parseSearch(text, { now: 0 })
      if (parsed.ok) checkConditions(parsed.conditions)
      else
        expect(
          0 <= parsed.error.start && parsed.error.start <= parsed.error.end && parsed.error.end <= text.length,
        ).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

test('terms stand in order, apart, and leave only space between them', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const parsed = parseSearch(text, { now: 0 })
      if (!parsed.ok) return
      let rest = ''
      let at = 0
      for (const { start, end } of parsed.terms) {
        expect(start).toBeGreaterThanOrEqual(at)
        expect(end).toBeGreaterThan(start)
        rest += text.slice(at, start)
        at = end
      }
      expect((rest + text.slice(at)).trim()).toBe('')
    }),
    { numRuns: 3000 },
  )
})

test('suggestions come for any text and caret, and replace a part that ends at or behind the caret', () => {
  const known = { types: ['a b'], targets: ['x'], tags: ['db:x', 'y'], instances: ['z'], streams: [] }
  fc.assert(
    fc.property(typed, fc.nat(), (text, place) => {
      const caret = place % (text.length + 1)
      const { from, to } = suggest(text, caret, known)
      expect(from <= caret && caret <= to && to <= text.length).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

test('a formatted term is one term that asks for exactly its value', () => {
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...PIECES))
  fc.assert(
    fc.property(
      fc.constantFrom('target', 'type', 'stream', 'app', 'protocol', 'payload.a', 'tag'),
      value,
      (name, text) => {
        const parsed = parseSearch(formatTerm(name, text), { now: 0 })
        const field =
          new Map([
            ['app', 'instance'],
            ['tag', 'tags'],
          ]).get(name) ?? name
        expect(parsed).toMatchObject({
          ok: true,
          conditions: [{ field, operator: name === 'tag' ? 'contains' : 'eq', value: text }],
        })
      },
    ),
    { numRuns: 2000 },
  )
})
