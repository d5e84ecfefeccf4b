import fc from 'fast-check'
import { checkQuery } from '../../../shared/query/check.ts'
import type { Comparison, Condition, Operator } from '../../../shared/query/query.ts'
import type { StoredEvent } from '../../helpers/memory-log.ts'

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
    instance: fc.constantFrom('app', 'second'),
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

/** Events of every kind, the same ones each time, with what JSON leaves of their values. */
export function makeEvents(count: number): readonly StoredEvent[] {
  const made = fc.sample(event, { numRuns: count, seed: 7 }).map((fields, index) => ({ id: index + 1, ...fields }))
  return JSON.parse(JSON.stringify(made))
}

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

/** A comparison that the check lets pass. */
export function comparisons(fields: readonly string[], operators: readonly Operator[]): fc.Arbitrary<Comparison> {
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

/** Comparisons, and groups of them. */
export function conditions(comparison: fc.Arbitrary<Comparison>): fc.Arbitrary<Condition> {
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      comparison,
      fc.record({ not: tie('condition') }),
      fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
      fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
    ),
  })).condition
}
