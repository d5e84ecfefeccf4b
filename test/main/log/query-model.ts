import { parseIsoTime } from '../../../shared/query/moment.ts'
import type { Comparison, Condition, EventQuery, OrderBy, QueryResult, Reduce } from '../../../shared/query/query.ts'
import type { StoredEvent } from '../../helpers/memory-log.ts'

/**
 * What a query answers, as its documentation says it, over events in an array: no SQL, no compiler, one pass per clause.
 * It knows the published operators and the groups.
 */
export function answerQuery(events: readonly StoredEvent[], query: EventQuery): QueryResult {
  const { from, where = [], select, limit, offset, reduce } = query
  const found = events
    .filter((event) => from.instance === '*' || (event.instance ?? 'app') === from.instance)
    .filter((event) => from.stream === undefined || (event.stream ?? 'main') === from.stream)
    .filter((event) => where.every((condition) => fulfils(event, condition)))
  const page = {
    total: found.length,
    ...(limit !== undefined && { limit }),
    ...(offset !== undefined && { offset }),
  }
  if (reduce) return { aggregation: reduceEvents(found, reduce), ...page }
  const rows = orderEvents(found, query.orderBy).slice(offset ?? 0, (offset ?? 0) + (limit ?? events.length))
  return { events: rows.map((event) => (select ? pick(publish(event), select) : publish(event))), ...page }
}

/** A condition is true or false, never unknown. */
function fulfils(event: StoredEvent, condition: Condition): boolean {
  if ('any' in condition) return condition.any.some((inner) => fulfils(event, inner))
  if ('all' in condition) return condition.all.every((inner) => fulfils(event, inner))
  if ('not' in condition) return !fulfils(event, condition.not)
  return compare(event, condition)
}

function compare(event: StoredEvent, { field, operator, value: given }: Comparison): boolean {
  const convert = (value: unknown) => {
    if (field === 'timestamp' && typeof value === 'string') return parseIsoTime(value)
    return field === 'id' && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  }
  const actual = readField(event, field)
  const value = Array.isArray(given) ? given.map(convert) : convert(given)
  const difference = (limit: unknown): number => {
    if (typeof actual !== typeof limit || !['number', 'string'].includes(typeof actual)) return Number.NaN
    return compareValues(actual, limit)
  }
  switch (operator) {
    case 'eq':
      return actual === value
    case 'neq':
      return actual !== value
    case 'gt':
      return difference(value) > 0
    case 'gte':
      return difference(value) >= 0
    case 'lt':
      return difference(value) < 0
    case 'lte':
      return difference(value) <= 0
    case 'between':
      return Array.isArray(value) && difference(value[0]) >= 0 && difference(value[1]) <= 0
    case 'in':
      return Array.isArray(value) && value.some((item) => item === actual)
    case 'contains':
      if (Array.isArray(actual)) return actual.some((item) => item === value)
      return typeof actual === 'string' && typeof value === 'string' && actual.includes(value)
    default:
      throw new Error(`${operator} is not published`)
  }
}

/** Two numbers, or two texts by code point. */
function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0
  return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)))
}

/** Numbers before everything else in both directions, missing ones last; what is equal stays as it was added. */
function orderEvents(events: readonly StoredEvent[], orderBy: EventQuery['orderBy']): readonly StoredEvent[] {
  const keys: readonly OrderBy[] = orderBy === undefined ? [] : 'field' in orderBy ? [orderBy] : orderBy
  return [...events].sort((left, right) => {
    for (const { field, direction } of keys) {
      const [a, b] = [sortKey(left, field), sortKey(right, field)]
      if (a.rank !== b.rank) return a.rank - b.rank
      const difference = compareValues(a.value, b.value)
      if (difference !== 0) return direction === 'desc' ? -difference : difference
    }
    return left.id - right.id
  })
}

function sortKey(event: StoredEvent, field: string): { readonly rank: number; readonly value: unknown } {
  const value = readField(event, field)
  if (value === undefined || value === null) return { rank: 2, value: '' }
  if (typeof value === 'number') return { rank: 0, value }
  // A list of tags that begins as another one does comes behind it.
  if (field === 'tags') return { rank: 1, value: event.tags?.join('\u0000') }
  return { rank: 1, value: typeof value === 'string' ? value : JSON.stringify(value) }
}

function reduceEvents(events: readonly StoredEvent[], { type, field, groupBy = [] }: Reduce): unknown {
  if (groupBy.length === 0) return aggregate(events, type, field)
  const groups = new Map<string, StoredEvent[]>()
  for (const event of events) {
    const key = JSON.stringify(groupBy.map((name) => answered(event, String(name)) ?? null))
    groups.set(key, [...(groups.get(key) ?? []), event])
  }
  return [...groups].map(([key, members]) => {
    const values: unknown[] = JSON.parse(key)
    const group = Object.fromEntries(groupBy.map((name, index) => [String(name), values[index]]))
    return { group, value: aggregate(members, type, field) }
  })
}

function aggregate(events: readonly StoredEvent[], type: Reduce['type'], field: string | undefined): unknown {
  if (field === undefined) return events.length
  const present = events.filter((event) => (readField(event, field) ?? null) !== null)
  const numbers = present.map((event) => readField(event, field)).filter((value) => typeof value === 'number')
  switch (type) {
    case 'count':
      return present.length
    case 'sum':
      return numbers.reduce((sum, value) => sum + value, 0)
    case 'avg':
      return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length
    case 'collect':
      return present.map((event) => answered(event, field))
    case 'min':
    case 'max':
      return extreme(type, present, field)
  }
}

/** Of the numbers, or where there are none, of the texts. */
function extreme(type: 'min' | 'max', events: readonly StoredEvent[], field: string): unknown {
  for (const kind of ['number', 'string']) {
    const found = events.filter((event) => typeof readField(event, field) === kind)
    const sorted = found.sort((left, right) => compareValues(readField(left, field), readField(right, field)))
    const event = type === 'min' ? sorted[0] : sorted.at(-1)
    if (event) return answered(event, field)
  }
  return null
}

/** A value as answers give it: times are ISO 8601, ids are text. */
function answered(event: StoredEvent, field: string): unknown {
  const value = readField(event, field)
  if (field === 'timestamp') return new Date(Number(value)).toISOString()
  if (field === 'id') return String(value)
  return field === 'tags' ? (value ?? []) : value
}

/** A field as it is compared; undefined where it is missing. */
function readField(event: StoredEvent, field: string): unknown {
  switch (field) {
    case 'id':
      return event.id
    case 'event_type':
    case 'eventType':
      return event.type ?? 'log'
    case 'stream_id':
      return event.stream ?? 'main'
    case 'instanceId':
      return event.instance ?? 'app'
    case 'sequence_number':
      return event.id
    case 'timestamp':
      return event.time ?? 1_700_000_000_000 + event.id
    case 'importance':
      return event.importance ?? 1
    case 'summary':
      return event.summary ?? ''
    case 'duration':
    case 'success':
    case 'target':
      return event[field]
    case 'tags':
      return event.tags?.length ? event.tags : undefined
    default:
      return valueInside(field, readable(event, 'payload'), readable(event, 'metadata'))
  }
}

/** A path into payload or metadata; any other name is one of the payload, or else of the metadata. */
function valueInside(field: string, payload: unknown, metadata: unknown): unknown {
  const [root = '', ...path] = field.split('.')
  if (root === 'payload') return step(payload, path)
  if (root === 'metadata') return step(metadata, path)
  const found = step(payload, [root, ...path])
  return found === undefined ? step(metadata, [root, ...path]) : found
}

/** The database cannot read JSON with half a surrogate pair in it; what is not there has no value either. */
function readable(event: StoredEvent, part: 'payload' | 'metadata'): unknown {
  const value = event[part]
  if (part === 'metadata' && value === undefined) return undefined
  const known = broken.get(event) ?? {}
  known[part] ??= JSON.stringify(value ?? {}).includes('\\ud83d')
  broken.set(event, known)
  return known[part] ? undefined : (value ?? {})
}

/** What was found out of an event that is read again with each query. */
const broken = new WeakMap<StoredEvent, { payload?: boolean; metadata?: boolean }>()

function step(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value
  const isOpen = typeof value === 'object' && value !== null && Object.hasOwn(value, name)
  return isOpen ? step(Reflect.get(value, name), rest) : undefined
}

function publish(event: StoredEvent): Record<string, unknown> {
  const { id, duration, success, target, tags = [], summary = '', payload = {}, metadata = {} } = event
  return {
    id: String(id),
    instanceId: event.instance ?? 'app',
    stream_id: event.stream ?? 'main',
    event_type: event.type ?? 'log',
    payload,
    metadata,
    timestamp: answered(event, 'timestamp'),
    sequence_number: id,
    importance: event.importance ?? 1,
    ...(duration !== undefined && { duration }),
    ...(success !== undefined && { success }),
    tags,
    ...(target !== undefined && { target }),
    summary,
    protocol: 'web-debug',
    depth: 0,
    descendants: 0,
    received: new Date(1_700_000_000_000 + id).toISOString(),
    size: Buffer.byteLength(JSON.stringify(payload)),
    pinned: false,
  }
}

/** The chosen fields alone, each at the path by which it was asked for. */
function pick(published: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  for (const name of names) {
    const value = Object.hasOwn(published, ALIASES[name] ?? name)
      ? published[ALIASES[name] ?? name]
      : valueInside(name, published.payload, published.metadata)
    if (value !== undefined && !IS_FIELD.has(name)) put(picked, name.split('.'), value)
    else if (Object.hasOwn(published, ALIASES[name] ?? name)) put(picked, [name], value)
  }
  return picked
}

const ALIASES: Readonly<Record<string, string>> = { eventType: 'event_type' }
/** Fields of the log that an event may lack: their name is no path into the payload. */
const IS_FIELD: ReadonlySet<string> = new Set(['duration', 'success', 'target', 'tags'])

function put(target: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    target[name] = structuredClone(value)
    return
  }
  const known = target[name]
  const inner = typeof known === 'object' && known !== null ? known : {}
  target[name] = inner
  put(inner as Record<string, unknown>, rest, value)
}
