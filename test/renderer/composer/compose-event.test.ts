import { expect, test } from 'vitest'
import { composeFromPayload } from '../../../renderer/composer/compose-event.ts'

const on = (key: string, value: string) => ({ key, value, isOn: true })
const pair = (key: string, value: string) => ({ key, value })
const URL = 'http://localhost:8000/a'

test.each([
  ['application/json', '{"a": ', { kind: 'text', text: '{"a": ', contentType: 'application/json' }],
  ['application/x-www-form-urlencoded', 'a=%7e', { kind: 'text', text: 'a=%7e' }],
  ['application/x-www-form-urlencoded', 'a=b+c', { kind: 'form', fields: [{ key: 'a', value: 'b c' }] }],
])('what was seen is sent again byte for byte: %s %s', (type, body, draft) => {
  const payload = { method: 'POST', uri: URL, headers: [pair('Content-Type', type)], body }
  expect(composeFromPayload(payload)).toMatchObject({ headers: [], body: draft })
})

test('a type that is more than JSON stays a header', () => {
  const headers = [pair('Content-Type', 'application/json; charset=utf-8')]
  expect(composeFromPayload({ method: 'POST', uri: URL, headers, body: '{}' })).toMatchObject({
    headers: [on('Content-Type', 'application/json; charset=utf-8')],
    body: { kind: 'json', text: '{}' },
  })
})

test('headers that tell how the body came, or ask for what cannot be read, stay behind', () => {
  const headers = [
    pair('Content-Encoding', 'gzip'),
    pair('Content-Length', '12'),
    pair('Expect', '100-continue'),
    pair('Accept-Encoding', 'gzip, deflate, br, zstd'),
    pair('X-Own', '1'),
  ]
  const draft = composeFromPayload({ method: 'POST', uri: URL, headers, body: 'hello' })
  expect(draft.headers).toEqual([on('Accept-Encoding', 'gzip, deflate, br'), on('X-Own', '1')])
})
