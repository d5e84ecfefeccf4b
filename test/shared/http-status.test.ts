import { STATUS_CODES } from 'node:http'
import { expect, it } from 'vitest'
import { readStatus } from '../../shared/http-status.ts'

it.each([
  [200, '200 OK', 'success'],
  ['404', '404 Not Found', 'client error'],
  ['404 Nothing Here', '404 Nothing Here', 'client error'],
  ['HTTP/1.1 503 Service Unavailable', '503 Service Unavailable', 'server error'],
  [' 302 ', '302 Found', 'redirect'],
  [101, '101 Switching Protocols', 'information'],
  [299, '299', 'success'],
  [600, '600', 'unknown'],
  ['2000', '2000', 'unknown'],
  [0, '0', 'unknown'],
  ['done', 'done', 'unknown'],
])('status %s reads as %s, a %s', (status, text, kind) => {
  expect(readStatus(status)).toEqual({ text, class: kind })
})

it('knows every status that Node knows', () => {
  const unknown = Object.keys(STATUS_CODES).filter((code) => readStatus(code).text === code)
  expect(unknown).toEqual([])
})
