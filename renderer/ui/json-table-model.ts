import { hideSecretsInText } from '../../shared/hide-secrets.ts'
import { isSecretEntry, MASK } from '../../shared/secrets.ts'
import { isContainer } from './json-nodes.ts'
import { ExactNumber, isJsonObject, type JsonList, type JsonValue } from './json-value.ts'

/** A list of objects, as rows and columns. */
export interface JsonTableModel {
  readonly columns: readonly JsonColumn[]
  /** Keys that found no room among the columns. */
  readonly hiddenColumns: number
}

export interface JsonColumn {
  readonly key: string
  /** Characters that its longest value needs, among the rows looked at. */
  readonly width: number
  readonly isNumeric: boolean
}

export interface TableSort {
  readonly key: string
  readonly direction: 'ascending' | 'descending'
}

/** Items that are looked at to tell whether a list is a table, and how wide its columns are. */
const SAMPLE = 100
/** A table has at most this share of empty cells. */
const MOST_EMPTY = 0.4
const MOST_COLUMNS = 60
const WIDEST = 40

const verdicts = new WeakMap<JsonList, boolean>()

/** Whether a list holds objects with mostly the same keys. */
export function isTable(list: JsonList): boolean {
  const known = verdicts.get(list)
  if (known !== undefined) return known
  const verdict = judge(list)
  verdicts.set(list, verdict)
  return verdict
}

function judge(list: JsonList): boolean {
  if (list.length < 2) return false
  const sample = sampleOf(list)
  const keys = new Set<string>()
  let cells = 0
  for (const item of sample) {
    if (!isJsonObject(item)) return false
    for (const key of Object.keys(item)) {
      keys.add(key)
      cells++
    }
    if (keys.size > 10 * MOST_COLUMNS) return false
  }
  return cells > 0 && cells / (sample.length * keys.size) >= 1 - MOST_EMPTY
}

function sampleOf(list: JsonList): readonly JsonValue[] {
  if (list.length <= SAMPLE) return list
  return Array.from({ length: SAMPLE }, (_, index) => list[Math.floor((index * list.length) / SAMPLE)] ?? null)
}

/** The columns of a list, in the order in which its items first name them. */
export function readTable(list: JsonList): JsonTableModel {
  const keys = new Set<string>()
  for (const item of list) if (isJsonObject(item)) for (const key of Object.keys(item)) keys.add(key)
  const sample = sampleOf(list)
  const columns = [...keys].slice(0, MOST_COLUMNS).map((key) => readColumn(key, sample))
  return { columns, hiddenColumns: keys.size - columns.length }
}

function readColumn(key: string, sample: readonly JsonValue[]): JsonColumn {
  const values = sample.map((item) => cellOf(item, key) ?? null).filter((value) => value !== null)
  const widths = values.map((value) => cellText(value).length)
  return {
    key,
    width: Math.min(WIDEST, Math.max(key.length + 2, ...widths)),
    isNumeric: values.length > 0 && values.every((value) => typeof value === 'number' || value instanceof ExactNumber),
  }
}

/** The value of a cell; undefined where the item has no such key. */
export function cellOf(item: JsonValue | undefined, key: string): JsonValue | undefined {
  return item !== undefined && isJsonObject(item) && Object.hasOwn(item, key) ? item[key] : undefined
}

/** As `cellOf`, with dots in place of a secret, and of those in a text. */
export function maskedCellOf(item: JsonValue | undefined, key: string): JsonValue | undefined {
  if (item !== undefined && isJsonObject(item) && isSecretEntry(item, key)) return MASK
  const value = cellOf(item, key)
  return typeof value === 'string' ? hideSecretsInText(value, MASK) : value
}

/** The beginning of a value, as much as a cell can show. */
export function cellText(value: JsonValue): string {
  if (typeof value === 'string') return value.slice(0, 200).replace(/\s+/g, ' ')
  if (value instanceof ExactNumber) return value.digits
  if (!isContainer(value)) return Object.is(value, -0) ? '-0' : String(value)
  if (Array.isArray(value)) return `[${value.length}]`
  return `{ ${Object.keys(value).slice(0, 4).join(', ')} }`
}

/** The indexes of the items in the order of the table. Equal values keep the order of the list; missing ones come last. */
export function sortRows(list: JsonList, sort: TableSort | null): readonly number[] {
  if (!sort) return list.map((_, index) => index)
  const keyed = list.map((item, index) => ({ index, ...sortKey(cellOf(item, sort.key)) }))
  const sign = sort.direction === 'ascending' ? 1 : -1
  keyed.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank === EMPTY || b.rank === EMPTY ? a.rank - b.rank : sign * (a.rank - b.rank)
    if (a.key < b.key) return -sign
    return a.key > b.key ? sign : a.index - b.index
  })
  return keyed.map(({ index }) => index)
}

/** Rank of what has no value. */
const EMPTY = 4

function sortKey(value: JsonValue | undefined): { readonly rank: number; readonly key: number | bigint | string } {
  if (value === undefined || value === null) return { rank: EMPTY, key: 0 }
  if (typeof value === 'number') return { rank: 0, key: value }
  if (value instanceof ExactNumber) return { rank: 0, key: exactKey(value.digits) }
  if (typeof value === 'string') return { rank: 1, key: value.toLowerCase() }
  if (typeof value === 'boolean') return { rank: 2, key: Number(value) }
  return { rank: 3, key: Array.isArray(value) ? value.length : Object.keys(value).length }
}

function exactKey(digits: string): number | bigint {
  return /^-?\d+$/.test(digits) ? BigInt(digits) : Number(digits)
}
