import type { DuckDBConnection } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import { runQuery } from '../../../main/log/run-query.ts'
import { checkQuery } from '../../../shared/query/check.ts'
import type { EventQuery, QueryResult, Reduce } from '../../../shared/query/query.ts'
import { openMemoryLog, storeEvents } from '../../helpers/memory-log.ts'

let log: DuckDBConnection

beforeAll(async () => {
  log = await openMemoryLog()
  await storeEvents(log, [
    {
      id: 1,
      instance: 'i1',
      stream: 'a',
      sequence: 1,
      type: 'login',
      time: 1000,
      payload: { ms: 10, user: { id: 7 } },
    },
    {
      id: 2,
      instance: 'i1',
      stream: 'b',
      sequence: 1,
      type: 'query',
      time: 3000,
      target: 'mysql',
      duration: 2,
      payload: { ms: 30 },
    },
    {
      id: 3,
      instance: 'i1',
      stream: 'a',
      sequence: 2,
      type: 'query',
      time: 2000,
      target: 'redis',
      tags: ['x'],
      payload: { ms: '5' },
    },
    {
      id: 4,
      instance: 'i1',
      stream: 'a',
      sequence: 3,
      type: 'login',
      time: 2000,
      payload: { ms: null },
      metadata: { ms: 1 },
    },
    { id: 5, instance: 'i2', stream: 'a', sequence: 1, type: 'login', time: 9000, payload: { ms: 2.5 }, parent: 4 },
  ])
  await log.run("UPDATE instances SET name = 'two' WHERE id = 'i2'")
  await log.run("INSERT INTO instances (id, name, created) VALUES ('t1', 'twin', 0), ('t2', 'twin', 0)")
})

function ask(query: object): Promise<QueryResult> {
  return runQuery(log, checkQuery({ from: { instance: '*' }, ...query }))
}

async function idsOf(query: object): Promise<unknown[] | undefined> {
  return (await ask(query)).events?.map(({ id }) => id)
}

async function reduce(value: Reduce, query: Partial<EventQuery> = {}): Promise<unknown> {
  return (await ask({ ...query, reduce: value })).aggregation
}

test('an event is answered in the published shape, with our fields beside it', async () => {
  const { events, total } = await ask({ where: [{ field: 'id', operator: 'eq', value: '5' }] })
  expect(total).toBe(1)
  expect(events).toEqual([
    {
      id: '5',
      instanceId: 'i2',
      stream_id: 'a',
      event_type: 'login',
      payload: { ms: 2.5 },
      metadata: {},
      timestamp: '1970-01-01T00:00:09.000Z',
      sequence_number: 1,
      importance: 1,
      tags: [],
      summary: '',
      protocol: 'web-debug',
      parent: '4',
      depth: 0,
      descendants: 0,
      received: '2023-11-14T22:13:20.005Z',
      size: 10,
      pinned: false,
    },
  ])
})

describe('from', () => {
  test('names an instance by id, by its only name, or all of them', async () => {
    expect(await idsOf({ from: { instance: 'i2' } })).toEqual(['5'])
    expect(await idsOf({ from: { instance: 'two' } })).toEqual(['5'])
    expect(await idsOf({ from: { instance: '*' } })).toEqual(['1', '2', '3', '4', '5'])
  })

  test('narrows to a stream', async () => {
    expect(await idsOf({ from: { instance: 'i1', stream: 'a' } })).toEqual(['1', '3', '4'])
    expect(await idsOf({ from: { instance: '*', stream: 'a' } })).toEqual(['1', '3', '4', '5'])
  })

  test('an unknown instance is an error', async () => {
    await expect(ask({ from: { instance: 'nope' } })).rejects.toMatchObject({
      path: 'from.instance',
      message: 'from.instance: Event log instance not found: nope',
    })
  })

  test('a name of two instances is an error', async () => {
    await expect(ask({ from: { instance: 'twin' } })).rejects.toThrow('several instances are named twin: t1, t2')
  })
})

describe('select', () => {
  test('keeps only the chosen fields, under the names they were asked for', async () => {
    const { events } = await ask({ select: ['event_type', 'time', 'ms', 'target'], limit: 2 })
    expect(events).toEqual([
      { event_type: 'login', time: '1970-01-01T00:00:01.000Z', ms: 10 },
      { event_type: 'query', time: '1970-01-01T00:00:03.000Z', ms: 30, target: 'mysql' },
    ])
  })

  test('keeps dotted paths nested', async () => {
    const { events } = await ask({ select: ['payload.user.id', 'payload.ms'], limit: 1 })
    expect(events).toEqual([{ payload: { user: { id: 7 }, ms: 10 } }])
  })

  test('a path through __proto__ touches no prototype', async () => {
    const { events } = await ask({ select: ['ms', '__proto__.ms', 'payload.__proto__'], limit: 1 })
    expect(events).toEqual([{ ms: 10 }])
    expect(Object.hasOwn(Object.prototype, 'ms')).toBe(false)
  })
})

describe('order and pages', () => {
  test('events come in insertion order unless asked otherwise', async () => {
    expect(await idsOf({})).toEqual(['1', '2', '3', '4', '5'])
  })

  test('ties keep insertion order in both directions', async () => {
    expect(await idsOf({ orderBy: { field: 'timestamp' } })).toEqual(['1', '3', '4', '2', '5'])
    expect(await idsOf({ orderBy: { field: 'timestamp', direction: 'desc' } })).toEqual(['5', '2', '3', '4', '1'])
  })

  test('a missing value sorts last in both directions', async () => {
    expect(await idsOf({ orderBy: { field: 'target' } })).toEqual(['2', '3', '1', '4', '5'])
    expect(await idsOf({ orderBy: { field: 'target', direction: 'desc' } })).toEqual(['3', '2', '1', '4', '5'])
  })

  test('numbers in JSON sort as numbers, before text', async () => {
    expect(await idsOf({ orderBy: { field: 'payload.ms' } })).toEqual(['5', '1', '2', '3', '4'])
    expect(await idsOf({ orderBy: { field: 'payload.ms', direction: 'desc' } })).toEqual(['2', '1', '5', '3', '4'])
  })

  test('several keys apply one after the other', async () => {
    const orderBy = [
      { field: 'type', direction: 'desc' },
      { field: 'time', direction: 'desc' },
    ]
    expect(await idsOf({ orderBy })).toEqual(['2', '3', '5', '4', '1'])
  })

  test('total counts the matches before limit and offset, which are echoed', async () => {
    const { events, ...rest } = await ask({ limit: 2, offset: 4 })
    expect(events?.map(({ id }) => id)).toEqual(['5'])
    expect(rest).toEqual({ total: 5, limit: 2, offset: 4 })
  })
})

describe('reduce', () => {
  const cases: readonly [Reduce, unknown][] = [
    [{ type: 'count' }, 5],
    [{ type: 'count', field: 'payload.ms' }, 4],
    [{ type: 'count', field: 'target' }, 2],
    [{ type: 'sum', field: 'payload.ms' }, 42.5],
    [{ type: 'avg', field: 'payload.ms' }, 42.5 / 3],
    [{ type: 'min', field: 'payload.ms' }, 2.5],
    [{ type: 'max', field: 'payload.ms' }, 30],
    [{ type: 'min', field: 'target' }, 'mysql'],
    [{ type: 'max', field: 'timestamp' }, '1970-01-01T00:00:09.000Z'],
    [{ type: 'collect', field: 'payload.ms' }, [10, 30, '5', 2.5]],
    [{ type: 'collect', field: 'tags' }, [['x']]],
    [{ type: 'sum', field: 'summary' }, 0],
    [{ type: 'sum', field: 'payload.nope' }, 0],
    [{ type: 'avg', field: 'payload.nope' }, null],
    [{ type: 'min', field: 'payload.nope' }, null],
    [{ type: 'collect', field: 'payload.nope' }, []],
    [
      { type: 'count', groupBy: ['event_type'] },
      [
        { group: { event_type: 'login' }, value: 3 },
        { group: { event_type: 'query' }, value: 2 },
      ],
    ],
    [
      { type: 'sum', field: 'ms', groupBy: ['stream_id', 'target'] },
      [
        { group: { stream_id: 'a', target: null }, value: 12.5 },
        { group: { stream_id: 'b', target: 'mysql' }, value: 30 },
        { group: { stream_id: 'a', target: 'redis' }, value: 0 },
      ],
    ],
    [
      { type: 'collect', field: 'id', groupBy: ['tags'] },
      [
        { group: { tags: [] }, value: ['1', '2', '4', '5'] },
        { group: { tags: ['x'] }, value: ['3'] },
      ],
    ],
    [
      { type: 'count', groupBy: ['payload.user'] },
      [
        { group: { 'payload.user': { id: 7 } }, value: 1 },
        { group: { 'payload.user': null }, value: 4 },
      ],
    ],
  ]

  test.each(cases)('%j', async (value, expected) => {
    expect(await reduce(value)).toEqual(expected)
  })

  test('covers every match, whatever limit and order say, and answers no events', async () => {
    const result = await ask({ reduce: { type: 'count' }, limit: 1, orderBy: { field: 'id' } })
    expect(result).toEqual({ aggregation: 5, total: 5, limit: 1 })
  })

  test('a group by over no match is an empty list', async () => {
    const where = [{ field: 'type', operator: 'eq' as const, value: 'nope' }]
    expect(await reduce({ type: 'count', groupBy: ['type'] }, { where })).toEqual([])
    expect(await reduce({ type: 'count' }, { where })).toBe(0)
  })
})

test('events that would fill the memory are refused, and less of each is answered', async () => {
  const large = await openMemoryLog()
  await storeEvents(large, [{ id: 1, payload: { text: 'x'.repeat(1_000_000) } }])
  await large.run('INSERT INTO events SELECT e.* REPLACE (e.id + n AS id) FROM events e, range(1, 70) t(n)')
  const read = (query: object) => runQuery(large, checkQuery({ from: { instance: '*' }, ...query }))
  await expect(read({})).rejects.toThrow(
    'limit: the events would be more than 64 MB, of which 63 fit: ask for fewer, or with "select" for less of each',
  )
  expect((await read({ limit: 60 })).events).toHaveLength(60)
  expect((await read({ select: ['id'] })).events).toHaveLength(70)
})
