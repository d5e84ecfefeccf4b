import fc from 'fast-check'
import { expect, test } from 'vitest'
import { requiredText } from '../../../main/log/required-text.ts'
import { findRegexProblem } from '../../../shared/query/regex.ts'
import { openMemoryLog } from '../../helpers/memory-log.ts'

const PIECES = [
  ...'ab0ü😀.|()[]{}^$*+?-,:!=<>\\',
  ...[
    '\\d',
    '\\W',
    '\\b',
    '\\B',
    '\\A',
    '\\z',
    '\\n',
    '\\x41',
    '\\x{1F600}',
    '\\1',
    '\\k',
    '\\u0041',
    '\\.',
    '\\/',
    '\\-',
  ],
  ...[
    '(?:',
    '(?i)',
    '(?i:',
    '(?-s)',
    '(?P<n>',
    '(?<m>',
    '(?=',
    '(?!',
    '[^',
    '[:alpha:]',
    '{2}',
    '{2,}',
    '{2,5}',
    '{500}',
    'a-z',
  ],
]

test('every pattern that is taken is one that the database takes', async () => {
  const log = await openMemoryLog()
  const pattern = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''))
  await fc.assert(
    fc.asyncProperty(pattern, async (text) => {
      fc.pre(findRegexProblem(text) === null)
      await log.run('SELECT regexp_matches(?, ?)', ['some text', text])
    }),
    { numRuns: 2000 },
  )
})

test('what a pattern is said to require stands in all that it matches', async () => {
  const log = await openMemoryLog()
  const piece = fc.constantFrom('abc', 'bcd', 'cab', 'a', 'b', ...PIECES)
  const pattern = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''))
  const text = fc.array(fc.constantFrom('abc', 'bcd', 'ab', 'c', '0', '[', '.'), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(pattern, text, async (taken, pieces) => {
      const required = requiredText(taken)
      fc.pre(required !== '' && findRegexProblem(taken) === null)
      const values = [pieces.join(''), taken, required]
      const reader = await log.runAndReadAll('SELECT regexp_matches($1, $2) AND NOT contains($1, $3)', values)
      expect(reader.getRows()).toEqual([[false]])
    }),
    { numRuns: 500 },
  )
})

test('a pattern requires its longest text outside of groups, sets and repetitions', () => {
  const patterns = [
    'warmed.*in',
    'abcd?ef',
    'abc+def',
    '(abcd)?efg',
    '[abcd]efg',
    'a\\.b\\dcd',
    'abc|def',
    'ab',
    '((ab)cde)f',
  ]
  expect(patterns.map(requiredText)).toEqual(['warmed', 'abc', 'abc', 'efg', 'efg', 'a.b', '', '', ''])
})
