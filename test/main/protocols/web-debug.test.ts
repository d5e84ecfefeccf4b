import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkJsonLimits } from '../../../main/protocols/json.ts'
import { DEFAULT_LIMITS, type DecodedEvent, LimitError, type Limits } from '../../../main/protocols/protocol.ts'
import { webDebug } from '../../../main/protocols/web-debug.ts'

const source = { protocol: 'web-debug', app: 'shop', stream: 'default' }

function decode(message: unknown, limits: Partial<Limits> = {}) {
  const text = typeof message === 'string' ? message : JSON.stringify(message)
  return webDebug.decode(Buffer.from(text), source, { ...DEFAULT_LIMITS, ...limits })
}

/** Decodes a message of one event. */
function decodeOne(event: unknown): DecodedEvent {
  const only = decode(event).streams[0]?.events[0]
  if (!only) throw new Error('nothing was decoded')
  return only
}

const deviationsOf = (event: DecodedEvent): string[] => JSON.parse(event.metadata ?? '{}').deviations ?? []
const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/web-debug/${name}.json`, import.meta.url), 'utf8')
const log = (message: string) => ({ type: 'log', payload: { message } })

describe('documents', () => {
  test('an envelope is a stream of its id, with nested events in place', () => {
    const { streams, accepted, problems } = decode(fixture('example'))
    expect({ accepted, problems }).toEqual({ accepted: 2, problems: [] })
    expect(streams).toMatchObject([
      {
        stream: 'ef95a542-25a3-4f71-a0e9-640c92f43813',
        events: [
          {
            type: 'query',
            time: 1547058563454,
            duration: 18,
            importance: 4,
            success: false,
            tags: ['db:mysql'],
            target: 'mysql',
            summary: 'UPDATE t SET a=1',
            metadata: null,
            nested: [{ type: 'log', importance: 5, summary: 'gone away', nested: [] }],
          },
        ],
      },
    ])
  })

  test('what php-core emits is taken whole, its deviations noted', () => {
    const { streams, accepted, problems } = decode(fixture('php-core'))
    expect({ accepted, problems }).toEqual({ accepted: 7, problems: [] })
    const events = streams[0]?.events ?? []
    expect(events.map((event) => event.type)).toEqual(['log', 'query', 'request', 'response', 'email', 'access_check'])
    const [first] = events
    expect(first?.calledFrom).toEqual({ file: '/src/Http/A.php', line: 95, positionStart: 8, positionEnd: 72 })
    expect(first && deviationsOf(first)).toContain('calledFrom.relativePath: sent for file')
    expect(events.map((event) => event.summary)).toEqual([
      'Hello',
      'SELECT 1',
      'POST /api?x=1',
      'peak memory 2.1 MB',
      'Subj → b@x',
      'DENIED R2-D2 may not publish Cockpit',
    ])
  })

  test('a bare event, an array of events and envelopes, and lines of them are all documents', () => {
    const envelope = { uuid: 'u1', version: 1, events: [log('in envelope')] }
    const streamsOf = (message: unknown) => decode(message).streams.map((one) => [one.stream, one.events.length])
    expect(streamsOf(log('bare'))).toEqual([['default', 1]])
    expect(streamsOf([log('a'), envelope, log('b')])).toEqual([
      ['default', 2],
      ['u1', 1],
    ])
    expect(streamsOf(`${JSON.stringify(log('a'))}\n\n${JSON.stringify(envelope)}\r\n`)).toEqual([
      ['default', 1],
      ['u1', 1],
    ])
    expect(streamsOf(JSON.stringify(envelope, null, 2))).toEqual([['u1', 1]])
    expect(streamsOf('\uFEFF{"type":"log","payload":{"message":"with a byte order mark"}}')).toEqual([['default', 1]])
  })

  test.each(['object', 'text'])('an envelope injected into the answer of an app is taken out of it (%s)', (form) => {
    const envelope = { uuid: 'a-1', version: 1, events: [log('hi')] }
    const injected = form === 'object' ? envelope : JSON.stringify(envelope)
    const { streams, problems } = decode({ jsonrpc: '2.0', result: 19, id: 4, _x_http_debug: injected })
    expect(problems).toEqual([])
    expect(streams).toMatchObject([{ stream: 'a-1', events: [{ type: 'log', summary: 'hi' }] }])
  })

  test('an envelope injected as text keeps its long numbers, and to the limit of depth', () => {
    const inject = (payload: string) => ({
      _x_http_debug: `{"uuid":"a","version":1,"events":[{"type":"order","payload":${payload}}]}`,
    })
    const id = '{"id":12345678901234567890}'
    expect(decode(inject(id)).streams[0]?.events[0]?.payload).toBe(id)
    const deep = `{"a":${'['.repeat(50)}${']'.repeat(50)}}`
    expect(decode(inject(deep), { depth: 60 }).accepted).toBe(1)
    expect(() => decode(inject(deep), { depth: 50 })).toThrow(LimitError)
  })

  test('an envelope without events is nothing, and no mistake', () => {
    expect(decode({ id: 'empty', version: 1, events: [] })).toEqual({ streams: [], accepted: 0, problems: [] })
  })

  test('another version is shown with a note', () => {
    const event = decode({ id: 'x', version: 2, events: [log('a')] }).streams[0]?.events[0]
    expect(event && deviationsOf(event)).toEqual(['envelope: version 2 is not 1'])
  })
})

describe('deviations of real producers are taken', () => {
  const query = { target: 'mysql', query: 'SELECT 1' }
  test.each([
    [
      'called_from and defined_in',
      { ...log('a'), called_from: { file: '/a.php', line: 3, pos: 1, pos_end: 4 } },
      { calledFrom: { file: '/a.php', line: 3, positionStart: 1, positionEnd: 4 } },
    ],
    ['state for success', { ...log('a'), state: false }, { success: false, importance: 5 }],
    [
      'a location as text',
      { ...log('a'), calledFrom: '/src/a.php:12' },
      { calledFrom: { file: '/src/a.php', line: 12 } },
    ],
    ['importance out of range', { ...log('a'), importance: 12 }, { importance: 8 }],
    ['importance as a level', { ...log('a'), importance: 'warning' }, { importance: 4 }],
    [
      'numbers as text',
      { type: 'query', payload: query, duration: '12.5', time: '1547058563454' },
      { duration: 12.5, time: 1547058563454 },
    ],
    ['a date as text', { ...log('a'), time: '2026-01-01T00:00:00.000Z' }, { time: 1767225600000 }],
    ['tags as an object', { ...log('a'), tags: { db: 'mysql' } }, { tags: ['db:mysql'] }],
    ['an empty list as payload', { type: 'response', payload: [] }, { payload: '{}' }],
    [
      'null for absent',
      { ...log('a'), duration: null, success: null, nested: null },
      { duration: null, success: null },
    ],
    [
      'one recipient as text',
      { type: 'email', payload: { subject: 's', body: 'b', from: 'f', to: 't' } },
      { summary: 's → t' },
    ],
    [
      'a vote in small letters',
      { type: 'access_check', payload: { access: 'granted', control: 'c' } },
      { summary: 'GRANT c' },
    ],
  ])('%s', (_, event, expected) => {
    expect(decodeOne(event)).toMatchObject(expected)
    expect(decode(event).problems).toEqual([])
  })

  test('request parameters as an object become a list, repeated keys kept', () => {
    const event = decodeOne({ type: 'request', payload: { headers: { accept: ['a', 'b'], host: 'x' } } })
    expect(JSON.parse(event.payload).headers).toEqual([
      { key: 'accept', value: 'a' },
      { key: 'accept', value: 'b' },
      { key: 'host', value: 'x' },
    ])
  })

  test('a request body is kept as it was sent, list, text or object', () => {
    for (const body of [[{ key: 'a', value: '1' }], 'a=1', { a: [1, 2] }]) {
      const event = decodeOne({ type: 'request', payload: { body } })
      expect(JSON.parse(event.payload).body).toEqual(body)
      expect(event.metadata).toBeNull()
    }
  })

  test('fields that the protocol does not know are kept in the metadata', () => {
    const event = decodeOne({ ...log('a'), host: 'web-1' })
    expect(JSON.parse(event.metadata ?? '')).toEqual({ deviations: ['unknown fields: host'], extra: { host: 'web-1' } })
  })

  test('an event that keeps to the protocol has no metadata', () => {
    expect(decodeOne({ ...log('a'), time: 1, importance: 2, tags: ['x'], success: true }).metadata).toBeNull()
  })
})

describe('what cannot be decoded', () => {
  test.each([
    [
      'events[1].payload.target',
      { id: 'x', version: 1, events: [log('a'), { type: 'query', payload: { query: 'q' } }] },
    ],
    [
      'events[0].nested[1].payload.message',
      { id: 'x', version: 1, events: [{ ...log('a'), nested: [log('b'), { type: 'log', payload: { message: 5 } }] }] },
    ],
    ['[1].type', [log('a'), { payload: {} }]],
    ['[0].tags[1]', [{ ...log('a'), tags: ['a', 5], nested: 'no' }]],
    ['lines[1].duration', `${JSON.stringify(log('a'))}\n${JSON.stringify({ ...log('b'), duration: {} })}`],
    ['events', { id: 'x', version: 1, events: 'none' }],
    ['calledFrom.file', { ...log('a'), calledFrom: { line: 1 } }],
  ])('is told with its place: %s', (path, message) => {
    const { problems } = decode(message)
    if (path === '[0].tags[1]') expect(problems[0]?.path).toBe('[0].nested')
    else expect(problems.map((problem) => problem.path)).toEqual([path])
  })

  test('becomes an invalid event in its place, and the good ones are kept', () => {
    const { streams, accepted, problems } = decode({ id: 'x', version: 1, events: [log('a'), 7, log('b')] })
    expect(accepted).toBe(2)
    expect(problems).toEqual([{ path: 'events[1]', reason: 'must be an event, not a number' }])
    const events = streams[0]?.events ?? []
    expect(events.map((event) => event.type)).toEqual(['log', 'invalid', 'log'])
    expect(JSON.parse(events[1]?.payload ?? '')).toEqual({
      path: 'events[1]',
      reason: 'must be an event, not a number',
      raw: '7',
      cut: 0,
    })
  })

  test.each([
    ['{"type":"log",\n "payload":{"message":oops}}', /unexpected "o" at line 2, column 23/],
    ['{"type":"log"', /ends too early/],
    ['', /empty/],
    ['hello', /not JSON/],
  ])('broken text %j says where', (text, reason) => {
    const { problems, streams } = decode(text)
    expect(problems[0]?.reason).toMatch(reason)
    expect(JSON.parse(streams[0]?.events[0]?.payload ?? '').raw).toBe(text)
  })

  test('a broken line does not take the others with it', () => {
    const { accepted, problems } = decode(`${JSON.stringify(log('a'))}\n{"type":\n${JSON.stringify(log('b'))}`)
    expect([accepted, problems.length]).toEqual([2, 1])
    const first = decode(`{"type":\n${JSON.stringify(log('b'))}\n${JSON.stringify(log('c'))}`)
    expect([first.accepted, first.problems[0]?.path]).toEqual([2, 'lines[0]'])
  })

  test('raw text is cut at 65,536 characters and says how much is missing', () => {
    const payload = JSON.parse(decode(`x${'y'.repeat(70_000)}`).streams[0]?.events[0]?.payload ?? '')
    expect([payload.raw.length, payload.cut]).toEqual([65_536, 70_001 - 65_536])
  })

  test("a sender cannot send the collector's own type", () => {
    expect(decode({ type: 'invalid', payload: { reason: 'r', path: '', raw: '', cut: 0 } }).problems).toHaveLength(1)
  })
})

describe('limits', () => {
  const nest = (depth: number): unknown => (depth === 0 ? log('end') : { ...log('x'), nested: [nest(depth - 1)] })

  test('nesting is kept up to the limit and refused beyond', () => {
    let event: DecodedEvent | undefined = decodeOne(nest(400))
    let depth = 0
    for (; event?.nested[0]; event = event.nested[0]) depth++
    expect(depth).toBe(400)
    expect(() => checkJsonLimits(Buffer.from(JSON.stringify(nest(600))), DEFAULT_LIMITS)).toThrow(LimitError)
  })

  test('depth, number of events and length of a string are refused by name', () => {
    const limitOf = (message: unknown, limits: Partial<Limits>) => {
      try {
        const all = { ...DEFAULT_LIMITS, ...limits }
        checkJsonLimits(Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)), all)
        decode(message, limits)
        return null
      } catch (error) {
        return error instanceof LimitError ? error.limit : error
      }
    }
    expect(limitOf(`${'['.repeat(5000)}${']'.repeat(5000)}`, {})).toBe('depth')
    expect(limitOf([log('a'), log('b'), log('c')], { eventsPerMessage: 2 })).toBe('eventsPerMessage')
    expect(limitOf([log('a'), log('b')], { eventsPerMessage: 2 })).toBeNull()
    expect(limitOf(log('x'.repeat(3000)), { stringLength: 2000 })).toBe('stringLength')
    expect(limitOf(log('[{"\\"'.repeat(2000)), {})).toBeNull()
  })
})

test('no text makes the decoder throw, and each message leaves something', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((text) => `{"type":"log","payload":${text}}`),
      ),
      (text) => {
        const { streams, accepted, problems } = decode(text)
        const events = streams.reduce((sum, stream) => sum + stream.events.length, 0)
        expect(accepted + problems.length).toBeGreaterThanOrEqual(events)
      },
    ),
  )
})

test('a time that the log cannot hold makes its event invalid, and no other', () => {
  const events = ['1e300', '5'].map((time) => `{"type":"log","time":${time},"payload":{"message":"m"}}`)
  const { streams, problems } = webDebug.decode(
    Buffer.from(`[${events.join()}]`),
    { protocol: 'web-debug', app: 'shop', stream: 'default' },
    DEFAULT_LIMITS,
  )
  expect(streams[0]?.events.map(({ type }) => type)).toEqual(['invalid', 'log'])
  expect(problems).toMatchObject([{ path: '[0].time' }])
})

test.each(['constructor', 'toString', '__proto__'])('%s is a type like any other', (type) => {
  const { streams, problems } = decode(`{"type":"${type}","payload":{"message":"m"}}`)
  expect(problems).toEqual([])
  expect(streams[0]?.events).toMatchObject([{ type, summary: 'm', metadata: null }])
})
