import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startTestCollector } from './collector.ts'
import { parseExchanges } from './exchanges.ts'
import { expectedText, fillIn } from './placeholders.ts'
import { replayExchanges } from './replay.ts'

describe('a fixture of exchanges', () => {
  test('is taken apart at its lines, and keeps the last line break of a body', () => {
    const text =
      'About it.\n### one\nGET / HTTP/1.1\nX: a: b\n>>>\nHTTP/1.1 404 Not Found\n\nno\n\n### two\nGET /\n>>>\nHTTP\n'
    expect(parseExchanges(text)).toEqual([
      {
        name: 'one',
        request: { startLine: 'GET / HTTP/1.1', headers: [['X', 'a: b']], body: '' },
        reply: { startLine: 'HTTP/1.1 404 Not Found', headers: [], body: 'no\n' },
      },
      {
        name: 'two',
        request: { startLine: 'GET /', headers: [], body: '' },
        reply: { startLine: 'HTTP', headers: [], body: '' },
      },
    ])
  })

  test('has placeholders that mean the same wherever they stand again', () => {
    const values = new Map<string, string>()
    expect(expectedText('{{a:int}} {{a}} {{:int}}', '7 7 8', values)).toBe('7 7 8')
    expect(expectedText('{{a}}.', '7.', values)).toBe('7.')
    expect(expectedText('{{a}}.', '8.', values)).toBe('{{a}}.')
    expect(expectedText('(a) {{:time}}', '(a) 2026-11-21T02:21:10.629937096Z', values)).toContain('629937096Z')
    expect(fillIn('/api/{{a}}', values)).toBe('/api/7')
    expect(() => fillIn('{{b}}', values)).toThrow('{{b}}')
  })

  test('is replayed against a real collector', async () => {
    const values = await replayExchanges((await startTestCollector()).url, 'web-debug/events.http')
    expect(Number(values.get('last'))).toBeGreaterThan(0)
  })

  test('fails for a reply that differs in one byte', async () => {
    const server = createServer((_, response) => response.writeHead(202).end('{"accepted":1,"invalid":0,"lastId":1} '))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await expect(replayExchanges(url, 'web-debug/events.http')).rejects.toThrow('takes an event')
  })
})
