import { isBucket, nameOfKey, startOfBucket } from '../../shared/query/bucket.ts'
import { resolveField } from '../../shared/query/fields.ts'
import type { GroupKey, Reduce } from '../../shared/query/query.ts'
import { type ChartData, type ChartSeries, formatAt } from '../ui/chart-data.ts'
import { BREAK } from '../ui/chart-ranges.ts'
import type { Answer } from './console-state.ts'
import { formatterOf, numberFormatOf, type ValueFormat } from './result-format.ts'
import { fieldOfReduce, nameOfReduce, widthOf } from './result-model.ts'
import { type GroupRow, readRows } from './run-query.ts'

/** A reduced answer as a chart. */
export interface ResultChart {
  readonly data: ChartData
  /** Like `count by target; highest 812 at mysql`. */
  readonly label: string
  /** What of the answer is not drawn; '' where all is. */
  readonly note: string
  readonly formatValue: (value: number) => string
}

const MOST_BARS = 30
/** Characters of a name in a sentence. */
const LONGEST_NAME = 60
const MOST_LINES = 8
/** Places on an axis of time up to which empty buckets are filled in. */
const MOST_BUCKETS = 20_000
/** Bars on an axis of numbers that are wide enough to be seen; for more, what is empty between them is left out. */
const MOST_RANGES = 150
const DAY = 86_400_000

/**
 * Lines where time is grouped into buckets, one for each other group; bars where anything else is grouped. Null for an answer
 * that has no groups, or no numbers.
 */
export function readChart({ query, result, shapes }: Answer): ResultChart | null {
  const { reduce } = query
  const keys = reduce?.groupBy ?? []
  const rows = readRows(result.aggregation)
  if (!reduce || keys.length === 0 || !rows.some(({ value }) => typeof value === 'number')) return null
  const bucket = keys.find((key) => isBucket(key) && resolveField(key.field)?.kind === 'time') ?? findRanges(keys)
  const formats = new Map(keys.map((key) => [key, formatterOf(nameOfKey(key), { shapes, width: widthOf(key) })]))
  const nameGroup = (group: GroupRow['group'], of: readonly GroupKey[]) =>
    of.map((key) => nameValue(group[nameOfKey(key)], formats.get(key))).join(' · ')
  const drawn = bucket ? drawBuckets(rows, reduce, bucket, nameGroup) : drawNames(rows, keys, reduce, nameGroup)
  if (drawn === null) return null
  const formatValue = numberFormatOf(fieldOfReduce(reduce))
  const label = `${nameOfReduce(reduce)} by ${keys.map(nameOfKey).join(' and ')}`
  return { ...drawn, formatValue, label: `${label}${describePeak(drawn.data, formatValue)}` }
}

/** What is missing is told from a text without a character. */
function nameValue(value: unknown, format: ValueFormat | undefined): string {
  return value === null || value === undefined ? '(none)' : format?.(value) || '""'
}

type NameGroup = (group: GroupRow['group'], of: readonly GroupKey[]) => string
type Drawn = Pick<ResultChart, 'data' | 'note'>

/** Ranges of numbers stand alone: with another group beside them they are names like any other. */
function findRanges(keys: readonly GroupKey[]): GroupKey | undefined {
  const [first, ...others] = keys
  return first !== undefined && isBucket(first) && others.length === 0 ? first : undefined
}

function drawNames(rows: readonly GroupRow[], keys: readonly GroupKey[], reduce: Reduce, name: NameGroup): Drawn {
  const bars = rows.flatMap(({ group, value }) => (typeof value === 'number' ? [{ group, value }] : []))
  const shown = bars.sort((a, b) => b.value - a.value).slice(0, MOST_BARS)
  return {
    data: {
      axis: { kind: 'names', values: shown.map(({ group }) => name(group, keys)) },
      series: [{ label: nameOfReduce(reduce), values: shown.map(({ value }) => value) }],
    },
    note: bars.length > MOST_BARS ? `the ${MOST_BARS} largest of ${bars.length.toLocaleString('en')} groups` : '',
  }
}

function drawBuckets(rows: readonly GroupRow[], reduce: Reduce, bucket: GroupKey, name: NameGroup): Drawn | null {
  const field = nameOfKey(bucket)
  const width = widthOf(bucket)
  const isTime = resolveField(field)?.kind === 'time'
  const others = (reduce.groupBy ?? []).filter((key) => key !== bucket)
  const indexOf = ({ group }: GroupRow) => readIndex(group[field], width)
  const placed = rows.flatMap((row) => {
    const index = indexOf(row)
    return index === null || typeof row.value !== 'number'
      ? []
      : [{ index, value: row.value, label: name(row.group, others) }]
  })
  if (placed.length === 0) return null
  const found = [...new Set(placed.map(({ index }) => index))].sort((a, b) => a - b)
  const { indexes, note: left } = isTime ? fillIn(found) : foldGaps(found)
  const addsUp = reduce.type === 'count' || reduce.type === 'sum'
  const { lines, note } = chooseLines(placed, addsUp)
  const position = new Map(indexes.map((index, at) => [index, at]))
  const series: ChartSeries[] = [...lines].map(([label, points]) => {
    const values = new Array<number | null>(indexes.length).fill(addsUp ? 0 : null)
    for (const { index, value } of points) {
      const at = position.get(index) ?? 0
      values[at] = (values[at] ?? 0) + value
    }
    return { label: others.length === 0 ? nameOfReduce(reduce) : label, values }
  })
  const starts = indexes.map((index) => startOfBucket(index, width))
  return {
    data: {
      axis: isTime
        ? { kind: 'time', values: starts, zone: width % DAY === 0 ? 'UTC' : 'local' }
        : { kind: 'ranges', values: starts, width },
      series,
    },
    note: [note, left, describeMissing(rows, placed)].filter(Boolean).join('; '),
  }
}

interface Point {
  readonly index: number
  readonly value: number
  readonly label: string
}

function readIndex(start: unknown, width: number): number | null {
  const value = typeof start === 'string' ? Date.parse(start) : start
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value / width) : null
}

interface Buckets {
  readonly indexes: readonly number[]
  /** What is left out of them; '' where nothing is. */
  readonly note: string
}

/** All buckets from the first to the last, in order, if there are not too many. */
function fillIn(found: readonly number[]): Buckets {
  const [first = 0, last = 0] = [found[0], found.at(-1)]
  const count = last - first + 1
  if (count > MOST_BUCKETS) return { indexes: found, note: 'empty buckets are left out' }
  return { indexes: listFrom(first, count), note: '' }
}

/** The buckets from the first to the last without the longest stretches that are empty: one value far off squeezes no other. */
function foldGaps(found: readonly number[]): Buckets {
  const [first = 0, last = 0] = [found[0], found.at(-1)]
  let places = last - first + 1
  const gaps = found
    .slice(1)
    .map((index, at) => ({ index, length: index - (found[at] ?? index) - 1 }))
    .sort((a, b) => b.length - a.length)
  const folded = new Set<number>()
  for (const { index, length } of gaps) {
    if (places <= MOST_RANGES || length <= BREAK) break
    folded.add(index)
    places -= length - BREAK
  }
  const indexes = found.flatMap((index, at) => {
    const before = found[at - 1]
    return before === undefined || folded.has(index) ? [index] : listFrom(before + 1, index - before)
  })
  return { indexes, note: folded.size > 0 ? 'stretches without any are left out' : '' }
}

function listFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => first + at)
}

/** The lines with the largest values; the others are one line together where their values add up. */
function chooseLines(points: readonly Point[], addsUp: boolean): { lines: Map<string, Point[]>; note: string } {
  const lines = new Map<string, Point[]>()
  for (const point of points) {
    const line = lines.get(point.label)
    if (line) line.push(point)
    else lines.set(point.label, [point])
  }
  if (lines.size <= MOST_LINES) return { lines, note: '' }
  const sizeOf = (of: readonly Point[]) => of.reduce((sum, { value }) => sum + Math.abs(value), 0)
  const sorted = [...lines].sort((a, b) => sizeOf(b[1]) - sizeOf(a[1]))
  const shown = new Map(sorted.slice(0, MOST_LINES - 1))
  const rest = sorted.slice(MOST_LINES - 1)
  if (addsUp)
    shown.set(
      `${rest.length} others`,
      rest.flatMap(([, of]) => of),
    )
  return { lines: shown, note: addsUp ? '' : `the ${shown.size} largest of ${lines.size.toLocaleString('en')} groups` }
}

function describeMissing(rows: readonly GroupRow[], placed: readonly Point[]): string {
  return placed.length < rows.length ? 'groups without a value are in the table only' : ''
}

function describePeak(data: ChartData, formatValue: (value: number) => string): string {
  let peak = { value: Number.NEGATIVE_INFINITY, at: 0 }
  for (const { values } of data.series) {
    for (const [at, value] of values.entries()) if (value !== null && value > peak.value) peak = { value, at }
  }
  if (!Number.isFinite(peak.value)) return ''
  const name = formatAt(data, peak.at)
  return `; highest ${formatValue(peak.value)} at ${name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name}`
}
