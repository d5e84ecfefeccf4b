import { describe, expect, test } from 'vitest'
import { exchange } from '../../../main/protocols/exchange.ts'
import { DEFAULT_LIMITS, type DecodedEvent, type Limits } from '../../../main/protocols/protocol.ts'
import type { Exchange, ExchangeBody, ExchangeResponse } from '../../../shared/exchange.ts'

const source = { protocol: 'exchange', app: 'shop', stream: 'ef95' }

const bodyOf = (bytes: string | Uint8Array, more: Partial<ExchangeBody> = {}): ExchangeBody => {
  const buffer = Buffer.from(bytes as string)
  return { base64: buffer.toString('base64'), size: buffer.length, isCut: false, ...more }
}

const RESPONSE: ExchangeResponse = {
  status: 200,
  reason: 'OK',
  httpVersion: '1.1',
  headers: [['Content-Type', 'text/plain']],
  body: bodyOf('fine'),
}

function decode(more: Partial<Exchange> = {}, limits: Partial<Limits> = {}) {
  const seen: Exchange = {
    request: { method: 'GET', url: 'http://localhost:8000/a', httpVersion: '1.1', headers: [], body: null },
    response: RESPONSE,
    failure: null,
    timings: { start: 1000.25, firstByte: 1010.5, end: 1020.75 },
    profile: null,
    ...more,
  }
  const decoded = exchange.decode(Buffer.from(JSON.stringify(seen)), source, { ...DEFAULT_LIMITS, ...limits })
  const root = decoded.streams[0]?.events[0]
  if (!root) throw new Error('nothing was decoded')
  return {
    ...decoded,
    root,
    response: root.nested.at(-1),
    facts: (event = root) => JSON.parse(event.metadata ?? '').exchange,
  }
}

const payloadOf = (event: DecodedEvent | undefined) => JSON.parse(event?.payload ?? 'null')
const answer = (more: Partial<ExchangeResponse>) => ({ response: { ...RESPONSE, ...more } })
const withType = (type: string, body: ExchangeBody) => answer({ headers: [['content-type', type]], body })

describe('an exchange', () => {
  test('is a request with the time it took from outside, and in it the response', () => {
    const { streams, accepted, root, response, facts } = decode()
    expect({ accepted, stream: streams[0]?.stream }).toEqual({ accepted: 2, stream: 'ef95' })
    expect(root).toMatchObject({ type: 'request', time: 1000, duration: 20.5, summary: 'GET /a', success: true })
    expect(response).toMatchObject({ type: 'response', time: 1021, duration: null, summary: '200 OK', success: true })
    expect(payloadOf(response)).toMatchObject({ status: 200, duration: 20.5, body: 'fine' })
    expect(facts(response).firstByte).toBe(10.3)
  })

  test('has query and cookies apart, and no secret in its line', () => {
    const url = 'http://localhost:8000/a?token=s3cret&n=%20x'
    const headers = [['Cookie', 'sid=1=2; theme=dark']] as const
    const { root } = decode({ request: { method: 'GET', url, httpVersion: '1.1', headers, body: null } })
    expect(root.summary).not.toContain('s3cret')
    expect(payloadOf(root)).toMatchObject({
      uri: url,
      query: [
        { key: 'token', value: 's3cret' },
        { key: 'n', value: ' x' },
      ],
      cookies: [
        { key: 'sid', value: '1=2' },
        { key: 'theme', value: 'dark' },
      ],
    })
  })

  test.each([
    [204, true, 2],
    [302, true, 2],
    [404, false, 4],
    [503, false, 5],
  ])('with status %i is a success (%s) of importance %i', (status, success, importance) => {
    const { root, response } = decode(answer({ status }))
    expect([root, response]).toMatchObject([
      { success, importance },
      { success, importance },
    ])
  })

  test('without a response tells why', () => {
    const { root, facts } = decode({
      response: null,
      failure: 'nothing listens',
      timings: { start: 1, firstByte: null, end: 3 },
    })
    expect(root).toMatchObject({ success: false, importance: 5, duration: 2, nested: [] })
    expect(facts().failure).toBe('nothing listens')
  })

  test('keeps an unusual reason beside its status', () => {
    expect(payloadOf(decode(answer({ reason: 'Quite Fine' })).response)).toMatchObject({
      status: 200,
      reason: 'Quite Fine',
    })
    expect(payloadOf(decode().response)).not.toHaveProperty('reason')
  })
})

describe('a body', () => {
  test.each<[string, string, ExchangeBody, string | undefined]>([
    ['in UTF-8', 'text/plain', bodyOf('grün €'), 'grün €'],
    ['in a charset of its own', 'text/plain; charset=iso-8859-1', bodyOf(Buffer.from('grün', 'latin1')), 'grün'],
    ['in a charset that nobody knows', 'text/plain; charset=klingon', bodyOf('Qapla’'), 'Qapla’'],
    ['that is no text', 'image/png', bodyOf(Buffer.from([0x89, 0x50, 0xff, 0xfe])), undefined],
    ['with zeros in it', 'application/x-protobuf', bodyOf('a\0b'), undefined],
    ['that is still compressed', 'text/plain', bodyOf('abc', { encoding: 'zstd' }), undefined],
    ['cut inside a character', 'text/plain', bodyOf(Buffer.from('grün €').subarray(0, -1), { isCut: true }), 'grün '],
  ])('%s is kept as text, or not', (_, type, body, expected) => {
    const { response, facts } = decode(withType(type, body))
    expect(payloadOf(response).body).toBe(expected)
    expect(facts(response)).toMatchObject({ isBodyBinary: expected === undefined, bodySize: body.size })
  })
})

describe('a profile', () => {
  const log = (message: string) => ({ type: 'log', payload: { message } })
  const document = (events: unknown[]) => JSON.stringify({ id: 'other', version: 1, events })

  test('is nested in the request, before the response, with what is wrong in it', () => {
    const text = document([log('a'), { type: 'query', payload: {} }, log('b')])
    const { streams, root, accepted, problems } = decode({ profile: { transport: 'headers', text } })
    expect(streams.map(({ stream }) => stream)).toEqual(['ef95'])
    expect(root.nested.map(({ type }) => type)).toEqual(['log', 'invalid', 'log', 'response'])
    expect({ accepted, problems: problems.map(({ path }) => path) }).toEqual({
      accepted: 4,
      problems: ['events[1].payload.target'],
    })
  })

  test('tells when each event was; one without a time was when its request began, or the event around it', () => {
    const text = document([
      { ...log('a'), nested: [log('b')] },
      { ...log('c'), time: 1005, nested: [log('d')] },
    ])
    const { root } = decode({ profile: { transport: 'headers', text } })
    const [a, c] = root.nested
    expect([a, a?.nested[0], c, c?.nested[0]].map((event) => event?.time)).toEqual([1000, 1000, 1005, 1005])
  })

  test('that was injected is left out of the body, whose numbers stay as they were written', () => {
    const text = `{"id":9007199254740993,"_x_http_debug":${document([log('a')])},"rate":1.10}`
    const { root, response } = decode({
      ...withType('application/json', bodyOf(text)),
      profile: { transport: 'body', text },
    })
    expect(root.nested.map(({ type }) => type)).toEqual(['log', 'response'])
    expect(payloadOf(response).body).toBe('{"id":9007199254740993,"rate":1.10}')
  })

  test('over a limit costs no more than itself', () => {
    const { root, facts } = decode(
      { profile: { transport: 'headers', text: document([log('a'), log('b')]) } },
      { eventsPerMessage: 1 },
    )
    expect(root.nested.map(({ type }) => type)).toEqual(['response'])
    expect(facts().profile.problem).toContain('over a limit')
  })
})
