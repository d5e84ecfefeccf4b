import { describe, expect, test } from 'vitest'
import { markLine } from '../../../renderer/code/code-mark.ts'

/** The marked characters, between brackets; a cursor is `|`. */
function mark(text: string, positionStart?: number, positionEnd?: number): string {
  const location = {
    file: '/a',
    ...(positionStart !== undefined && { positionStart }),
    ...(positionEnd !== undefined && { positionEnd }),
  }
  const found = markLine(location, text)
  if (found.kind === 'line') return `[[${text}]]`
  if (found.kind === 'cursor') return `[[${text.slice(0, found.from)}|${text.slice(found.from)}]]`
  return `${text.slice(0, found.from)}[${text.slice(found.from, found.to)}]${text.slice(found.to)}`
}

describe('the mark of a line', () => {
  test('C23: is the whole line without a position', () => {
    expect(mark('abcdef')).toBe('[[abcdef]]')
    expect(mark('abcdef', undefined, 3)).toBe('[[abcdef]]')
  })

  test('C24: is the line and a cursor before the character with a start alone', () => {
    expect(mark('abcdef', 3)).toBe('[[ab|cdef]]')
    expect(mark('abcdef', 1)).toBe('[[|abcdef]]')
    expect(mark('abcdef', 7)).toBe('[[abcdef|]]')
  })

  test('C25: is the characters from start to end, both included', () => {
    expect(mark('abcdef', 2, 4)).toBe('a[bcd]ef')
    expect(mark('abcdef', 3, 3)).toBe('ab[c]def')
    expect(mark('abcdef', 1, 6)).toBe('[abcdef]')
  })

  test('counts characters, whatever they take in memory', () => {
    expect(mark('a😀ü文d', 2, 4)).toBe('a[😀ü文]d')
    expect(mark('\t\tx', 3, 3)).toBe('\t\t[x]')
  })

  test('stays in the line, and is all of it where the line has changed', () => {
    expect(mark('abc', 2, 99)).toBe('a[bc]')
    expect(mark('abc', 0, 2)).toBe('[ab]c')
    expect(mark('abc', -5)).toBe('[[|abc]]')
    expect(mark('abc', 3, 1)).toBe('[[ab|c]]')
    expect(mark('abc', 9, 12)).toBe('[[abc]]')
    expect(mark('', 4, 8)).toBe('[[]]')
  })
})
