import type { DuckDBConnection } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import { compileConditions, compileOrder } from '../../../main/log/compile.ts'
import type { Comparison, Condition, EventQuery } from '../../../shared/query/query.ts'
import { openMemoryLog, storeEvents } from '../../helpers/memory-log.ts'

let log: DuckDBConnection

beforeAll(async () => {
  log = await openMemoryLog()
  await storeEvents(log, [
    {
      id: 1,
      type: 'log',
      summary: 'Straße nach Köln',
      payload: { n: 5, list: ['a', 1, true, null], deep: [{ id: 7 }] },
    },
    {
      id: 2,
      type: 'query',
      target: 'mysql',
      duration: 12.5,
      tags: ['db:mysql', 'slow'],
      payload: { n: '5', s: 'Hello' },
    },
    {
      id: 3,
      type: 'query',
      success: false,
      importance: 5,
      payload: { n: null, s: 'say "hi"\n\u001f' },
      metadata: { m: 1 },
    },
    {
      id: 4,
      stream: 'x',
      tags: ['slow'],
      calledFrom: { file: 'src/a.ts', line: 3 },
      payload: { n: 5.0, title: 'long enough' },
    },
    { id: 5, parent: 4, depth: 1, payload: 'plain text', metadata: { n: 9, 'a/b~c': true } },
    { id: 6, type: 'odd', payload: { n: 1, half: '\ud800' } },
  ])
  await log.run('INSERT INTO pins VALUES (3)')
})

/** Ids of the events that fulfil the conditions. */
async function find(conditions: readonly Condition[], orderBy?: EventQuery['orderBy']): Promise<number[]> {
  const where = compileConditions(conditions)
  const order = compileOrder(orderBy)
  const result = await log.runAndReadAll(`SELECT e.id FROM events e WHERE ${where.sql} ${order.sql}`, [
    ...where.params,
    ...order.params,
  ])
  return result.getRows().map(([id]) => Number(id))
}

const ALL = [1, 2, 3, 4, 5, 6]

const CASES: readonly [Comparison['field'], Comparison['operator'], unknown, readonly number[]][] = [
  ['type', 'eq', 'query', [2, 3]],
  ['event_type', 'in', ['log', 'nope'], [1, 4, 5]],
  ['target', 'eq', 'mysql', [2]],
  ['target', 'gt', 'a', [2]],
  ['duration', 'gte', 12.5, [2]],
  ['duration', 'eq', '12.5', []],
  ['success', 'eq', false, [3]],
  ['success', 'exists', undefined, [3]],
  ['success', 'exists', false, [1, 2, 4, 5, 6]],
  ['id', 'eq', '2', [2]],
  ['id', 'between', [2, 4], [2, 3, 4]],
  ['parent', 'eq', 4, [5]],
  ['timestamp', 'eq', '2023-11-14T22:13:20.002Z', [2]],
  ['timestamp', 'lt', 1_700_000_000_003, [1, 2]],
  ['tags', 'contains', 'slow', [2, 4]],
  ['tags', 'contains', 'db', []],
  ['tags', 'icontains', 'MYSQL', [2]],
  ['tags', 'matches', '^db:', [2]],
  ['tags', 'exists', true, [2, 4]],
  ['pinned', 'eq', true, [3]],
  ['size', 'lt', 13, [5]],
  ['calledFrom', 'eq', 'src/a.ts:3', [4]],
  ['calledFrom.line', 'eq', 3, [4]],
  ['n', 'eq', 5, [1, 4]],
  ['payload.n', 'eq', '5', [2]],
  ['payload.n', 'eq', null, [3]],
  ['n', 'gt', 4, [1, 4, 5]],
  ['payload.n', 'in', [5, '5'], [1, 2, 4]],
  ['payload.n', 'exists', true, [1, 2, 4]],
  ['payload.list', 'contains', 'a', [1]],
  ['payload.list', 'contains', 1, [1]],
  ['payload.list', 'contains', true, [1]],
  ['payload.list.0', 'eq', 'a', [1]],
  ['payload.deep.0.id', 'eq', 7, [1]],
  ['payload.s', 'contains', 'ell', [2]],
  ['payload.s', 'contains', 'ELL', []],
  ['payload.s', 'icontains', 'ELL', [2]],
  ['payload.s', 'eq', 'say "hi"\n\u001f', [3]],
  ['payload.s', 'gt', 'I', [3]],
  ['metadata.a/b~c', 'eq', true, [5]],
  ['payload', 'eq', 'plain text', [5]],
  ['text', 'icontains', 'KÖLN', [1]],
  ['text', 'icontains', '"HI"\n\u001f', [3]],
  ['text', 'contains', 'plain', [5]],
  ['text', 'matches', { pattern: 'hel+o', flags: 'i' }, [2]],
]

describe('a comparison finds', () => {
  test.each(CASES)('%s %s %j', async (field, operator, value, expected) => {
    expect(await find([{ field, operator, value }])).toEqual(expected)
  })

  test.each(CASES)('the exact opposite of %s %s %j under not', async (field, operator, value, expected) => {
    expect(await find([{ not: { field, operator, value } }])).toEqual(ALL.filter((id) => !expected.includes(id)))
  })
})
