import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { runQuery } from '../../../main/log/run-query.ts'
import { checkQuery } from '../../../shared/query/check.ts'
import {
  type Condition,
  OPERATORS,
  type Operator,
  PUBLISHED_OPERATORS,
  REDUCE_TYPES,
} from '../../../shared/query/query.ts'
import { openMemoryLog, type StoredEvent, storeEvents } from '../../helpers/memory-log.ts'

/** Values that are alike to a careless eye: numbers and their texts, cases, empty ones, edges of number formats. */
const VALUES = [
  0,
  -0,
  1,
  5,
  5.5,
  -3,
  1e21,
  1e300,
  5e-324,
  0.1,
  2 ** 53,
  '',
  '5',
  '1.0',
  'true',
  'null',
  'a',
  'A',
  'ab',
  'é',
  'É',
  'ß',
  '"',
  '\\',
  '\n',
  '\u001f',
  '\u0000',
  '😀',
  "'",
  true,
  false,
  null,
]
/** Half a surrogate pair, which makes JSON that the database cannot read. */
const BROKEN = 'long enough to live on the heap \ud83d'
const scalar = fc.constantFrom(...VALUES)
const storedScalar = fc.oneof({ weight: 40, arbitrary: scalar }, fc.constantFrom(BROKEN, 'x'.repeat(40)))
const json = fc.oneof(
  { weight: 3, arbitrary: storedScalar },
  fc.array(storedScalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b', '0'), storedScalar),
)
const payload = fc.oneof(fc.dictionary(fc.constantFrom('a', 'b', 'c', "it's", 'x/y~z'), json, { maxKeys: 4 }), json)

const event: fc.Arbitrary<Omit<StoredEvent, 'id'>> = fc.record(
  {
    type: fc.constantFrom('log', 'query', 'Query', ''),
    stream: fc.constantFrom('s1', 's2'),
    time: fc.integer({ min: 0, max: 5000 }),
    importance: fc.integer({ min: 1, max: 8 }),
    duration: fc.constantFrom(0, 5, 5.5, 100),
    success: fc.boolean(),
    tags: fc.subarray(['a', 'db:a', 'É', "'"]),
    summary: fc.constantFrom('', 'a', 'Ab "5"', 'É\n'),
    target: fc.constantFrom('a', 'A', '5'),
    payload,
    metadata: fc.dictionary(fc.constantFrom('a', 'd'), scalar),
  },
  { requiredKeys: [] },
)

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
const ISO_TIMES = ['1970-01-01T00:00:02.500Z', '1970-01-01']

const ordered = fc.oneof(
  fc.constantFrom(...VALUES.filter((value) => typeof value === 'string' || typeof value === 'number')),
  fc.constantFrom(...ISO_TIMES),
)

function valueFor(operator: Operator): fc.Arbitrary<unknown> {
  if (operator === 'eq' || operator === 'neq') return fc.oneof(scalar, ordered)
  if (operator === 'in') return fc.array(scalar, { maxLength: 4 })
  if (operator === 'between') return fc.tuple(ordered, ordered)
  if (operator === 'matches') return fc.constantFrom('a', '^A', { pattern: 'É', flags: 'i' }, '\\d$', '"')
  if (operator === 'exists') return fc.constantFrom(undefined, true, false)
  return operator === 'contains' || operator === 'icontains' ? fc.oneof(ordered, scalar) : ordered
}

function comparison(fields: readonly string[], operators: readonly Operator[]): fc.Arbitrary<Condition> {
  return fc
    .tuple(fc.constantFrom(...fields), fc.constantFrom(...operators))
    .chain(([field, operator]) => valueFor(operator).map((value) => ({ field, operator, value })))
    .filter((condition) => isValid([condition]))
}

function isValid(where: readonly Condition[]): boolean {
  try {
    checkQuery({ from: { instance: '*' }, where })
    return true
  } catch {
    return false
  }
}

const anyCondition = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    comparison([...FIELDS, ...LIST_FIELDS], OPERATORS),
    fc.record({ not: tie('condition') }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
  ),
})).condition

let log: DuckDBConnection
let stored: readonly StoredEvent[]

beforeAll(async () => {
  log = await openMemoryLog()
  stored = fc.sample(event, { numRuns: 300, seed: 7 }).map((fields, index) => ({ id: index + 1, ...fields }))
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
    { numRuns: 500 },
  )
})

test('not finds exactly the other events', async () => {
  await fc.assert(
    fc.asyncProperty(anyCondition, async (condition) => {
      const [found, others] = [await matchesOf([condition]), await matchesOf([{ not: condition }])]
      expect(found.size + others.size).toBe(stored.length)
      for (const id of found) expect(others.has(id)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('the published operators mean in SQL what they mean in JavaScript', async () => {
  const fields = [
    'event_type',
    'stream_id',
    'timestamp',
    'importance',
    'duration',
    'success',
    'target',
    'tags',
    'payload.a',
    'payload.b',
    'payload.a.0',
    'payload.a.b',
    "payload.it's",
    'payload.x/y~z',
    'metadata.a',
    'a',
    'c.a',
  ]
  await fc.assert(
    fc.asyncProperty(comparison(fields, PUBLISHED_OPERATORS), async (condition) => {
      const expected = stored.filter((candidate) => fulfils(candidate, condition)).map(({ id }) => id)
      expect([...(await matchesOf([condition]))]).toEqual(expected)
    }),
    { numRuns: 1500 },
  )
})

/** The published operators, as section by section of the documentation reads them. */
function fulfils(candidate: StoredEvent, condition: Condition): boolean {
  if (!('operator' in condition)) throw new Error('a group')
  const isTime = condition.field === 'timestamp'
  const convert = (value: unknown) => (isTime && typeof value === 'string' ? Date.parse(value) : value)
  const actual = valueAt(candidate, condition.field)
  const value = Array.isArray(condition.value) ? condition.value.map(convert) : convert(condition.value)
  const compare = (limit: unknown): number => {
    if (typeof actual !== typeof limit || !['number', 'string'].includes(typeof actual)) return Number.NaN
    if (typeof actual === 'string') return Buffer.compare(Buffer.from(actual), Buffer.from(String(limit)))
    return Number(actual) < Number(limit) ? -1 : Number(actual) > Number(limit) ? 1 : 0
  }
  switch (condition.operator) {
    case 'eq':
      return actual === value
    case 'neq':
      return actual !== value
    case 'gt':
      return compare(value) > 0
    case 'gte':
      return compare(value) >= 0
    case 'lt':
      return compare(value) < 0
    case 'lte':
      return compare(value) <= 0
    case 'between':
      return Array.isArray(value) && compare(value[0]) >= 0 && compare(value[1]) <= 0
    case 'in':
      return Array.isArray(value) && value.some((item) => item === actual)
    case 'contains':
      if (Array.isArray(actual)) return actual.some((item) => item === value)
      return typeof actual === 'string' && typeof value === 'string' && actual.includes(value)
    default:
      throw new Error(`${condition.operator} is not published`)
  }
}

function valueAt(candidate: StoredEvent, field: string): unknown {
  switch (field) {
    case 'event_type':
      return candidate.type ?? 'log'
    case 'stream_id':
      return candidate.stream ?? 'main'
    case 'timestamp':
      return candidate.time ?? 1_700_000_000_000 + candidate.id
    case 'importance':
      return candidate.importance ?? 1
    case 'duration':
    case 'success':
    case 'target':
      return candidate[field]
    case 'tags':
      return candidate.tags?.length ? candidate.tags : undefined
    default:
      return valueInside(candidate, field.split('.'))
  }
}

function valueInside(candidate: StoredEvent, [root = '', ...path]: readonly string[]): unknown {
  if (root === 'payload' || root === 'metadata') return step(readable(candidate[root]), path)
  const found = step(readable(candidate.payload), [root, ...path])
  return found === undefined ? step(readable(candidate.metadata), [root, ...path]) : found
}

function readable(value: unknown): unknown {
  return JSON.stringify(value ?? {}).includes('\\ud83d') ? undefined : value
}

function step(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? step(Reflect.get(value, name), rest)
    : undefined
}
