import { LEVELS } from '../../shared/importance.ts'
import { FIELDS, isPathField, resolveField } from '../../shared/query/fields.ts'
import { OPERATORS, type Operator, REDUCE_TYPES } from '../../shared/query/query.ts'
import type { KnownValues } from '../../shared/query/suggest.ts'
import { type Caret, findCaret } from './caret.ts'
import type { KnownData, Scalar } from './known-data.ts'

const MOST_ITEMS = 100

export interface Completion {
  /** As it is listed. */
  readonly label: string
  /** What replaces the word at the caret. */
  readonly insert: string
  readonly detail: string
}

export interface Completions {
  readonly from: number
  readonly to: number
  readonly items: readonly Completion[]
}

export interface Known {
  readonly log: KnownValues
  readonly data: KnownData
}

const NEW_QUERY = { label: 'query', insert: '{ "from": { "instance": "*" } }', detail: 'All events of every app' }

/** What can be written at the caret of a query's text. */
export function completeQuery(text: string, caret: number, known: Known): Completions | null {
  if (text.trim() === '') return { from: 0, to: text.length, items: [NEW_QUERY] }
  const at = findCaret(text, caret)
  if (!at) return null
  const items = matching(at.isKey ? completeKey(at) : completeValue(at, known), text.slice(at.from, caret))
  return items.length === 0 ? null : { from: at.from, to: at.to, items }
}

/** What has the written word in it, in any case: those that begin with it first. */
function matching(items: readonly Completion[], written: string): readonly Completion[] {
  const wanted = written.replace(/^"/, '').toLowerCase()
  const placeOf = ({ label }: Completion) => label.toLowerCase().indexOf(wanted)
  const first = items.filter((item) => placeOf(item) === 0)
  const others = items.filter((item) => placeOf(item) > 0)
  return [...first, ...others].slice(0, MOST_ITEMS)
}

/** What kind of place a path leads to, the same at any depth of groups: `condition.field`, `reduce.groupBy.*`. */
function nameOfPlace(path: readonly (string | number)[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')
  return steps.replace(/^where\.\*(\.(any|all)\.\*|\.not)*/, 'condition').replace(/^orderBy\.\*/, 'orderBy')
}

type Keys = Readonly<Record<string, readonly [insert: string, detail: string]>>

const ORDER = '{ "field": "time", "direction": "desc" }'

/** Members by the place of their object, with what is written for each and what it means. */
const KEYS: Readonly<Record<string, Keys>> = {
  '': {
    from: ['{ "instance": "*" }', 'Which app, and which stream of it'],
    where: ['[]', 'Conditions that must all hold'],
    select: ['[]', 'Fields to answer; everything without it'],
    orderBy: [ORDER, 'Field to sort by'],
    limit: ['100', 'How many events at most'],
    offset: ['0', 'How many events to skip'],
    reduce: ['{ "type": "count" }', 'One value of all matches, or of each group'],
  },
  from: {
    instance: ['"*"', 'Id or name of an app, or * for all'],
    stream: ['""', 'Id of a request or session'],
  },
  condition: {
    field: ['""', 'What to compare'],
    operator: ['"eq"', 'How to compare'],
    value: ['""', 'What to compare with'],
    any: ['[]', 'One of these conditions must hold'],
    all: ['[]', 'All of these conditions must hold'],
    not: ['{ }', 'This condition must not hold'],
  },
  'condition.value': {
    pattern: ['""', 'Regular expression (RE2)'],
    flags: ['"i"', 'i for any case'],
  },
  orderBy: { field: ['""', 'What to sort by'], direction: ['"desc"', 'asc or desc'] },
  reduce: {
    type: ['"count"', 'What to compute'],
    field: ['""', 'Of which field; count needs none'],
    groupBy: ['[]', 'One result for each group'],
  },
  'reduce.groupBy.*': { field: ['""', 'What to group by'], bucket: ['"1m"', 'How wide the groups are'] },
}

function completeKey({ path, members, hasColon }: Caret): readonly Completion[] {
  const keys = KEYS[nameOfPlace(path.slice(0, -1))] ?? {}
  return Object.entries(keys)
    .filter(([key]) => !Object.hasOwn(members, key))
    .map(([key, [value, detail]]) => ({ label: key, insert: hasColon ? `"${key}"` : `"${key}": ${value}`, detail }))
}

function completeValue({ path, members }: Caret, known: Known): readonly Completion[] {
  switch (nameOfPlace(path)) {
    case 'from.instance':
      return texts(['*', ...known.log.instances], 'app')
    case 'from.stream':
      return texts(known.log.streams, 'stream')
    case 'condition':
      return [{ label: 'condition', insert: '{ "field": "", "operator": "eq", "value": "" }', detail: 'A comparison' }]
    case 'condition.field':
      return fields(known, true)
    case 'condition.operator':
      return operators(members.field)
    case 'condition.value':
      if (members.operator === 'exists') return TRUE_OR_FALSE
      if (members.operator === 'in') return [written('[]', 'A list of values')]
      if (members.operator === 'between') return [written('[0, 100]', 'The least and the greatest')]
      return values(String(members.field ?? ''), known)
    case 'condition.value.*':
      return values(String(members.field ?? ''), known)
    case 'select.*':
    case 'orderBy.field':
    case 'reduce.field':
    case 'reduce.groupBy.*.field':
      return fields(known, false)
    case 'reduce.groupBy.*':
      return [
        { label: 'per minute', insert: '{ "field": "time", "bucket": "1m" }', detail: 'A bucket of time' },
        ...fields(known, false),
      ]
    case 'reduce.groupBy.*.bucket':
      return buckets(members.field)
    case 'orderBy.direction':
      return texts(['desc', 'asc'], '')
    case 'reduce.type':
      return REDUCE_TYPES.map((type) => ({ ...text(type), detail: REDUCE_DOCS[type] }))
    default:
      return valueOfKey(path)
  }
}

/** What would have been written with the key, where it stands there alone. */
function valueOfKey(path: Caret['path']): readonly Completion[] {
  const [insert, detail] = KEYS[nameOfPlace(path.slice(0, -1))]?.[String(path.at(-1))] ?? []
  return insert === undefined ? [] : [written(insert, detail)]
}

function fields(known: Known, withWords: boolean): readonly Completion[] {
  return [
    ...FIELDS.filter(({ kind }) => withWords || kind !== 'words').map(({ name, doc }) => ({
      ...text(name),
      detail: doc,
    })),
    ...known.data.paths.map((path) => ({ ...text(path), detail: 'seen in the log' })),
  ]
}

export const OPERATOR_DOCS: Readonly<Record<Operator, string>> = {
  eq: 'is',
  neq: 'is not',
  gt: 'is greater than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  contains: 'contains',
  in: 'is one of',
  between: 'lies between, both included',
  icontains: 'contains, in any case',
  matches: 'matches the pattern',
  exists: 'exists',
}

function operators(field: unknown): readonly Completion[] {
  const kind = typeof field === 'string' ? resolveField(field)?.kind : undefined
  const isList = kind === 'tags' || kind === 'words'
  const fitting = OPERATORS.filter(
    (operator) => !isList || ['contains', 'icontains', 'matches', 'exists'].includes(operator),
  )
  return fitting.map((operator) => ({ ...text(operator), detail: OPERATOR_DOCS[operator] }))
}

const REDUCE_DOCS: Readonly<Record<(typeof REDUCE_TYPES)[number], string>> = {
  count: 'number of events',
  sum: 'sum of a field',
  avg: 'average of a field',
  min: 'least value of a field',
  max: 'greatest value of a field',
  collect: 'list of the values of a field',
}

function buckets(name: unknown): readonly Completion[] {
  const field = typeof name === 'string' ? resolveField(name) : undefined
  if (field?.kind === 'time') return texts(['10s', '1m', '5m', '15m', '1h', '1d'], 'UTC')
  return [10, 50, 100, 1000].map((width) => ({ label: String(width), insert: String(width), detail: 'width' }))
}

/** Times that one looks back to, ms. */
const AGES = [
  ['10 minutes ago', 600_000],
  ['an hour ago', 3_600_000],
  ['a day ago', 86_400_000],
] as const

function values(name: string, { log, data }: Known): readonly Completion[] {
  const field = resolveField(name)
  if (!field) return []
  if (isPathField(field)) {
    const seen = field.roots.flatMap((root) => data.values[[root, ...field.path].join('.')] ?? [])
    return seen.map((value) => scalar(value, 'seen in the log'))
  }
  switch (field.name) {
    case 'type':
      return texts(log.types, '')
    case 'target':
      return texts(log.targets, '')
    case 'tags':
      return texts(log.tags, '')
    case 'instance':
      return texts(log.instances, '')
    case 'stream':
      return texts(log.streams, '')
    case 'importance':
      return LEVELS.map((level, index) => ({ label: String(index + 1), insert: String(index + 1), detail: level }))
    default:
      if (field.kind === 'boolean') return TRUE_OR_FALSE
      return field.kind === 'time'
        ? AGES.map(([detail, age]) => ({ ...text(new Date(Date.now() - age).toISOString()), detail }))
        : []
  }
}

/** JSON that is offered as it stands. */
function written(insert: string, detail = ''): Completion {
  return { label: insert, insert, detail }
}

const TRUE_OR_FALSE: readonly Completion[] = [written('true'), written('false')]

function scalar(value: Scalar, detail: string): Completion {
  return { label: String(value), insert: JSON.stringify(value), detail }
}

function text(value: string): Completion {
  return scalar(value, '')
}

function texts(list: readonly string[], detail: string): readonly Completion[] {
  return list.map((value) => scalar(value, detail))
}
