import { describe } from './check-shape.ts'
import type { Field } from './fields.ts'
import { type Bucket, type GroupKey, QueryError } from './query.ts'

/** Units of a width in time, ms. */
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** ms of a width like `10s`; undefined for anything else, and for no time at all. */
export function parseWidth(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? []
  return Number(count) * (UNITS[unit] ?? Number.NaN) || undefined
}

/** How wide the buckets of a field are: ms of time, else as its numbers count. Throws `QueryError`. */
export function readWidth(field: Field, bucket: unknown, path: string): number {
  if (field.kind === 'time') {
    const width = typeof bucket === 'string' ? parseWidth(bucket) : undefined
    if (width !== undefined) return width
    throw new QueryError(path, `must be a time like 10s, 1m, 1h or 1d, not ${describe(bucket)}`)
  }
  if (field.kind !== 'number' && field.kind !== 'id' && field.kind !== 'json') {
    throw new QueryError(path, `${field.name} has no buckets; times and numbers do`)
  }
  if (typeof bucket === 'number' && Number.isFinite(bucket) && bucket > 0) return bucket
  throw new QueryError(path, `must be a number above 0, not ${describe(bucket)}; time and received take times`)
}

export function isBucket(key: GroupKey): key is Bucket {
  return typeof key !== 'string'
}

/** The name that a key has in the groups of an answer. */
export function nameOfKey(key: GroupKey): string {
  return isBucket(key) ? key.field : key
}

/**
 * Where a bucket begins, from its number: they lie side by side, and one of them begins at 0 (for times: 1970, UTC). A
 * width with decimals is multiplied without the dust of binary fractions: 3 × 0.1 is 0.3.
 */
export function startOfBucket(index: number, width: number): number {
  const start = index * width
  return Number.isInteger(width) ? start + 0 : Number(start.toPrecision(15)) + 0
}
