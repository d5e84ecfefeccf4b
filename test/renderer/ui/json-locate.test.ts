import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { locateJson, readPath } from '../../../renderer/ui/json-locate.ts'

const text = '{ "type" : "query", "payload": {"to": ["a", {"b": 1}], "q\\"": null}, "last": 5 }'

function textAt(path: string, json = text): string | null {
  const range = locateJson(json, readPath(path))
  return range && json.slice(range.from, range.to)
}

describe('locateJson', () => {
  it.each([
    ['type', '"query"'],
    ['payload.to[0]', '"a"'],
    ['payload.to[1]', '{"b": 1}'],
    ['payload.to[1].b', '1'],
    ['payload.q"', 'null'],
    ['last', '5'],
    ['', text],
  ])('finds %s', (path, value) => {
    expect(textAt(path)).toBe(value)
  })

  it('finds what should have had the step that is missing', () => {
    expect(textAt('payload.target')).toBe('{"to": ["a", {"b": 1}], "q\\"": null}')
    expect(textAt('payload.to[7]')).toBe('["a", {"b": 1}]')
    expect(textAt('type.x')).toBe('"query"')
  })

  it('finds as much as there is of a text that was cut', () => {
    expect(textAt('payload.to', '{"payload":{"to":["a","b')).toBe('["a","b')
    expect(textAt('a', '')).toBeNull()
  })

  it('finds every value of any JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^\w{1,5}$/), fc.jsonValue()), (object) => {
        const json = JSON.stringify(object, null, 2)
        for (const key of Object.keys(object)) {
          const range = locateJson(json, [key])
          expect(JSON.parse(json.slice(range?.from, range?.to))).toEqual(JSON.parse(JSON.stringify(object[key])))
        }
      }),
    )
  })
})
