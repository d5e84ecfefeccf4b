import { nameOfKey, readWidth } from './bucket.ts'
import { describe, readInteger, readList, readObject, readText, readWord } from './check-shape.ts'
import { checkField, VALUE_CHECKS } from './check-value.ts'
import {
  type Comparison,
  type Condition,
  type EventQuery,
  type GroupKey,
  OPERATORS,
  type Operator,
  type OrderBy,
  QueryError,
  REDUCE_TYPES,
  type Reduce,
} from './query.ts'

/** Groups inside each other. */
const MAX_DEPTH = 20
/** Conditions of one query, at any depth. */
const MAX_CONDITIONS = 1000

/** A list and free text answer only these; any other operator would be false for every event. */
const OPERATORS_OF_LISTS: readonly Operator[] = ['contains', 'icontains', 'matches', 'exists']

const QUERY_KEYS = ['from', 'where', 'select', 'orderBy', 'limit', 'offset', 'reduce'] as const

/** Makes a query of a value that came from outside. Throws `QueryError`, which names the offending part. */
export function checkQuery(value: unknown): EventQuery {
  const { from, where, select, orderBy, limit, offset, reduce } = readObject(value, '', QUERY_KEYS)
  return {
    from: checkFrom(from),
    ...(where !== undefined && { where: checkConditions(where) }),
    ...(select !== undefined && { select: checkFields(select, 'select') }),
    ...(orderBy !== undefined && { orderBy: checkOrder(orderBy) }),
    ...(limit !== undefined && { limit: readInteger(limit, 'limit', 1) }),
    ...(offset !== undefined && { offset: readInteger(offset, 'offset', 0) }),
    ...(reduce !== undefined && { reduce: checkReduce(reduce) }),
  }
}

/** Makes conditions of a value that came from outside. Throws `QueryError`, which names the offending part. */
export function checkConditions(value: unknown, path = 'where'): readonly Condition[] {
  return checkList(value, path, { depth: 0, left: { conditions: MAX_CONDITIONS } })
}

interface Budget {
  readonly depth: number
  readonly left: { conditions: number }
}

function checkList(value: unknown, path: string, budget: Budget): readonly Condition[] {
  return readList(value, path).map((item, index) => checkCondition(item, `${path}[${index}]`, budget))
}

function checkCondition(value: unknown, path: string, { depth, left }: Budget): Condition {
  left.conditions--
  if (left.conditions < 0) throw new QueryError(path, `more than ${MAX_CONDITIONS} conditions`)
  if (depth > MAX_DEPTH) throw new QueryError(path, `more than ${MAX_DEPTH} groups inside each other`)
  const members = readObject(value, path, ['field', 'operator', 'value', 'any', 'all', 'not'])
  const group = (['any', 'all', 'not'] as const).find((key) => key in members)
  if (group === undefined) return checkComparison(members, path)
  readObject(value, path, [group])
  const inner = { depth: depth + 1, left }
  if (group === 'not') return { not: checkCondition(members.not, `${path}.not`, inner) }
  const list = checkList(members[group], `${path}.${group}`, inner)
  return group === 'any' ? { any: list } : { all: list }
}

function checkComparison(members: Readonly<Record<string, unknown>>, path: string): Comparison {
  const name = readText(members.field, `${path}.field`)
  const field = checkField(name, `${path}.field`)
  const operator = readWord(members.operator, `${path}.operator`, OPERATORS, 'operator')
  if ((field.kind === 'tags' || field.kind === 'words') && !OPERATORS_OF_LISTS.includes(operator)) {
    throw new QueryError(`${path}.operator`, `${name} takes ${OPERATORS_OF_LISTS.join(', ')}, not ${operator}`)
  }
  VALUE_CHECKS[operator](members.value, `${path}.value`, field)
  return members.value === undefined ? { field: name, operator } : { field: name, operator, value: members.value }
}

function checkFrom(value: unknown): EventQuery['from'] {
  const { instance, stream } = readObject(value, 'from', ['instance', 'stream'])
  const from = { instance: readText(instance, 'from.instance') }
  return stream === undefined ? from : { ...from, stream: readText(stream, 'from.stream') }
}

function checkOrder(value: unknown): OrderBy | readonly OrderBy[] {
  if (!Array.isArray(value)) return checkOrderKey(value, 'orderBy')
  return value.map((key, index) => checkOrderKey(key, `orderBy[${index}]`))
}

function checkOrderKey(value: unknown, path: string): OrderBy {
  const { field, direction } = readObject(value, path, ['field', 'direction'])
  const key = { field: checkValueField(field, `${path}.field`) }
  if (direction === undefined) return key
  return { ...key, direction: readWord(direction, `${path}.direction`, ['asc', 'desc'], 'direction') }
}

function checkReduce(value: unknown): Reduce {
  const { type, field, groupBy } = readObject(value, 'reduce', ['type', 'field', 'groupBy'])
  const reduceType = readWord(type, 'reduce.type', REDUCE_TYPES, 'reduce type')
  if (field === undefined && reduceType !== 'count') throw new QueryError('reduce.field', `${reduceType} needs a field`)
  return {
    type: reduceType,
    ...(field !== undefined && { field: checkValueField(field, 'reduce.field') }),
    ...(groupBy !== undefined && { groupBy: checkGroupBy(groupBy, 'reduce.groupBy') }),
  }
}

function checkGroupBy(value: unknown, path: string): readonly GroupKey[] {
  const keys = readList(value, path).map((key, index) => checkGroupKey(key, `${path}[${index}]`))
  keys.forEach((key, index) => {
    const isTwice = keys.some((other, at) => at < index && nameOfKey(other) === nameOfKey(key) && other !== key)
    if (isTwice) throw new QueryError(`${path}[${index}]`, `${nameOfKey(key)} is there already`)
  })
  return keys
}

function checkGroupKey(value: unknown, path: string): GroupKey {
  if (typeof value === 'string') return checkValueField(value, path)
  if (typeof value !== 'object')
    throw new QueryError(path, `must be a field or {"field", "bucket"}, not ${describe(value)}`)
  const members = readObject(value, path, ['field', 'bucket'])
  const field = checkValueField(members.field, `${path}.field`)
  const bucket = members.bucket
  readWidth(checkField(field, `${path}.field`), bucket, `${path}.bucket`)
  return { field, bucket: typeof bucket === 'number' ? bucket : String(bucket) }
}

function checkFields(value: unknown, path: string): readonly string[] {
  return readList(value, path).map((name, index) => checkValueField(name, `${path}[${index}]`))
}

/** A field that has a value of its own; `text` is only for searching. */
function checkValueField(value: unknown, path: string): string {
  const name = readText(value, path)
  if (checkField(name, path).kind === 'words') throw new QueryError(path, `${name} can only be searched`)
  return name
}
