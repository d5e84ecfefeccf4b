import { isBucket, nameOfKey, readWidth } from '../../shared/query/bucket.ts'
import { resolveField } from '../../shared/query/fields.ts'
import type { EventQuery, GroupKey, Reduce } from '../../shared/query/query.ts'
import type { Answer } from './console-state.ts'
import { readAt } from './read-at.ts'
import { formatterOf, type ValueFormat } from './result-format.ts'
import { type GroupRow, isGroupRow } from './run-query.ts'

/** What a query answered, as rows and columns; a bare value is one row with one column. */
export interface ResultModel {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly ResultRow[]
}

export interface ResultColumn {
  readonly id: string
  readonly header: string
  readonly isNumeric: boolean
  /** Of its longest value and its header, characters; not more than `WIDEST`. */
  readonly width: number
  readonly format: ValueFormat
}

export interface ResultRow {
  readonly index: number
  /** By the index of the column; undefined where the event lacks it. */
  readonly values: readonly unknown[]
  /** Of a row that is an event. */
  readonly event: number | null
  /** Of a row that is a group. */
  readonly group: GroupRow | null
}

/** Characters of a column at first, and rows that are measured for it. */
const WIDEST = 60
const SAMPLE = 200

/** Columns of events that are answered whole: the field of the query language, and where it stands in a published event. */
const EVENT_COLUMNS = [
  ['id', 'id'],
  ['time', 'timestamp'],
  ['importance', 'importance'],
  ['type', 'event_type'],
  ['instance', 'instanceId'],
  ['target', 'target'],
  ['duration', 'duration'],
  ['summary', 'summary'],
] as const

interface Source {
  readonly id: string
  readonly header: string
  readonly format: ValueFormat
  read(item: unknown): unknown
}

/** `sent` is the answer with its secrets: by them the groups are found in the log. */
export function readResult({ query, result, shapes }: Answer, sent?: Answer): ResultModel {
  const items = result.events ?? (Array.isArray(result.aggregation) ? result.aggregation : [result.aggregation])
  const sources = sourcesOf(query, shapes)
  const hasGroups = isGrouped(query.reduce)
  const rows = items.map((item: unknown, index) => ({
    index,
    values: sources.map(({ read }) => read(item)),
    event: result.events ? readId(item) : null,
    group: hasGroups ? readGroup(sent?.result.aggregation, index, item) : null,
  }))
  return { columns: sources.map((source, index) => measure(source, index, rows)), rows }
}

function readGroup(sent: unknown, index: number, shown: unknown): GroupRow | null {
  const row: unknown = Array.isArray(sent) ? sent[index] : shown
  return isGroupRow(row) ? row : null
}

function sourcesOf({ select, reduce }: EventQuery, shapes: Answer['shapes']): readonly Source[] {
  if (reduce) {
    const value = { id: 'value', header: nameOfReduce(reduce), format: formatterOf(fieldOfReduce(reduce)) }
    if (!isGrouped(reduce)) return [{ ...value, read: (item) => item }]
    const keys = reduce.groupBy.map((key, index) => ({
      id: `group ${index}`,
      header: headerOf(key),
      format: formatterOf(nameOfKey(key), { shapes, ...(isBucket(key) && { width: widthOf(key) }) }),
      read: (item: unknown) => readAt(item, ['group', nameOfKey(key)]),
    }))
    const values = { ...value, read: (item: unknown) => readAt(item, ['value']) }
    // Names may be long, and the value must be in sight; only times and ranges stand before it.
    const isBucketFirst = reduce.groupBy[0] !== undefined && isBucket(reduce.groupBy[0])
    return isBucketFirst ? [...keys.slice(0, 1), values, ...keys.slice(1)] : [values, ...keys]
  }
  if (select) {
    return select.map((name, index) => ({
      id: `field ${index}`,
      header: name,
      format: formatterOf(name, { shapes }),
      read: (item) => readAt(item, name.split('.')),
    }))
  }
  return EVENT_COLUMNS.map(([field, name]) => ({
    id: field,
    header: field === 'instance' ? 'app' : field,
    format: formatterOf(field),
    read: (item) => readAt(item, [name]),
  }))
}

/** Whether a `reduce` answers a row for each group; without keys it answers one value. */
function isGrouped(reduce: EventQuery['reduce']): reduce is Reduce & { readonly groupBy: readonly GroupKey[] } {
  return reduce?.groupBy !== undefined && reduce.groupBy.length > 0
}

/** What a `reduce` computes, as one says it: `avg duration`. */
export function nameOfReduce({ type, field }: Reduce): string {
  return field === undefined ? type : `${type} ${field}`
}

/** The field whose values a `reduce` answers; '' where it answers something else, like how many there are. */
export function fieldOfReduce({ type, field }: Reduce): string {
  return type === 'count' || field === undefined ? '' : field
}

export function widthOf(key: GroupKey): number {
  const field = isBucket(key) ? resolveField(key.field) : undefined
  return isBucket(key) && field ? readWidth(field, key.bucket, 'bucket') : 0
}

function headerOf(key: GroupKey): string {
  if (!isBucket(key)) return key
  return `${key.field} ${typeof key.bucket === 'string' ? 'per' : 'by'} ${key.bucket}`
}

function measure({ id, header, format }: Source, index: number, rows: readonly ResultRow[]): ResultColumn {
  const values = rows.slice(0, SAMPLE).map(({ values: cells }) => cells[index] ?? null)
  const known = values.filter((value) => value !== null)
  const lengths = known.map((value) => format(value).length)
  return {
    id,
    header,
    isNumeric: known.length > 0 && known.every((value) => typeof value === 'number') && !format.isText,
    width: Math.min(WIDEST, Math.max(header.length + 3, ...lengths)),
    format,
  }
}

/** The rows in the order of a column; what has no value comes last either way, and equal values stay as they came. */
export function sortRows(
  { columns, rows }: ResultModel,
  sort: { readonly id: string; readonly desc: boolean } | null,
): readonly ResultRow[] {
  const column = columns.findIndex(({ id }) => id === sort?.id)
  if (sort === null || column < 0) return rows
  const sign = sort.desc ? -1 : 1
  const keyed = rows.map((row) => ({ row, key: toKey(row.values[column]) }))
  const known = keyed.filter(({ key }) => key !== null)
  known.sort((a, b) => sign * compare(a.key, b.key) || a.row.index - b.row.index)
  return [...known, ...keyed.filter(({ key }) => key === null)].map(({ row }) => row)
}

function toKey(value: unknown): number | string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value)
}

/** Numbers before text, as the query language orders them. */
function compare(a: number | string | null, b: number | string | null): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'number') return -1
  if (typeof b === 'number' || a === null || b === null) return 1
  return a < b ? -1 : a > b ? 1 : 0
}

function readId(item: unknown): number | null {
  const id = readAt(item, ['id'])
  return typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : null
}
