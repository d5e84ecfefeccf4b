import { describe, expect, test } from 'vitest'
import { findRegexProblem } from '../../../shared/query/regex.ts'

describe('a pattern is taken', () => {
  test.each([
    '',
    'plain',
    'a|b|',
    '^/api/v\\d+/(users|orders)$',
    '(?:a(?P<name>b)c)+?',
    '(?i)x',
    '(?i-s:x)',
    'a{2}b{2,}c{2,3}?',
    'a{b}',
    '[]a-z^-]',
    '[^\\d\\n\\x41-\\x{1F600}]',
    '[[:alpha:][:^digit:]]',
    '\\.\\/\\-\\x41\\bword\\B',
    'ü😀[😀-😂]',
  ])('%s', (pattern) => {
    expect(findRegexProblem(pattern)).toBeNull()
  })
})

describe('a pattern is refused', () => {
  test.each([
    ['(a', 'a ( is not closed'],
    ['a)', 'a ) too many'],
    ['[a', 'a [ is not closed'],
    ['[]', 'a [ is not closed'],
    ['*a', 'nothing to repeat before *'],
    ['a|+', 'nothing to repeat before +'],
    ['a**', 'repeats a repetition'],
    ['a{3,2}', 'out of order'],
    ['a{1001}', 'more than 1000 times'],
    ['(a{100}){11}', 'more than 1000 times'],
    ['[z-a]', 'out of order'],
    ['[\\d-z]', 'out of order'],
    ['(?=a)', 'lookahead'],
    ['a(?<!b)', 'lookbehind'],
    ['(a)\\1', 'backreferences'],
    ['\\k<a>', 'backreferences'],
    ['\\u00e9', '\\x{…}'],
    ['\\y', '\\y is not known'],
    ['a\\', 'single backslash'],
    ['(?P<a>x)(?P<a>y)', 'two groups'],
    ['(?)', 'empty'],
    ['(?<a>x)', 'unknown group'],
    ['(?x)', 'unknown group'],
    ['[[:nope:]]', 'unknown class'],
  ])('%s', (pattern, problem) => {
    expect(findRegexProblem(pattern)).toContain(problem)
  })
})
