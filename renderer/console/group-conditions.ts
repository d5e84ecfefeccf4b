import { isBucket, nameOfKey, readWidth } from '../../shared/query/bucket.ts'
import { resolveField } from '../../shared/query/fields.ts'
import type { Condition, GroupKey } from '../../shared/query/query.ts'
import type { GroupRow } from './run-query.ts'

/** The conditions that the events of a group fulfil, and no others. Null where the language cannot say that: for lists and objects. */
export function readGroupConditions(keys: readonly GroupKey[], { group }: GroupRow): readonly Condition[] | null {
  const conditions = keys.map((key) => readKey(key, group[nameOfKey(key)]))
  return conditions.includes(null) ? null : conditions.flatMap((condition) => condition ?? [])
}

function readKey(key: GroupKey, value: unknown): readonly Condition[] | null {
  if (isBucket(key)) return readBucket(key.field, key.bucket, value)
  if (value === null) return [{ field: key, operator: 'exists', value: false }]
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isPlain ? [{ field: key, operator: 'eq', value }] : null
}

/** Nothing tells a value that is missing from one that is no number. */
function readBucket(name: string, bucket: string | number, start: unknown): readonly Condition[] | null {
  const field = resolveField(name)
  if (!field) return null
  const width = readWidth(field, bucket, 'bucket')
  const end = nextStart(start, width)
  if (end === null) return null
  return [
    { field: name, operator: 'gte', value: start },
    { field: name, operator: 'lt', value: end },
  ]
}

function nextStart(start: unknown, width: number): unknown {
  if (typeof start === 'number') return Number((start + width).toPrecision(15))
  const time = typeof start === 'string' ? Date.parse(start) : Number.NaN
  return Number.isNaN(time) ? null : new Date(time + width).toISOString()
}
