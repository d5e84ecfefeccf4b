import fc from 'fast-check'
import { test } from 'vitest'
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
