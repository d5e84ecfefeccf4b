import { execFile } from 'node:child_process'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { composeRequest, hasSecrets } from '../../../../renderer/detail/views/request-compose.ts'
import { toCurl, toFetch, toRawHttp } from '../../../../renderer/detail/views/request-copy.ts'
import type { RequestPayload } from '../../../../shared/events/request.ts'
import { HIDDEN_SECRET } from '../../../../shared/secrets.ts'

const run = promisify(execFile)

interface Arrival {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let server: Server
let host: string
let arrivals: Arrival[]

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    arrivals.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') })
    response.writeHead(200, { connection: 'close' }).end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  arrivals = []
})

const field = (key: string, value: unknown) => ({ key, value })

/** What a shell would hand to curl. */
async function shellArguments(command: string): Promise<string[]> {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`
  const { stdout, stderr } = await run('/bin/bash', ['--norc', '-c', script], { env: { PATH: '/nowhere' } })
  expect(stderr).toBe('')
  return stdout.split('\0').slice(0, -1)
}

/** Sends a request in each of the three ways, and returns what arrived. */
async function sendEachWay(payload: RequestPayload): Promise<[curl: Arrival, fetch: Arrival, raw: Arrival]> {
  const request = composeRequest(payload, true)
  await run('bash', ['--norc', '-c', toCurl(request).replace('curl ', 'curl --disable --silent --noproxy "*" ')])
  await run(process.execPath, ['--input-type=module', '-e', toFetch(request)])
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(host.split(':')[1]), '127.0.0.1', () => socket.write(toRawHttp(request)))
    socket.on('error', reject).on('close', resolve).resume()
  })
  const [curl, fetched, raw] = arrivals
  if (!curl || !fetched || !raw) throw new Error(`only ${arrivals.length} of 3 requests arrived`)
  return [curl, fetched, raw]
}

describe('a copied request sends again what was reported', () => {
  it.each<
    [string, Omit<RequestPayload, 'headers'> & { headers?: { key: string; value: unknown }[] }, Partial<Arrival>]
  >([
    ['a plain page', { method: 'GET', uri: '/a/b?x=1&y=%20z' }, { method: 'GET', url: '/a/b?x=1&y=%20z', body: '' }],
    ['a query in a list', { uri: '/s', query: [field('q', 'a b&c'), field('n', 7)] }, { url: '/s?q=a+b%26c&n=7' }],
    ['another method', { method: 'DELETE', uri: '/a' }, { method: 'DELETE', url: '/a', body: '' }],
    [
      'a form',
      { method: 'POST', uri: '/login', body: [field('user', 'Ada & co'), field('tag', 'a'), field('tag', 'b')] },
      { method: 'POST', body: 'user=Ada+%26+co&tag=a&tag=b' },
    ],
    [
      'JSON in a list',
      {
        method: 'PUT',
        uri: '/a',
        headers: [field('content-type', 'application/json')],
        body: [field('id', 7), field('name', 'Ñandú')],
      },
      { method: 'PUT', body: '{"id":7,"name":"Ñandú"}' },
    ],
    [
      'JSON as an object',
      { method: 'POST', uri: '/a', body: { list: [1, { a: null }] } },
      { body: '{"list":[1,{"a":null}]}' },
    ],
    [
      'text with everything a shell knows',
      {
        method: 'POST',
        uri: '/a',
        headers: [field('content-type', 'text/plain')],
        body: `it's "$HOME" \`id\` $(id) \\ !! \n@/etc/passwd`,
      },
      { body: `it's "$HOME" \`id\` $(id) \\ !! \n@/etc/passwd` },
    ],
  ])('%s', async (_, payload, expected) => {
    const headers = [field('host', host), field('x-note', `it's $(id) "fine"`), ...(payload.headers ?? [])]
    for (const arrival of await sendEachWay({ ...payload, headers })) {
      expect(arrival).toMatchObject(expected)
      expect(arrival.headers).toMatchObject({ host, 'x-note': `it's $(id) "fine"` })
    }
  })

  it('with cookies from their list, and a multipart body with its fields', async () => {
    const payload = {
      method: 'POST',
      uri: `http://${host}/upload`,
      headers: [field('Content-Type', 'multipart/form-data; boundary=abc'), field('Content-Length', '5')],
      cookies: [field('session', 'a b;c'), field('theme', 'dark')],
      body: [field('title', '@/etc/passwd'), field('note', '<b>')],
    }
    for (const { headers, body } of await sendEachWay(payload)) {
      expect(headers.cookie).toBe('session=a%20b%3Bc; theme=dark')
      expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
      expect(body).toMatch(/name="title"\r\n\r\n@\/etc\/passwd\r\n/)
      expect(body).toMatch(/name="note"\r\n\r\n<b>\r\n/)
    }
  })

  it('as HEAD, without waiting for a body', async () => {
    for (const { method } of await sendEachWay({ method: 'HEAD', uri: `http://${host}/` })) expect(method).toBe('HEAD')
  })
})

describe('a copied command', () => {
  const hostile = [
    `'; touch /tmp/owned; '`,
    `'\\''; id #`,
    '$(id)',
    '`id`',
    `\${IFS}id`,
    '\nid\n',
    '\r\nid',
    '"; id; "',
    '\\',
    '!!',
    '| id',
    '> /tmp/owned',
    '&& id',
    '-o /tmp/owned',
    '--config /etc/passwd',
    '@/etc/passwd',
    '\u0000id',
    '*?~',
    '[1-100000]{a,b}',
    'Ü\u2028\ud83d\ude00',
  ]

  it.each(hostile)('keeps %j in its place, wherever it comes from', async (text) => {
    const payload: RequestPayload = {
      method: text,
      uri: text,
      headers: [field(text, 'x'), field('x-value', text), field('host', text), field('content-type', 'text/plain')],
      cookies: [field(text, text)],
      body: text,
    }
    const args = await shellArguments(toCurl(composeRequest(payload, true)))
    const values = new Map<string, string[]>()
    const addresses: string[] = []
    for (let index = 0; index < args.length; index++) {
      const arg = args[index] ?? ''
      if (['-X', '-H', '--data-raw'].includes(arg)) values.set(arg, [...(values.get(arg) ?? []), args[++index] ?? ''])
      else if (!arg.startsWith('--')) addresses.push(arg)
      else expect(['--globoff', '--path-as-is', '--compressed', '--head']).toContain(arg)
    }
    expect(addresses).toHaveLength(1)
    expect(addresses[0]).toMatch(/^http:\/\/(localhost|id)\/[^\s]*$/)
    expect(values.get('--data-raw')).toEqual([text.replaceAll('\0', '')])
    for (const header of values.get('-H') ?? []) expect(header).toMatch(/^[\w!#$%&'*+.^`|~-]+[:;]/)
    for (const header of values.get('-H') ?? []) expect(header).not.toMatch(/[\r\n]/)
  })

  it.each(hostile)('as fetch is one call, whatever %j would be in code', async (text) => {
    const payload = { uri: text, headers: [field('x-value', text)], body: text }
    const code = toFetch(composeRequest(payload, true))
    const script = `const calls = []; globalThis.fetch = async (...args) => calls.push(args)\n${code}\nconsole.log(JSON.stringify(calls))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script])
    const [[url, options], ...more] = JSON.parse(stdout)
    expect(more).toEqual([])
    expect(url).toMatch(/^http:\/\/localhost\//)
    expect(options.body).toBe(text)
  })

  it('reads no file, be it by its scheme', async () => {
    const [url] = await shellArguments(toCurl(composeRequest({ uri: 'file:///etc/passwd' }, true)))
    expect(url).toBe('http://localhost/file:///etc/passwd')
  })

  it('is the HTTP request alone: no line of a header begins another', () => {
    const payload = {
      uri: '/a b',
      headers: [field('x', 'a\r\nInjected: 1'), field('bad name', 'x'), field('a:b', 'x')],
    }
    expect(toRawHttp(composeRequest(payload, true))).toBe(
      'GET /a%20b HTTP/1.1\r\nHost: localhost\r\nx: a Injected: 1\r\n\r\n',
    )
  })

  it('puts a user of the address into a header where fetch would refuse it', () => {
    const code = toFetch(composeRequest({ uri: 'http://ada:p%40ss@example.com/' }, true))
    expect(code).toContain('"http://example.com/"')
    expect(code).toContain(`["Authorization", "Basic ${btoa('ada:p@ss')}"]`)
  })
})

describe('a request copied without its secrets', () => {
  const payload: RequestPayload = {
    method: 'POST',
    uri: 'https://ada:topsecret1@example.com/login?token=topsecret2&page=3#access_token=topsecret3',
    headers: [
      field('Authorization', 'Bearer topsecret4'),
      field('X-Api-Key', 'topsecret5'),
      field('accept', 'text/html'),
    ],
    cookies: [field('theme', 'topsecret6')],
    body: [field('user', 'ada'), field('password', 'topsecret7')],
  }

  it.each([
    ['lists', payload],
    ['JSON text', { ...payload, body: '{"user":"ada","password":"topsecret8"}' }],
    [
      'a form in a text',
      {
        ...payload,
        headers: [field('content-type', 'application/x-www-form-urlencoded')],
        body: 'user=ada&password=topsecret9',
      },
    ],
    ['a cookie header', { ...payload, headers: [field('cookie', 'a=topsecret0')] }],
  ])('has none of them left: %s', (_, sent) => {
    const request = composeRequest(sent, false)
    for (const text of [toCurl(request), toFetch(request), toRawHttp(request)]) {
      expect(text).not.toContain('topsecret')
      expect(text).toContain(HIDDEN_SECRET)
      expect(text).toContain('ada')
    }
    expect(hasSecrets(sent)).toBe(true)
  })

  it('is the same as with them where there are none', () => {
    const plain = { uri: '/a?page=3', headers: [field('accept', 'text/html')], body: 'hello' }
    expect(hasSecrets(plain)).toBe(false)
  })
})
