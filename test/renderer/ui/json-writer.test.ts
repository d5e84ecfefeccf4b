import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatJson } from '../../../renderer/ui/json-text.ts'
import { ExactNumber, type JsonValue, parseJson } from '../../../renderer/ui/json-value.ts'
import { writeInSlices, writePieces } from '../../../renderer/ui/json-writer.ts'

const write = (value: JsonValue, isIndented = false) => [...writePieces(value, { isIndented })].join('')
const anyJson = fc.jsonValue() as fc.Arbitrary<JsonValue>

describe('writePieces', () => {
  it('writes what JSON.stringify does, but keeps the sign of zero', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(write(value))).toEqual(value)
      }),
    )
    expect(write([-0, { a: [] }, {}, null, 'x\n"'])).toBe('[-0,{"a":[]},{},null,"x\\n\\""]')
  })

  it('indents as formatJson does', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(write(value, true)).toBe(formatJson(write(value)))
      }),
    )
  })

  it('keeps exact numbers and the order of keys', () => {
    const text = '{"b":12345678901234567890,"a":{"1":1e999}}'
    expect(write(parseJson(text))).toBe(text)
    expect(write(new ExactNumber('1e999'))).toBe('1e999')
  })

  it('takes any depth', () => {
    const text = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`
    expect(write(JSON.parse(text))).toBe(text)
  })
})

describe('writeInSlices', () => {
  it('writes the same text, whichever way it takes', async () => {
    const rows = Array.from({ length: 3000 }, (_, id) => ({ id, name: `row ${id}`, none: [] }))
    const deep = JSON.parse(`${'[{"a":'.repeat(100)}1${'}]'.repeat(100)}`)
    for (const value of [rows, deep, [rows, -0], [rows, new ExactNumber('12345678901234567890')], 'text', -0]) {
      expect(await writeInSlices(value, { isIndented: true })).toBe(write(value, true))
      expect(await writeInSlices(value, { isIndented: false })).toBe(write(value))
    }
  })
})
