import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { BodyBytes } from '../../../main/http-exchange/body-bytes.ts'
import { decodeBody } from '../../../main/http-exchange/decode-body.ts'
import { findInjectedProfile, readProfileHeaders } from '../../../main/http-exchange/find-profile.ts'

const TEXT = Buffer.from('hello '.repeat(1000))

describe('a compressed body', () => {
  test.each([
    ['gzip', gzipSync(TEXT)],
    [' X-GZIP ', gzipSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['deflate, gzip', gzipSync(deflateSync(TEXT))],
    ['identity', TEXT],
  ])('is freed of it: %s', async (encoding, bytes) => {
    expect(await decodeBody(bytes, encoding, 1e6)).toEqual({ bytes: TEXT, isWhole: true })
  })

  test('gives as much as is wanted, however much would come out', async () => {
    const bomb = gzipSync(Buffer.alloc(200e6))
    const { bytes, isWhole } = await decodeBody(bomb, 'gzip', 1000)
    expect({ length: bytes.length, isWhole }).toEqual({ length: 1000, isWhole: false })
  })

  test('that is cut is read as far as it goes', async () => {
    const { bytes } = await decodeBody(gzipSync(TEXT).subarray(0, -12), 'gzip', 1e6)
    expect(TEXT.subarray(0, bytes.length)).toEqual(bytes)
  })

  test('that is not what it says, or nobody knows, stays as it is', async () => {
    expect(await decodeBody(TEXT, 'gzip', 1e6)).toEqual({ bytes: TEXT, isWhole: true, encoding: 'gzip' })
    expect(await decodeBody(TEXT, 'zstd', 5)).toEqual({ bytes: TEXT.subarray(0, 5), isWhole: false, encoding: 'zstd' })
  })
})

test('of a body the beginning is kept, and its size is known', () => {
  const body = new BodyBytes(5)
  for (const part of ['ab', 'cd', 'ef', 'gh']) body.add(Buffer.from(part))
  expect([body.bytes.toString(), body.size, body.isWhole]).toEqual(['abcde', 8, false])
})

describe('a profile', () => {
  test.each([
    [
      [
        ['x-http-debug-ID', ' a '],
        ['X-HTTP-Debug-Api', '/p'],
      ] as const,
      { id: 'a', api: '/p' },
    ],
    [[['X-Http-Debug-Id', 'a']] as const, { problem: expect.stringContaining('no X-Http-Debug-Api') }],
    [
      [
        ['X-Http-Debug-Id', ''],
        ['X-Http-Debug-Api', '/p'],
      ] as const,
      { problem: expect.stringContaining('no X-Http-Debug-Id') },
    ],
    [[['Content-Type', 'text/html']] as const, null],
  ])('is named by two headers, in any case: %j', (headers, expected) => {
    expect(readProfileHeaders(headers)).toEqual(expected)
  })

  test.each([
    ['{"_x_http_debug":{"id":"a","version":1,"events":[]}}', { id: 'a' }],
    ['{"a":1,"_x_http_debug":{"uuid":"b"}}', { id: 'b' }],
    ['{"_x_http_debug":"{\\"id\\":\\"c\\"}"}', { id: 'c' }],
    ['{"_x_http_debug":{}}', { id: null }],
    ['{"_x_http_debug":"text"}', null],
    ['{"_x_http_debug":[]}', null],
    ['[{"_x_http_debug":{"id":"a"}}]', null],
    ['{"in":{"_x_http_debug":{"id":"a"}}}', null],
    ['{"_x_http_debug":', null],
  ])('is injected into an object: %s', (text, expected) => {
    expect(findInjectedProfile(text)).toEqual(expected)
  })
})
