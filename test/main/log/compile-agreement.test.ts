import { isDeepStrictEqual } from 'node:util'
import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { runQuery } from '../../../main/log/run-query.ts'
import { checkQuery } from '../../../shared/query/check.ts'
import { type Condition, OPERATORS, PUBLISHED_OPERATORS, REDUCE_TYPES } from '../../../shared/query/query.ts'
import { openMemoryLog, type StoredEvent, storeEvents } from '../../helpers/memory-log.ts'
import { answerQuery } from './query-model.ts'
import { comparisons, conditions, makeEvents } from './random-queries.ts'

const FIELDS = [
  'event_type',
  'stream_id',
  'timestamp',
  'importance',
  'duration',
  'success',
  'summary',
  'target',
  'id',
  'parent',
  'payload',
  'payload.a',
  'payload.b',
  'payload.a.0',
  'payload.a.b',
  "payload.it's",
  'payload.x/y~z',
  'metadata.a',
  'metadata',
  'a',
  'd',
  'c.a',
  'size',
  'pinned',
  'calledFrom',
  'calledFrom.line',
]
const LIST_FIELDS = ['tags', 'text']
const anyCondition = conditions(comparisons([...FIELDS, ...LIST_FIELDS], OPERATORS))

/** Of the most thorough test, of which others make a part. `npm test` makes few: `QUERIES=2000` is for a change of the compiler. */
const QUERIES = Number(process.env.QUERIES ?? 400)

let log: DuckDBConnection
let stored: readonly StoredEvent[]

beforeAll(async () => {
  log = await openMemoryLog()
  stored = makeEvents(60)
  await storeEvents(log, stored)
})

async function matchesOf(where: readonly Condition[]): Promise<Set<unknown>> {
  const { events = [] } = await runQuery(log, checkQuery({ from: { instance: '*' }, where, select: ['id'] }))
  return new Set(events.map(({ id }) => Number(id)))
}

test('every valid query runs', async () => {
  const field = fc.constantFrom(...FIELDS, 'tags')
  const direction = fc.constantFrom('asc' as const, 'desc' as const)
  const query = fc.record(
    {
      from: fc.constant({ instance: '*' }),
      where: fc.array(anyCondition, { maxLength: 3 }),
      select: fc.array(field, { maxLength: 3 }),
      orderBy: fc.array(fc.record({ field, direction }), { maxLength: 2 }),
      limit: fc.integer({ min: 1, max: 50 }),
      offset: fc.nat(20),
      reduce: fc.record({ type: fc.constantFrom(...REDUCE_TYPES), field, groupBy: fc.array(field, { maxLength: 2 }) }),
    },
    { requiredKeys: ['from'] },
  )
  await fc.assert(
    fc.asyncProperty(query, async (value) => {
      await runQuery(log, checkQuery(value))
    }),
    { numRuns: QUERIES / 4 },
  )
})

test('not finds exactly the other events', async () => {
  await fc.assert(
    fc.asyncProperty(anyCondition, async (condition) => {
      const [found, others] = [await matchesOf([condition]), await matchesOf([{ not: condition }])]
      expect(found.size + others.size).toBe(stored.length)
      for (const id of found) expect(others.has(id)).toBe(false)
    }),
    { numRuns: QUERIES / 5 },
  )
})

test('the published language means in SQL what it means in JavaScript', async () => {
  const fields = [
    'id',
    'event_type',
    'eventType',
    'stream_id',
    'instanceId',
    'timestamp',
    'sequence_number',
    'importance',
    'duration',
    'success',
    'target',
    'summary',
    'tags',
    'payload',
    'payload.a',
    'payload.b',
    'payload.a.0',
    'payload.a.b',
    "payload.it's",
    'payload.x/y~z',
    'metadata',
    'metadata.a',
    'a',
    'c.a',
    'd',
  ]
  const field = fc.constantFrom(...fields)
  const order = fc.record(
    { field, direction: fc.constantFrom('asc' as const, 'desc' as const) },
    { requiredKeys: ['field'] },
  )
  const reduce = fc.oneof(
    fc.record(
      { type: fc.constant('count' as const), groupBy: fc.array(field, { maxLength: 2 }) },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      { type: fc.constantFrom(...REDUCE_TYPES), field, groupBy: fc.array(field, { maxLength: 2 }) },
      { requiredKeys: ['type', 'field'] },
    ),
  )
  const clauses = {
    from: fc.record(
      { instance: fc.constantFrom('*', 'app', 'second'), stream: fc.constantFrom('s1', 's2', 'none') },
      { requiredKeys: ['instance'] },
    ),
    where: fc.array(conditions(comparisons(fields, PUBLISHED_OPERATORS)), { maxLength: 3 }),
    select: fc.array(field, { maxLength: 3 }),
    orderBy: fc.oneof(order, fc.array(order, { maxLength: 2 })),
    limit: fc.integer({ min: 1, max: 50 }),
    offset: fc.nat(20),
  }
  // Most compute something: reading whole events costs the database three times as much.
  const query = fc.oneof(
    { weight: 1, arbitrary: fc.record(clauses, { requiredKeys: ['from'] }) },
    { weight: 2, arbitrary: fc.record({ ...clauses, reduce }, { requiredKeys: ['from', 'reduce'] }) },
  )
  await fc.assert(
    fc.asyncProperty(query, async (value) => {
      const [found, expected] = [await runQuery(log, checkQuery(value)), answerQuery(stored, value)]
      // The assertion takes ten times as long, and is only needed to tell a difference.
      if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected)
    }),
    { numRuns: QUERIES },
  )
})
