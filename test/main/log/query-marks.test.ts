import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BatchPacker } from '../../../main/ingest-batch.ts'
import { type OpenedLog, openEventLog } from '../../../main/log/event-log.ts'
import { REACH, readQueryMarks } from '../../../main/log/query-marks.ts'
import { DEFAULT_LIMITS } from '../../../main/protocols/protocol.ts'
import { defaultSettings } from '../../../main/settings.ts'
import type { QueryMark } from '../../../shared/query-insight.ts'
import { openMemoryLog, storeEvents } from '../../helpers/memory-log.ts'

let log: OpenedLog
let lastId = 0
const dataDir = mkdtempSync(join(tmpdir(), 'tattler-test-'))
beforeAll(async () => {
  log = await openEventLog(
    { dataDir, limits: DEFAULT_LIMITS, retention: defaultSettings().retention },
    { onChange: () => undefined, onProblem: () => undefined, onFault: () => undefined, onEnd: () => undefined },
  )
})
afterAll(async () => {
  await log.api.close()
  rmSync(dataDir, { recursive: true })
})

/** Stores the events as one envelope, and answers the marks of all its events, in order; undefined for what has none. */
function marksOf(events: readonly unknown[], stream: string, app = 'shop'): Promise<(QueryMark | undefined)[]> {
  return marksOfText(JSON.stringify({ id: stream, version: 1, events }), app)
}

async function marksOfText(envelope: string, app = 'shop'): Promise<(QueryMark | undefined)[]> {
  const packer = new BatchPacker()
  packer.add(Buffer.from(envelope), { protocol: 'web-debug', app, stream: 'none' }, 1)
  const { stats } = await log.api.ingest(packer.pack())
  const first = lastId + 1
  lastId = stats.lastId
  const ids = Array.from({ length: lastId - first + 1 }, (_, index) => first + index)
  const marks: QueryMark[] = []
  for (let start = 0; start < ids.length; start += 500) {
    marks.push(...(await log.api.queryMarks(ids.slice(start, start + 500))))
  }
  const byEvent = new Map(marks.map((mark) => [mark.id, mark]))
  return ids.map((id) => byEvent.get(id))
}

/** `-` for nothing, `×3` for the same query three times, `N+1 ×5 call site`; a `?` where values were not sent. */
function describeMark({ same, nPlusOne }: QueryMark): string {
  const words = [
    same > 1 && `×${same}`,
    nPlusOne && `N+1 ×${nPlusOne.count} ${nPlusOne.place}${nPlusOne.hasValues ? '' : ' ?'}`,
  ]
  return words.filter(Boolean).join(', ') || '-'
}

const at = (line: number, file = 'src/cart.ts') => ({ calledFrom: { file, line } })

function query(text: string, more: Record<string, unknown> = {}, payload: Record<string, unknown> = {}) {
  return { type: 'query', duration: 1, payload: { target: 'mysql', query: text, syntax: 'sql', ...payload }, ...more }
}

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n + 1))
const request = (nested: readonly unknown[], uri = '/') => ({
  type: 'request',
  payload: { method: 'GET', uri },
  nested,
})
const byId = (n: number, more: Record<string, unknown> = {}) => query(`SELECT * FROM users WHERE id = ${n}`, more)
const bound = (values: unknown, more: Record<string, unknown> = {}) =>
  query('SELECT * FROM users WHERE id = ?', more, { bindings: values })
const unsent = (more: Record<string, unknown> = {}) => query('SELECT * FROM users WHERE id = ?', more)
const batch = ['users', 'orders', 'items', 'prices', 'taxes', 'coupons'].map(
  (table) => `SELECT * FROM ${table} WHERE id = 1`,
)

/** What is stored in one stream, and the mark of each query in it; one word stands for all of them. */
const CASES: readonly (readonly [string, readonly unknown[], string | readonly string[]])[] = [
  // Exact duplicates.
  ['a query that ran once has no mark', [query('SELECT 1')], '-'],
  ['twice the same query is a duplicate', times(2, () => query('SELECT * FROM a')), '×2'],
  ['the number of duplicates is told', times(4, () => query('SELECT * FROM a')), '×4'],
  ['another value is no duplicate', [byId(1), byId(2)], '-'],
  ['another string is no duplicate', [query("SELECT 'a'"), query("SELECT 'b'")], '-'],
  ['another target is no duplicate', [query('SELECT 1'), query('SELECT 1', {}, { target: 'pgsql' })], '-'],
  ['duplicates may come from different places', [byId(1, at(1)), byId(1, at(2))], '×2'],
  ['each duplicate counts its own', [byId(1), byId(1), byId(2)], ['×2', '×2', '-']],
  ['the same parameters are a duplicate', times(2, () => bound([7])), '×2'],
  ['other parameters are no duplicate', [bound([7]), bound([8])], '-'],
  ['parameters of another type are no duplicate', [bound([7]), bound(['7'])], '-'],
  ['parameters by name are compared', times(2, () => query('SELECT :a', {}, { params: { a: 1 } })), '×2'],
  ['without the values, no duplicate is claimed', times(3, () => unsent()), '-'],
  ['empty bindings are values that were not sent', times(3, () => bound([])), '-'],
  ['numbered placeholders want values, too', times(3, () => query('SELECT * FROM a WHERE b = $1')), '-'],
  ['named placeholders want values, too', times(3, () => query('SELECT * FROM a WHERE b = :b')), '-'],
  ['a question mark in a string is no placeholder', times(2, () => query("SELECT 'what?'")), '×2'],
  ['writes are duplicates as well', times(2, () => query("INSERT INTO a VALUES ('x')")), '×2'],
  [
    'the same command is a duplicate',
    times(2, () => query('GET user:1', {}, { target: 'redis', syntax: 'text' })),
    '×2',
  ],
  ['a transaction that begins twice is none', times(2, () => query('START TRANSACTION')), '-'],
  ['COMMIT is meant to be repeated', times(7, () => query('COMMIT', at(1))), '-'],
  ['savepoints are meant to be repeated', times(6, (n) => query(`SAVEPOINT p${n % 2}`, at(1))), '-'],

  // N+1.
  ['five of one shape from one line are an N+1', times(5, (n) => byId(n, at(3))), 'N+1 ×5 call site'],
  ['four are not', times(4, (n) => byId(n, at(3))), '-'],
  ['five from five lines are not', times(5, (n) => byId(n, at(n))), '-'],
  ['five from one line number of two files are not', times(5, (n) => byId(n, at(3, `src/${n % 2}.ts`))), '-'],
  ['five of the very same query are duplicates, no N+1', times(5, () => byId(1, at(3))), '×5'],
  [
    'one other value among the same is an N+1',
    [...times(4, () => byId(1, at(3))), byId(2, at(3))],
    [...times(4, () => '×4, N+1 ×5 call site'), 'N+1 ×5 call site'],
  ],
  ['values beside the text count', times(5, (n) => bound([n], at(3))), 'N+1 ×5 call site'],
  ['without the values, they may be the same', times(5, () => unsent(at(3))), 'N+1 ×5 call site ?'],
  ['five different shapes from one line are no N+1', batch.map((text) => query(text, at(3))), '-'],
  ['five different shapes of one parent are no N+1', [request(batch.map((text) => query(text)))], '-'],
  ['five targets are no N+1', times(5, (n) => query('SELECT 1', at(3), { target: `shard${n}` })), '-'],
  [
    'lists of different length are one shape',
    times(5, (n) => query(`SELECT * FROM a WHERE id IN (${times(n, String)})`, at(3))),
    'N+1 ×5 call site',
  ],
  [
    'inserted rows one by one are an N+1',
    times(6, (n) => query(`INSERT INTO a (b, c) VALUES (${n}, 'x')`, at(3))),
    'N+1 ×6 call site',
  ],
  [
    'keys of one kind are one shape',
    times(5, (n) => query(`GET user:${n}`, at(3), { target: 'redis', syntax: 'text' })),
    'N+1 ×5 call site',
  ],
  [
    'keys of five kinds are five shapes',
    ['user', 'cart', 'menu', 'theme', 'locale'].map((key) =>
      query(`GET ${key}:1`, at(3), { target: 'redis', syntax: 'text' }),
    ),
    '-',
  ],
  [
    'bodies of JSON are compared by shape',
    times(5, (n) =>
      query(JSON.stringify({ query: { term: { id: n } } }), at(3), { target: 'elastic', syntax: 'json' }),
    ),
    'N+1 ×5 call site',
  ],
  [
    'bodies with other members are other shapes',
    times(5, (n) => query(JSON.stringify({ [`field${n}`]: 1 }), at(3), { target: 'elastic', syntax: 'json' })),
    '-',
  ],

  // The place: call site, parent, stream.
  ['five of one parent are an N+1, whatever the line', [request(times(5, (n) => byId(n, at(n))))], 'N+1 ×5 parent'],
  ['without lines, the parent is the place', [request(times(5, (n) => byId(n)))], 'N+1 ×5 parent'],
  ['five of five parents are none', times(5, (n) => request([byId(n)])), '-'],
  [
    'three and two of two parents are none',
    [request(times(3, (n) => byId(n))), request(times(2, (n) => byId(n + 3)))],
    '-',
  ],
  ['one line in five parents is an N+1', times(5, (n) => request([byId(n, at(3))])), 'N+1 ×5 call site'],
  ['the line is named before the parent', [request(times(5, (n) => byId(n, at(3))))], 'N+1 ×5 call site'],
  ['with neither line nor parent, the stream is the place', times(5, (n) => byId(n)), 'N+1 ×5 stream'],
  ['without the values, and with neither, they may be the same', times(5, () => unsent()), 'N+1 ×5 stream ?'],
  ['queries with a line do not count for the stream', [...times(4, (n) => byId(n)), byId(5, at(3))], '-'],
  ['queries with a parent do not count for the stream', [...times(4, (n) => byId(n)), request([byId(5)])], '-'],
  [
    'only those from the line are marked',
    [...times(5, (n) => byId(n, at(3))), byId(6, at(9))],
    [...times(5, () => 'N+1 ×5 call site'), '-'],
  ],
  [
    'two loops are two of them',
    [...times(5, (n) => byId(n, at(3))), ...times(6, (n) => byId(n + 5, at(9)))],
    [...times(5, () => 'N+1 ×5 call site'), ...times(6, () => 'N+1 ×6 call site')],
  ],
  [
    'other events between them change nothing',
    times(5, (n) => request([{ type: 'log', payload: { message: 'x' } }, byId(n, at(3))])),
    'N+1 ×5 call site',
  ],
  [
    'a parent that is a query counts as one',
    [query('CALL all_users()', { nested: times(5, (n) => byId(n)) })],
    ['-', ...times(5, () => 'N+1 ×5 parent')],
  ],
]

describe('marks of queries', () => {
  test.each(CASES)('%s', async (rule, events, expected) => {
    const marks = (await marksOf(events, rule)).flatMap((mark) => (mark ? [describeMark(mark)] : []))
    expect(marks).toEqual(typeof expected === 'string' ? marks.map(() => expected) : expected)
    expect(marks.length).toBeGreaterThan(0)
  })
})

test('parameters that differ beyond what a double holds are no duplicate', async () => {
  const text = (value: string) =>
    `{"type":"query","payload":{"target":"mysql","query":"SELECT * FROM a WHERE b = ?","bindings":[${value}]}}`
  const events = [text('9007199254740993'), text('9007199254740992')].map((event) => JSON.parse(event) as unknown)
  expect(events[0]).toEqual(events[1])
  const marks = await marksOfText(
    `{"id":"long","version":1,"events":[${text('9007199254740993')},${text('9007199254740992')}]}`,
  )
  expect(marks.map((mark) => mark && describeMark(mark))).toEqual(['-', '-'])
})

test('what is no query has no mark', async () => {
  expect(await marksOf([{ type: 'log', payload: { message: 'SELECT 1' } }], 'logs')).toEqual([undefined])
})

test('other streams do not count', async () => {
  await marksOf(
    times(4, (n) => byId(n, at(3))),
    'one visit',
  )
  const marks = await marksOf([byId(5, at(3)), byId(1, at(3))], 'the next visit')
  expect(marks.map((mark) => mark && describeMark(mark))).toEqual(['-', '-'])
})

test('a stream of the same name in another app does not count', async () => {
  await marksOf(
    times(4, (n) => byId(n, at(3))),
    'main',
    'shop',
  )
  const marks = await marksOf(
    times(4, (n) => byId(n, at(3))),
    'main',
    'forum',
  )
  expect(marks.map((mark) => mark && describeMark(mark))).toEqual(['-', '-', '-', '-'])
})

test('a stream that goes on counts on', async () => {
  const [first] = await marksOf(
    times(3, (n) => byId(n, at(3))),
    'worker',
  )
  expect(first && describeMark(first)).toBe('-')
  await marksOf(
    times(3, (n) => byId(n + 3, at(3))),
    'worker',
  )
  const [later] = await log.api.queryMarks(first ? [first.id] : [])
  expect(later && describeMark(later)).toBe('N+1 ×6 call site')
})

describe('siblings of a query', () => {
  test('are those of its shape in its stream, with their values, counts and places', async () => {
    const marks = await marksOf(
      [bound([1], at(3)), bound([2], at(3)), query('SELECT 1'), bound([1], at(9)), byId(4)],
      'siblings',
    )
    const id = marks[1]?.id ?? 0
    expect(await log.api.querySiblings(id)).toEqual({
      mark: { id, same: 1, nPlusOne: null },
      same: { count: 1, duration: 1 },
      shape: { count: 4, duration: 4 },
      everywhere: expect.any(Number),
      callSites: [
        { location: { file: 'src/cart.ts', line: 3 }, count: 2, duration: 2 },
        { location: { file: 'src/cart.ts', line: 9 }, count: 1, duration: 1 },
        { location: null, count: 1, duration: 1 },
      ],
      nearest: [
        expect.objectContaining({ id: id - 1, isSame: false, parameters: '[1]' }),
        expect.objectContaining({ id, isSame: true, parameters: '[2]' }),
        expect.objectContaining({ id: id + 2, isSame: false, parameters: '[1]' }),
        expect.objectContaining({ id: id + 3, isSame: false, parameters: null }),
      ],
      before: 0,
    })
  })

  test('of a long loop are the nearest of it', async () => {
    const marks = await marksOf(
      times(200, (n) => byId(n, at(3))),
      'loop',
    )
    const siblings = await log.api.querySiblings(marks[120]?.id ?? 0)
    expect(siblings?.before).toBe(70)
    expect(siblings?.nearest).toHaveLength(101)
    expect(siblings?.nearest[50]?.id).toBe(marks[120]?.id)
    expect(siblings?.shape.count).toBe(200)
  })

  test('of what is no query are none', async () => {
    await marksOf([{ type: 'log', payload: { message: 'x' } }], 'no query')
    expect(await log.api.querySiblings(lastId)).toBeNull()
    expect(await log.api.querySiblings(lastId + 1)).toBeNull()
  })
})

test('the last queries of a stream of 10,000 are counted with all of them', async () => {
  const events = times(10_000, (n) => byId(n, at(n % 8)))
  const marks = await marksOf(events, 'flood')
  const ids = marks.slice(-60).map((mark) => mark?.id ?? 0)
  const answer = await log.api.queryMarks(ids)
  expect(answer).toHaveLength(60)
  const found = new Set(answer.map(({ same, nPlusOne }) => `${same} ${nPlusOne?.count} ${nPlusOne?.place}`))
  expect([...found]).toEqual(['1 1250 call site'])
})

test('what ran far away in an endless stream does not count', async () => {
  const connection = await openMemoryLog()
  const far = 2 * REACH
  const stored = [1, 2, 3, far + 1, far + 2, far + 3].map((id) => ({
    id,
    type: 'query',
    target: 'mysql',
    calledFrom: { file: 'a.ts', line: 1 },
    payload: { target: 'mysql', query: `SELECT * FROM a WHERE id = ${id}`, syntax: 'sql' },
  }))
  await storeEvents(connection, stored)
  expect((await readQueryMarks(connection, [1])).map(describeMark)).toEqual(['-'])
  const nearer = { ...stored[0], id: 4 }
  await storeEvents(connection, [nearer, { ...nearer, id: 5 }])
  expect((await readQueryMarks(connection, [1])).map(describeMark)).toEqual(['×3, N+1 ×5 call site'])
})
