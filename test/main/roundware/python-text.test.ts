import { describe, expect, test } from 'vitest'
import { toPythonJson, toPythonText } from '../../../main/roundware/python-text.ts'

describe('what is written as Python does', () => {
  test.each([
    ['as it is', 'as it is'],
    [3, '3'],
    [true, 'True'],
    [[3, 8], '[3, 8]'],
    [['a', null, false], "['a', None, False]"],
    [{ a: 1, 'b c': ["it's", 'say "it\'s"', 'C:\\x\n'] }, `{'a': 1, 'b c': ["it's", 'say "it\\'s"', 'C:\\\\x\\n']}`],
  ])('%j is the text %s', (value, text) => {
    expect(toPythonText(value)).toBe(text)
  })

  test('a number keeps the digits that it was written with', () => {
    expect(toPythonText(1, '1.0')).toBe('1.0')
    expect(toPythonText([{ at: 1 }], [{ at: '1.50' }])).toBe("[{'at': 1.50}]")
  })

  test('JSON has sorted keys, and a space behind each comma and colon', () => {
    expect(toPythonJson({ success: true, a: [1, { d: null, c: 'ü"' }] })).toBe(
      '{"a": [1, {"c": "ü\\"", "d": null}], "success": true}',
    )
  })
})
