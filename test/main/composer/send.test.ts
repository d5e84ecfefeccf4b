import { createHash } from 'node:crypto'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { COMPOSER_CHUNK, type DraftBody, LARGEST_RESPONSE, type RequestDraft } from '../../../shared/composer.ts'
import { shareCollector, until } from '../../helpers/collector.ts'
import { findFreePort } from '../../helpers/free-port.ts'
import { type SeenRequest, startServer } from './echo-server.ts'
import { openComposer } from './open-composer.ts'

const on = (key: string, value: string) => ({ key, value, isOn: true })
const field = (key: string, value: string) => ({ ...on(key, value), file: null })

const shared = shareCollector([])

const startEcho = () => startServer((_, response) => void response.end('ok'))

test.each<[string, DraftBody, string, string]>([
  ['JSON', { kind: 'json', text: '{"a": [1, "ü"]}' }, 'application/json', '{"a": [1, "ü"]}'],
  [
    'a form',
    { kind: 'form', encoding: 'urlencoded', fields: [field('a b', 'ü&='), { ...field('off', '1'), isOn: false }] },
    'application/x-www-form-urlencoded',
    'a+b=%C3%BC%26%3D',
  ],
  ['text', { kind: 'text', text: '<a/>', contentType: 'application/xml' }, 'application/xml', '<a/>'],
])('%s arrives as it was written, with its type and length', async (_, body, type, sent) => {
  const server = await startEcho()
  const { send } = await openComposer(shared())
  await send({ method: 'POST', url: `${server.url}/x`, body })
  expect(server.seen).toMatchObject([
    { method: 'POST', headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(sent)) } },
  ])
  expect(server.seen[0]?.body.toString()).toBe(sent)
})

test('a file arrives byte for byte, alone and in a multipart form', async () => {
  const server = await startEcho()
  const { send, upload } = await openComposer(shared())
  const bytes = Buffer.from(Array.from({ length: 2.5 * COMPOSER_CHUNK }, (_, index) => (index * 31) % 256))
  const file = await upload(bytes)
  await send({ method: 'PUT', url: server.url, body: { kind: 'file', file, contentType: '' } })
  expect(server.seen[0]?.headers['content-type']).toBe('image/png')
  expect(server.seen[0]?.body.equals(bytes)).toBe(true)

  const fields = [field('title', 'A "title"'), { ...field('up"load', ''), file }]
  await send({ method: 'POST', url: server.url, body: { kind: 'form', encoding: 'multipart', fields } })
  const { headers, body } = server.seen[1] as SeenRequest
  // What reads forms in Node is the judge of how they are written.
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  }).formData()
  expect(form.get('title')).toBe('A "title"')
  const got = [...form.values()].find((value) => value instanceof File)
  expect(Buffer.from(await (got as File).arrayBuffer()).equals(bytes)).toBe(true)
  expect(Number(headers['content-length'])).toBe(body.length)
})

test('headers go out in their order, as often as they are written, before those that Tattler adds', async () => {
  const server = await startEcho()
  const { send } = await openComposer(shared())
  await send({
    url: server.url.replace('http://', 'http://ann:s%40cret@'),
    headers: [
      on('X-Twice', '1'),
      on('x-twice', 'zwei ü'),
      { ...on('X-Off', '1'), isOn: false },
      on('accept', 'text/html'),
    ],
  })
  const [seen] = server.seen
  const names = seen?.rawHeaders.filter((_, index) => index % 2 === 0)
  expect(names?.slice(0, 6)).toEqual(['Host', 'X-Twice', 'x-twice', 'accept', 'Authorization', 'User-Agent'])
  expect(seen?.headers.authorization).toBe(`Basic ${Buffer.from('ann:s@cret').toString('base64')}`)
  expect(seen?.headers['user-agent']).toMatch(/^Tattler\/\d/)
})

test('variables are filled in everywhere, encoded in a query and escaped in JSON; an unknown one is named', async () => {
  const server = await startEcho()
  const { viewer, send } = await openComposer(shared())
  const variables = [
    { name: 'base', value: server.url },
    { name: 'text', value: 'a&b "c"' },
    { name: 'id', value: '42' },
  ]
  await viewer.request('composer/set-environments', {
    environments: [{ name: 'local', variables }],
    environment: 'local',
  })
  onTestFinished(async () => {
    await viewer.request('composer/set-environments', { environments: [], environment: null })
  })
  await send({
    method: 'POST',
    url: '{{base}}/users/{{id}}?q={{ text }}',
    headers: [on('X-{{id}}', '{{text}}')],
    body: { kind: 'json', text: '{"id": {{id}}, "text": "{{text}} \\"{{id}}"}' },
  })
  expect(server.seen[0]).toMatchObject({ url: '/users/42?q=a%26b%20%22c%22', headers: { 'x-42': 'a&b "c"' } })
  expect(JSON.parse(String(server.seen[0]?.body))).toEqual({ id: 42, text: 'a&b "c" "42' })
  const unknown = await send({ url: '{{base}}/{{nobody}}' })
  expect(unknown).toMatchObject({ entry: null, failure: { code: 'variable', message: '{{nobody}} has no value.' } })
  expect(server.seen).toHaveLength(1)
})

test('redirects are followed as browsers do, and each is filed with its own profile', async () => {
  const other = await startEcho()
  const server = await startServer(({ url }, response) => {
    if (url.startsWith('/_profile/')) {
      const id = url.slice('/_profile/'.length)
      const events = [{ type: 'log', payload: { message: `this is ${id}` } }]
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ id, version: 1, events }))
    } else {
      response.writeHead(url === '/kept' ? 307 : 302, {
        location: url === '/kept' ? '/login' : `${other.url}/home`,
        'X-Http-Debug-Id': `profile-of${url.slice(1)}`,
        'X-Http-Debug-Api': '/_profile/',
      })
      response.end()
    }
  })
  const { viewer, send } = await openComposer(shared())
  const { exchanges, response } = await send({
    method: 'POST',
    url: `${server.url}/kept`,
    headers: [on('Authorization', 'Bearer x'), on('X-Own', '1')],
    body: { kind: 'text', text: 'hello', contentType: 'text/plain' },
  })
  expect(exchanges.map(({ method, url, status }) => `${method} ${new URL(url).pathname} ${status}`)).toEqual([
    'POST /kept 307',
    'POST /login 302',
    'GET /home 200',
  ])
  expect(response?.status).toBe(200)
  expect(server.seen.filter(({ method }) => method === 'POST').map(({ body }) => body.toString())).toEqual([
    'hello',
    'hello',
  ])
  expect(other.seen[0]?.headers).toMatchObject({ 'x-own': '1' })
  expect(other.seen[0]?.headers).not.toHaveProperty('authorization')
  expect(other.seen[0]?.headers).not.toHaveProperty('content-type')
  for (const { stream } of exchanges.slice(0, 2)) {
    if (!stream) throw new Error('the exchange was not stored')
    const { events } = await viewer.request('stream/events', {
      ...stream,
      types: null,
      after: 0,
      limit: 100,
      withPayload: false,
    })
    expect(events.map(({ type }) => type)).toEqual(['request', 'log', 'response'])
    expect(events[1]?.summary).toBe(`this is ${stream.stream}`)
  }
  const alone = await send({ method: 'POST', url: `${server.url}/kept`, followsRedirects: false })
  expect(alone).toMatchObject({ response: { status: 307 }, exchanges: [{ status: 307 }] })
})

test('redirects in a circle end', async () => {
  const server = await startServer((_, response) => void response.writeHead(302, { location: '/' }).end())
  const { send } = await openComposer(shared())
  const { failure, response, exchanges } = await send({ url: server.url })
  expect(failure?.code).toBe('redirects')
  expect(response?.status).toBe(302)
  expect(exchanges).toHaveLength(21)
})

test('a certificate that nobody vouches for is refused, and taken once it is not checked', async () => {
  const server = await startServer((_, response) => void response.end('secret'), true)
  const { send, readBody } = await openComposer(shared())
  const refused = await send({ url: server.url })
  expect(refused).toMatchObject({ response: null, failure: { hint: expect.stringContaining('Check the certificate') } })
  expect(refused.failure?.message).toContain('not trusted')
  expect(await send({ url: server.url, checksCertificate: false })).toMatchObject({ response: { status: 200 } })
  expect(await readBody()).toBe('secret')
})

test.each<[string, (port: number) => Partial<RequestDraft>, string, RegExp]>([
  ['a closed port', (port) => ({ url: `http://127.0.0.1:${port}` }), 'ECONNREFUSED', /Is the app running/],
  ['an unknown name', () => ({ url: 'http://nobody.invalid/' }), '(ENOTFOUND|EAI_AGAIN)', /typing error/],
  ['no address', () => ({ url: ' ' }), 'url', /Write one/],
  ['a broken address', () => ({ url: 'http://a b:x/' }), 'url', /must look like/],
  ['another scheme', () => ({ url: 'ftp://localhost/' }), 'url', /http:\/\/ or https/],
  ['a method of two words', () => ({ method: 'GET IT', url: 'http://localhost/' }), 'method', /one word/],
  ['a header with a space', () => ({ url: 'http://localhost/', headers: [on('a b', '')] }), 'header', /no spaces/],
  ['broken JSON', () => ({ url: 'http://localhost/', body: { kind: 'json', text: '{' } }), 'json', /choose Text/],
  [
    'a file that is not here',
    () => ({ url: 'http://localhost/', body: { kind: 'file', file: null, contentType: '' } }),
    'file',
    /Choose the file/,
  ],
])('%s fails with what to do about it', async (_, makeDraft, code, hint) => {
  const { send } = await openComposer(shared())
  const { response, failure } = await send(makeDraft(await findFreePort()))
  expect(response).toBeNull()
  expect(failure?.code).toMatch(new RegExp(`^${code}$`))
  expect(failure?.hint).toMatch(hint)
})

test('what breaks off, or is no HTTP, fails with what had come', async () => {
  const broken = await startServer((_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => response.destroy())
  })
  const { send, readBody } = await openComposer(shared())
  expect(await send({ url: broken.url })).toMatchObject({ response: { status: 200 }, failure: { code: 'ECONNRESET' } })
  expect(await readBody()).toBe('half')
  const lying = await startServer((_, response) => {
    response.setHeader('content-encoding', 'gzip')
    response.end('no gzip')
  })
  const { failure } = await send({ url: lying.url })
  expect(failure?.message).toContain('could not be decompressed')
  const secure = await startServer((_, response) => void response.end(), true)
  expect((await send({ url: secure.url.replace('https', 'http') })).failure).not.toBeNull()
  expect((await send({ url: broken.url.replace('http', 'https') })).failure?.hint).toContain(
    'http:// in place of https://',
  )
})

test('a request is cancelled, and one that takes too long ends', async () => {
  const server = await startServer(() => undefined)
  const { viewer, send } = await openComposer(shared())
  const sending = send({ url: server.url })
  await until(() => server.seen.length > 0)
  await viewer.request('composer/cancel', { run: 1 })
  expect(await sending).toMatchObject({ isCancelled: true, failure: null, entry: { outcome: { kind: 'cancelled' } } })
  expect((await send({ url: server.url, timeout: 50 })).failure).toMatchObject({ code: 'timeout' })
})

test('a compressed body is shown as what it is, and both sizes are told', async () => {
  const text = 'tea '.repeat(1000)
  const bodies: Record<string, Buffer> = {
    br: brotliCompressSync(text),
    gzip: gzipSync(text),
    // Without zlib's head, as some servers have it.
    deflate: deflateRawSync(text),
    'deflate, br': brotliCompressSync(deflateSync(text)),
  }
  const server = await startServer(({ url }, response) => {
    const encoding = decodeURIComponent(url?.slice(1) ?? '')
    response.setHeader('content-encoding', encoding)
    response.end(bodies[encoding])
  })
  const { send, readBody } = await openComposer(shared())
  for (const encoding of Object.keys(bodies)) {
    const { response } = await send({ url: `${server.url}/${encodeURIComponent(encoding)}` })
    expect(response).toMatchObject({ bytes: text.length, isCut: false })
    expect(response?.wireBytes).toBeLessThan(100)
    expect(await readBody()).toBe(text)
  }
})

test('of an endless response only so much is taken, and it is taken whole', async () => {
  const piece = Buffer.alloc(1024 * 1024, 'abc')
  const server = await startServer((_, response) => {
    const write = () => {
      while (!response.destroyed && response.write(piece));
    }
    response.on('drain', write)
    write()
  })
  const { viewer, send } = await openComposer(shared())
  const { response, failure } = await send({ url: server.url })
  expect(failure).toBeNull()
  expect(response).toMatchObject({ bytes: LARGEST_RESPONSE, isCut: true })
  const { base64 } = await viewer.request('composer/body', { offset: LARGEST_RESPONSE - 4096 })
  const last = Buffer.from(base64, 'base64')
  const start = (LARGEST_RESPONSE - 4096) % piece.length
  const wanted = Buffer.concat([piece, piece]).subarray(start, start + 4096)
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  expect(hash(last)).toBe(hash(wanted))
})
