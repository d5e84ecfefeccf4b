import { describe, expect, test } from 'vitest'
import { datacat } from '../../../main/protocols/datacat.ts'
import { type DatacatMessage, packMessage } from '../../../main/protocols/datacat-message.ts'
import { DEFAULT_LIMITS } from '../../../main/protocols/protocol.ts'

const SOURCE = { protocol: 'datacat', app: 'App', stream: 's1' }

const decode = (message: DatacatMessage, body: unknown = '') => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const { streams, problems, accepted } = datacat.decode(packMessage(message, text), SOURCE, DEFAULT_LIMITS)
  const [stream] = streams
  return { event: stream?.events[0], point: stream?.points?.[0], problems, accepted }
}

const eventOf = (body: unknown) => {
  const { event } = decode({ operation: 'event' }, body)
  if (!event) throw new Error('no event was made')
  return { ...event, payload: JSON.parse(event.payload) as Record<string, unknown> }
}

const pointOf = (body: unknown) => {
  const { point } = decode({ operation: 'metric' }, body)
  if (!point) throw new Error('no point was made')
  return point
}

describe('an event', () => {
  test('with the fields of an exception is one, with its place and its stack', () => {
    const event = eventOf({
      name: 'exception',
      category: 'error',
      labels: ['exception', 'ZeroDivisionError'],
      message: 'division by zero',
      data: { ctx: 1 },
      stacktrace: ['Traceback (most recent call last):\n', '  File "app.py", line 8, in f\n'],
      exception_type: 'ZeroDivisionError',
      exception_msg: 'division by zero',
      source_file: 'app.py',
      source_line: 8,
      source_function: 'f',
      timestamp: '2026-11-21T02:21:10.644588199Z',
    })
    expect(event).toMatchObject({
      type: 'exception',
      time: Date.parse('2026-11-21T02:21:10.644Z'),
      importance: 5,
      success: false,
      tags: ['exception', 'ZeroDivisionError'],
      calledFrom: { file: 'app.py', line: 8 },
      summary: 'ZeroDivisionError: division by zero',
      payload: {
        type: 'ZeroDivisionError',
        exception_type: 'ZeroDivisionError',
        source_function: 'f',
        data: { ctx: 1 },
      },
    })
  })

  test('of Python’s logging is a line of a log, called from where its data says', () => {
    const event = eventOf({
      name: 'log.engine',
      level: 'warning',
      category: 'engine',
      labels: ['warning', 'engine', 'load'],
      message: 'texture missing',
      data: { pathname: '/app/engine.py', lineno: 42, funcName: 'load' },
    })
    expect(event).toMatchObject({
      type: 'log',
      importance: 4,
      tags: ['warning', 'engine', 'load'],
      calledFrom: { file: '/app/engine.py', line: 42 },
      summary: 'texture missing',
      payload: { name: 'log.engine', level: 'warning', category: 'engine' },
    })
  })

  test('with nothing but a name is an event of the app', () => {
    expect(eventOf({ name: 'e', data: null })).toMatchObject({
      type: 'event',
      importance: 2,
      success: null,
      tags: [],
      summary: 'e',
      payload: { name: 'e', category: 'info' },
    })
    expect(eventOf({})).toMatchObject({ type: 'event', summary: 'event without a name', payload: { name: '' } })
  })

  test.each([
    [{}, 2],
    [{ category: 'debug' }, 1],
    [{ category: 'WARNING' }, 4],
    [{ category: 'critical' }, 6],
    [{ category: 'network' }, 2],
    [{ level: 'error', category: 'network' }, 5],
    [{ level: 'fatal' }, 6],
    [{ level: 30 }, 2],
    [{ exception_type: 'E' }, 5],
    [{ exception_type: 'E', category: 'info' }, 5],
    [{ exception_type: 'E', category: 'warning' }, 4],
  ])('%j has importance %i', (fields, importance) => {
    expect(eventOf(fields).importance).toBe(importance)
  })

  test('has its labels as tags, and its category where that is no level and no label', () => {
    expect(eventOf({ category: 'ui', labels: ['click'] }).tags).toEqual(['click', 'category:ui'])
    expect(eventOf({ category: 'ui', labels: ['ui'] }).tags).toEqual(['ui'])
    expect(eventOf({ category: 'Fatal', labels: ['a:b'] }).tags).toEqual(['a:b'])
    expect(eventOf({ category: 'constructor' }).tags).toEqual(['category:constructor'])
  })

  test('that tells of a hang is told of the session', () => {
    const hung = eventOf({
      name: 'application_appears_hung',
      category: 'error',
      message: 'No heartbeat for 61 seconds',
    })
    expect(hung).toMatchObject({
      type: 'session',
      importance: 5,
      success: false,
      summary: 'No heartbeat for 61 seconds',
    })
    expect(hung.payload).toMatchObject({ action: 'hung', name: 'application_appears_hung' })
    expect(eventOf({ name: 'application_recovered' })).toMatchObject({
      type: 'session',
      success: null,
      summary: 'Session recovered',
      payload: { action: 'recovered' },
    })
  })

  test('in the year 1 has no time', () => {
    expect(eventOf({ name: 'e', timestamp: '0001-01-01T00:00:00Z' }).time).toBeNull()
    expect(eventOf({ name: 'e', timestamp: '2026-11-21T03:21:10+01:00' }).time).toBe(Date.parse('2026-11-21T02:21:10Z'))
  })

  test('is read as Go reads it: in any case, null for nothing, unknown keys aside', () => {
    const { payload, metadata } = eventOf('{"NAME":"a","Name":"b","labels":null,"message":null,"trace_id":7}')
    expect(payload).toEqual({ name: 'b', category: 'info' })
    expect(metadata).toBe('{"extra":{"trace_id":7}}')
  })

  test('whose data stands under category keeps it, and says so', () => {
    const { payload, metadata } = eventOf({ name: 'joined', category: { player: 'bob' }, data: {} })
    expect(payload).toEqual({ name: 'joined', category: 'info', data: { player: 'bob' } })
    expect(metadata).toContain('an object is taken for data')
  })

  test('keeps every digit of its data', () => {
    const { event } = decode({ operation: 'event' }, '{"name":"e","data":{"id":12345678901234567890}}')
    expect(event?.payload).toContain('"id":12345678901234567890')
  })

  test.each([
    ['{"labels":"x"}', 'labels'],
    ['{"data":[1]}', 'data'],
    ['{"source_line":1.5}', 'source_line'],
    ['{"name":5}', 'name'],
    ['{"timestamp":"yesterday"}', 'timestamp'],
    ['{"category":{"a":1},"data":{"b":1}}', 'category'],
    ['[]', ''],
    ['{', ''],
  ])('%s is invalid', (body, path) => {
    const { event, problems, accepted } = decode({ operation: 'event' }, body)
    expect(event?.type).toBe('invalid')
    expect(problems).toEqual([{ path, reason: expect.any(String) }])
    expect(accepted).toBe(0)
  })
})

describe('a metric', () => {
  test('is a point of its series', () => {
    const point = pointOf({ name: 'work', type: 'timer', value: 0.5, count: 3, unit: 'seconds', tags: ['b', 'a'] })
    expect(point).toMatchObject({ value: 0.5, time: null, extra: '{"count":3}', isReading: true })
    expect(point.event).toMatchObject({ type: 'metric', tags: ['b', 'a'] })
    expect(JSON.parse(point.event.payload)).toEqual({ name: 'work', type: 'timer', unit: 'seconds', tags: ['b', 'a'] })
  })

  test('of the same name, type, unit and tags is of the same series, in any order of tags', () => {
    const key = pointOf({ name: 'm', tags: ['a', 'b'] }).key
    expect(pointOf({ name: 'm', type: 'gauge', tags: ['b', 'a'], value: 7 }).key).toBe(key)
    for (const other of [{ name: 'n' }, { name: 'm', tags: ['a'] }, { name: 'm', tags: ['a', 'b'], type: 'timer' }]) {
      expect(pointOf(other).key).not.toBe(key)
    }
  })

  test('that is a histogram has its bounds in its key, and its buckets in the point', () => {
    const buckets = (le: number) => ({ metadata: { buckets: [{ le, count: 1 }], count: 1, sum: 0.01 } })
    const point = pointOf({ name: 'h', type: 'histogram', value: 0.01, ...buckets(0.1) })
    expect(JSON.parse(point.extra ?? '')).toEqual(buckets(0.1))
    expect(point.isReading).toBeUndefined()
    expect(pointOf({ name: 'h', type: 'histogram', ...buckets(0.2) }).key).not.toBe(point.key)
  })

  test('of which nothing is said is a gauge without a name, at 0', () => {
    expect(pointOf({})).toMatchObject({ value: 0, extra: null })
  })
})

describe('a session', () => {
  const session = { product: 'App', version: '1.0', machine_id: 'm' }

  test('begins with the first point of its heartbeats', () => {
    const { point } = decode({ operation: 'heartbeat', time: 1000, session, gap: null })
    expect(point).toMatchObject({ key: 'session', time: 1000, value: 0 })
    expect(point?.event).toMatchObject({ type: 'session', time: 1000, summary: 'Session started: App 1.0' })
    expect(JSON.parse(point?.event.payload ?? '')).toEqual({ action: 'started', ...session })
  })

  test('tells how it ended', () => {
    const { event } = decode({ operation: 'ended', time: 5000, duration: 4000 })
    expect(event).toMatchObject({ type: 'session', duration: 4000, success: true, summary: 'Session ended' })
    const crashed = decode({ operation: 'crashed', time: 1, duration: 1, event: { data: { reason: 'gone' } } }).event
    expect(crashed).toMatchObject({ type: 'session', importance: 6, success: false, summary: 'Session crashed (gone)' })
  })

  test('tells what changed in its state, and all of it', () => {
    const { event } = decode({ operation: 'state', time: 1, change: { a: 2 }, state: { a: 2, b: 3 } })
    expect(event).toMatchObject({
      type: 'state',
      summary: 'a = 2',
      payload: '{"change":{"a":2},"state":{"a":2,"b":3}}',
    })
  })
})
