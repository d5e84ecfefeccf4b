import { describe, expect, it } from 'vitest'
import { readBody, readFields } from '../../../../renderer/detail/views/http-body.ts'
import { parseJson } from '../../../../renderer/ui/json-value.ts'
import { joinUri, maskUri, splitUri } from '../../../../shared/uri.ts'

describe('a URI', () => {
  const none = { scheme: null, user: null, host: null, path: '', query: null, fragment: null }

  it.each([
    [
      'https://ada:pw@shop.example:8443/a/b%20c?x=1&y#top',
      { scheme: 'https', user: 'ada:pw', host: 'shop.example:8443', path: '/a/b%20c', query: 'x=1&y', fragment: 'top' },
    ],
    ['/feed', { path: '/feed' }],
    ['/feed?', { path: '/feed', query: '' }],
    ['?a=1', { query: 'a=1' }],
    ['#x', { fragment: 'x' }],
    ['//cdn.example/a', { host: 'cdn.example', path: '/a' }],
    ['http://[::1]:80/', { scheme: 'http', host: '[::1]:80', path: '/' }],
    ['localhost:8080/a', { path: 'localhost:8080/a' }],
    ['/a?next=http://b/c?d#e', { path: '/a', query: 'next=http://b/c?d', fragment: 'e' }],
    ['/a\nb', { path: '/a\nb' }],
    ['*', { path: '*' }],
    ['', {}],
  ])('%s is split, and can be joined again', (uri, parts) => {
    expect(splitUri(uri)).toEqual({ ...none, ...parts })
    expect(joinUri(splitUri(uri))).toBe(uri)
  })

  it.each([
    ['/a?token=x&page=2&access%5Ftoken=y', '/a?token=***&page=2&access%5Ftoken=***'],
    ['https://ada:pw@a.example/', 'https://ada:***@a.example/'],
    ['https://ada@a.example/#id_token=x&state=1', 'https://ada@a.example/#id_token=***&state=1'],
    ['/a?%E0%A4%A=1&b', '/a?%E0%A4%A=1&b'],
  ])('%s shows no secret', (uri, masked) => {
    expect(maskUri(uri, '***')).toBe(masked)
  })
})

describe('fields', () => {
  it.each([
    [
      'a list keeps its order and repeated keys',
      '[{"key":"b","value":"1"},{"key":"a","value":2},{"key":"b","value":null}]',
      ['b=1', 'a=2', 'b=null'],
    ],
    ['an object, with lists for repeated keys', '{"a":["1","2"],"b":{"c":1}}', ['a=1', 'a=2', 'b={"c":1}']],
    ['long numbers keep their digits', '[{"key":"id","value":12345678901234567890}]', ['id=12345678901234567890']],
    ['what is no pair is left out', '[1,"a",null,{"key":"a"},{"key":"b","value":""}]', ['b=']],
    ['text is none', '"a=1"', []],
  ])('%s', (_, json, expected) => {
    expect(readFields(parseJson(json)).map(({ key, value }) => `${key}=${value}`)).toEqual(expected)
  })
})

describe('a body', () => {
  const form = 'application/x-www-form-urlencoded; charset=utf-8'

  it.each<[string, unknown, string | null, object]>([
    ['none', undefined, null, { kind: 'none' }],
    ['an empty list', [], 'application/json', { kind: 'none' }],
    ['an empty text', '', 'text/plain', { kind: 'none' }],
    ['pairs', [{ key: 'a', value: '1' }], null, { kind: 'form', fields: [{ key: 'a', value: '1' }] }],
    [
      'a form as text',
      'a=1&a=b+c',
      form,
      {
        kind: 'form',
        fields: [
          { key: 'a', value: '1' },
          { key: 'a', value: 'b c' },
        ],
      },
    ],
    ['a form as an object', { a: 1 }, form, { kind: 'form', fields: [{ key: 'a', value: '1' }] }],
    ['an object', { a: 1 }, null, { kind: 'json', value: { a: 1 } }],
    ['a list of other things', [1, 2], null, { kind: 'json', value: [1, 2] }],
    ['JSON as text', '{"a":1}', 'application/problem+json', { kind: 'json', value: { a: 1 } }],
    ['JSON that nobody announced', ' [1]', null, { kind: 'json', value: [1] }],
    ['JSON that is none', '{"a":', 'application/json', { kind: 'text', text: '{"a":', language: 'json' }],
    ['a JSON scalar', '7', 'application/json', { kind: 'text', text: '7', language: 'json' }],
    ['a number', 7, null, { kind: 'text', text: '7', language: null }],
    ['HTML', '<p>', 'text/html', { kind: 'text', text: '<p>', language: 'html' }],
    ['HTML that nobody announced', '<!doctype html><p>', null, { kind: 'text', language: 'html' }],
    ['XML', '<a/>', 'application/soap+xml', { kind: 'text', language: 'xml' }],
    ['an SVG image', '<svg/>', 'image/svg+xml', { kind: 'text', language: 'xml' }],
    ['text', 'a=1', 'text/plain', { kind: 'text', text: 'a=1', language: null }],
    ['an image', 'abc', 'image/png', { kind: 'binary', bytes: 3 }],
    ['bytes that nobody announced', 'a\u0000b', null, { kind: 'binary', bytes: 3 }],
    ['bytes that were no text', 'PK\ufffd\ufffd', null, { kind: 'binary', bytes: 8 }],
  ])('that is %s', (_, body, contentType, expected) => {
    expect(readBody(body, contentType)).toMatchObject(expected)
  })
})
