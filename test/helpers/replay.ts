import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, request as startRequest } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { type Exchange, type Message, parseExchanges } from './exchanges.ts'
import { expectedText, fillIn, type Values } from './placeholders.ts'

/**
 * Sends the requests of `test/fixtures/<file>` (see `exchanges.ts` for what stands in it) one after the other to `url`,
 * and fails the test at the first reply that differs: in status line, in one of the headers that the fixture names, or in
 * a byte of the body. Headers that the fixture does not name may be anything. `-Name:` says that a header must be missing.
 *
 * A body goes out with the length it has, and compressed where the request says `Content-Encoding: gzip`. Resolves with
 * what the placeholders stood for.
 */
export async function replayExchanges(url: string, file: string, values: Values = new Map()): Promise<Values> {
  const fixture = readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8')
  for (const exchange of parseExchanges(fixture)) await replay(url, exchange, values)
  return values
}

async function replay(url: string, { name, request, reply }: Exchange, values: Values): Promise<void> {
  const response = await send(url, request, values)
  const body = Buffer.concat(await response.toArray()).toString('utf8')
  const startLine = `HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage}`
  const missing = reply.headers.flatMap(([header]) => (header.startsWith('-') ? [header.slice(1)] : []))
  const named = reply.headers.filter(([header]) => !header.startsWith('-'))
  const actual = { startLine, headers: named.map(([header]) => [header, findHeader(response, header)]), body }
  expect(actual, name).toEqual({
    startLine: reply.startLine,
    headers: named.map(([header, value]) => [header, expectedText(value, findHeader(response, header) ?? '', values)]),
    body: expectedText(reply.body, body, values),
  })
  expect(
    missing.filter((header) => findHeader(response, header) !== undefined),
    `${name}: headers that should not be there`,
  ).toEqual([])
}

async function send(url: string, message: Message, values: Values): Promise<IncomingMessage> {
  const [method, path, version] = fillIn(message.startLine, values).split(' ')
  if (!method || !path || version !== 'HTTP/1.1') throw new Error(`"${message.startLine}" is no request of HTTP/1.1`)
  const headers = message.headers.map(([name, value]) => [name, fillIn(value, values)] as const)
  const has = (name: string) => headers.some(([header]) => header.toLowerCase() === name)
  const isZipped = headers.some(([name, value]) => name.toLowerCase() === 'content-encoding' && value === 'gzip')
  const text = Buffer.from(fillIn(message.body, values))
  const body = isZipped ? gzipSync(text) : text
  const { hostname, port, host } = new URL(url)
  const lines = [
    ...(has('host') ? [] : [['Host', host] as const]),
    ...headers,
    ...(has('content-length') || body.length === 0 ? [] : [['Content-Length', String(body.length)] as const]),
  ]
  const request = startRequest({ host: hostname, port, method, path, headers: lines.flat(), agent: false })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response
}

function findHeader(response: IncomingMessage, name: string): string | undefined {
  const value = response.headers[name.toLowerCase()]
  return Array.isArray(value) ? value.join(', ') : value
}
