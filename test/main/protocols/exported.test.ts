import { expect, test } from 'vitest'
import { exported } from '../../../main/protocols/exported.ts'
import { DEFAULT_LIMITS, LimitError } from '../../../main/protocols/protocol.ts'

const source = { protocol: 'tattler', app: 'imported', stream: 'default' }

function decodeOne(event: object, depth = DEFAULT_LIMITS.depth) {
  const { streams } = exported.decode(Buffer.from(JSON.stringify(event)), source, { ...DEFAULT_LIMITS, depth })
  return streams[0]?.events[0]
}

test('a payload that is text keeps to the limit of depth', () => {
  const payload = `{"a":${'['.repeat(50)}${']'.repeat(50)}}`
  expect(decodeOne({ type: 'order', payload }, 51)?.payload).toBe(payload)
  expect(() => decodeOne({ type: 'order', payload }, 50)).toThrow(LimitError)
})

test('a summary is one line of the list, however long it was made', () => {
  const line = { type: 'order', payload: { a: 1 } }
  expect(decodeOne({ ...line, summary: `Order\n${'x'.repeat(1_000_000)}` })?.summary).toMatch(/^Order x{293}…$/)
  expect(decodeOne({ ...line, summary: 'Order 1' })?.summary).toBe('Order 1')
  expect(decodeOne({ ...line, summary: '' })?.summary).toBe('')
  expect(decodeOne(line)?.summary).toBe('{"a":1}')
})
