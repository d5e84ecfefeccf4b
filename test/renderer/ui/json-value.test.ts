import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatJson, prettyJson, writeBeginning, writeJson } from '../../../renderer/ui/json-text.ts'
import { ExactNumber, parseJson } from '../../../renderer/ui/json-value.ts'

describe('parseJson', () => {
  it('agrees with JSON.parse wherever no number would be rounded', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // The long digits take it through the exact reader.
        const text = `[${JSON.stringify(value, null, 1)}, "1234567890123456"]`
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('keeps the digits of numbers that a double cannot hold', () => {
    const text = '{"id":12345678901234567890,"ratio":0.12345678901234567891,"far":1e999,"near":0.30000000000000004}'
    expect(parseJson(text)).toEqual({
      id: new ExactNumber('12345678901234567890'),
      ratio: new ExactNumber('0.12345678901234567891'),
      far: new ExactNumber('1e999'),
      near: 0.30000000000000004,
    })
    expect(writeJson(parseJson(text))).toBe(text)
  })

  it('keeps numbers that are too small for a double, and the sign of zero', () => {
    const text = '[1e-400,1.2345e-320,-0,0e-999,1e400]'
    expect(writeJson(parseJson(text))).toBe('[1e-400,1.2345e-320,-0,0,1e400]')
  })

  it('makes numbers exact only where a double has other digits', () => {
    expect(parseJson('[9007199254740992,9007199254740993,-9007199254740993]')).toEqual([
      9007199254740992,
      new ExactNumber('9007199254740993'),
      new ExactNumber('-9007199254740993'),
    ])
  })

  it('sees a long number wherever it stands, whatever is around it', () => {
    for (const number of ['1234567890123456789', '12345678.123456789012', '0.12345678901234567891']) {
      for (let before = 0; before < 40; before++) {
        const text = `{"a.b 2026-11-21 1.2.3":"${'x1.'.repeat(before)}","n":[${' '.repeat(before)}${number},7]}`
        expect(parseJson(text)).toMatchObject({ n: [new ExactNumber(number), 7] })
      }
    }
  })

  it('reads strings with quotes, backslashes and digits as strings', () => {
    const value = { 'a"b\\': '\\"1234567890123456789\\', __proto__x: ['\\\\"'] }
    expect(parseJson(JSON.stringify(value))).toEqual(value)
  })

  it('refuses a number as a key, however many digits it has, and at once', () => {
    expect(() => parseJson('{12345678901234567890:1}')).toThrow(SyntaxError)
    expect(() => parseJson('{12345678901234567890 \n:1}')).toThrow(SyntaxError)
    const start = performance.now()
    expect(() => parseJson(`{${'1'.repeat(1_000_000)}:1}`)).toThrow(SyntaxError)
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('keeps a key named __proto__ as a key', () => {
    const value = parseJson('{"__proto__":{"a":12345678901234567890}}')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
  })

  it('reads any depth', () => {
    const depth = 50_000
    expect(() => parseJson(`${'['.repeat(depth)}12345678901234567890${']'.repeat(depth)}`)).not.toThrow()
  })

  it('refuses what is no JSON', () => {
    for (const text of [
      '{"id": 12345678901234567890',
      '{12345678901234567890: 1}',
      '[012345678901234567890]',
      '[12345678901234567890.]',
      '[1 12345678901234567890]',
      '12345678901234567890"a"',
      '"a',
    ]) {
      expect(() => parseJson(text), text).toThrow(SyntaxError)
    }
  })
})

describe('formatJson', () => {
  it('indents as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(formatJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
      }),
    )
  })

  it('changes no number', () => {
    expect(formatJson('[12345678901234567890,1.50]')).toBe('[\n  12345678901234567890,\n  1.50\n]')
  })

  it('takes text that is no JSON without complaint', () => {
    expect(formatJson(']}"a')).toContain('"a')
  })

  it('does not let the indentation of deep JSON grow without end', () => {
    const depth = 1000
    expect(formatJson('['.repeat(depth) + ']'.repeat(depth)).length).toBeLessThan(depth * 200)
  })
})

describe('writeBeginning', () => {
  it('writes as JSON.stringify does, as far as it is allowed to', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 1, max: 200 }), (value, limit) => {
        const whole = formatJson(writeJson(value))
        const { text, isWhole } = writeBeginning(parseJson(writeJson(value)), limit)
        expect(text).toBe(whole.slice(0, limit))
        expect(isWhole).toBe(whole.length <= limit)
      }),
    )
  })

  it('takes a depth of 10,000', () => {
    const deep = parseJson(`${'['.repeat(10_000)}1${']'.repeat(10_000)}`)
    expect(writeBeginning(deep, 4096).text).toHaveLength(4096)
  })
})

describe('prettyJson', () => {
  it('writes escapes that PHP sends as the characters they are', () => {
    expect(prettyJson('{"u":"\\u00e9\\/x"}')).toBe('{\n  "u": "é/x"\n}')
  })

  it('is null for text that is no JSON', () => {
    expect(prettyJson('user 7 logged in')).toBeNull()
  })
})
