import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../main/protocols/protocol.ts'
import { webDebug } from '../../main/protocols/web-debug.ts'
import { mayHaveLongNumbers, parseTwin, writeExact } from '../../shared/exact-numbers.ts'

const source = { protocol: 'web-debug', app: 'shop', stream: 'default' }
const rewrite = (text: string) => writeExact(JSON.parse(text), parseTwin(text))

function storedPayloads(message: string): string[] {
  const decoded = webDebug.decode(Buffer.from(message), source, DEFAULT_LIMITS)
  return decoded.streams.flatMap(({ events }) => events.map((event) => event.payload))
}

describe('numbers longer than a double', () => {
  test.each([
    ['{"id":9223372036854775807}'],
    ['{"a":[-9007199254740993,{"b":12345678901234567890.10}],"c":"9007199254740993"}'],
    ['{"huge":1e400,"zero":-0,"money":1.10,"id":1234567890123456789}'],
    ['{"quote\\"12":"\\\\","id":1234567890123456789,"__proto__":{"x":12345678901234567}}'],
    ['[]'],
    ['1234567890123456789'],
  ])('%s is written as it was', (text) => {
    expect(rewrite(text)).toBe(text)
  })

  test('are stored in a payload with every digit, at any depth and in every line', () => {
    const payload = '{"user":{"id":9223372036854775807},"rows":[1,18446744073709551615]}'
    const event = `{"type":"order","payload":${payload}}`
    const [outer] = webDebug.decode(
      Buffer.from(`{"id":"s","version":1,"events":[{"type":"a","payload":{},"nested":[${event}]}]}`),
      source,
      DEFAULT_LIMITS,
    ).streams
    expect(outer?.events[0]?.nested[0]?.payload).toBe(payload)
    expect(storedPayloads(`${event}\n${event}`)).toEqual([payload, payload])
    expect(storedPayloads(`[${event}]`)).toEqual([payload])
  })

  test('are stored as they were sent with an exponent beyond every double, too', () => {
    for (const number of ['1e400', '-2.5E+999', '1e-400']) {
      const payload = `{"a":[${number}],"b":"x"}`
      expect(storedPayloads(`{"type":"order","payload":${payload}}`)).toEqual([payload])
    }
  })

  test('survive the repair of what stands beside them', () => {
    const [payload] = storedPayloads(
      '{"type":"email","payload":{"subject":"s","body":"b","from":"f","to":"one@x","order":9223372036854775807}}',
    )
    expect(payload).toContain('"to":["one@x"]')
    expect(payload).toContain('"order":9223372036854775807')
  })

  test('are found wherever they stand, and nothing shorter is', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 16, max: 30 }), (before, digits) => {
        expect(mayHaveLongNumbers(Buffer.from(`${' '.repeat(before)}${'7'.repeat(digits)} `))).toBe(true)
      }),
    )
    for (const text of ['1547058563454', '0.12345678901234567', '{"a":[1,2,3],"b":"abc"}', '']) {
      expect(mayHaveLongNumbers(Buffer.from(text))).toBe(false)
    }
    expect(mayHaveLongNumbers(Buffer.from('0.123456789012345678901'))).toBe(true)
  })

  test('any JSON is written as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(rewrite(text)).toBe(JSON.stringify(JSON.parse(text)))
      }),
    )
  })
})
