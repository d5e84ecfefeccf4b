import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mask, unmask } from '../../../main/listeners/mask.ts'

/** The words of RFC 6455: octet i of the text with octet i modulo 4 of the key. */
const maskSlowly = (bytes: Uint8Array, key: Uint8Array) => bytes.map((byte, index) => byte ^ (key[index % 4] ?? 0))

const key = fc.uint8Array({ minLength: 4, maxLength: 4 })

test('bytes are masked one by one, wherever in memory they begin', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), key, fc.nat({ max: 9 }), (bytes, key, start) => {
      const memory = new Uint8Array(start + bytes.length + 5)
      memory.set(bytes, start)
      unmask(memory.subarray(start, start + bytes.length), key)
      expect(memory.subarray(start, start + bytes.length)).toEqual(maskSlowly(bytes, key))
      expect([...memory.subarray(0, start), ...memory.subarray(start + bytes.length)].every((byte) => byte === 0)).toBe(
        true,
      )
    }),
  )
})

test('a masked copy leaves what it was made of as it is', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), key, fc.nat({ max: 9 }), (bytes, key, offset) => {
      const source = bytes.slice()
      const output = new Uint8Array(offset + bytes.length)
      mask(source, key, output, offset, bytes.length)
      expect(source).toEqual(bytes)
      expect(output.subarray(offset)).toEqual(maskSlowly(bytes, key))
    }),
  )
})
