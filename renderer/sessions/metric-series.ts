import { formatBytes, formatDuration } from '../../shared/format.ts'
import type { Series, SeriesPoint } from '../../shared/series.ts'
import { formatNumber } from '../ui/chart-data.ts'

/** A series of measurements, as its sender tells of it. */
export interface MetricSeries {
  readonly series: Series
  readonly name: string
  /** `gauge`, `counter`, `histogram`, `timer`, or any other word. */
  readonly kind: string
  readonly unit: string | null
  readonly tags: readonly string[]
  /** Whether its values are totals, each of which holds until the next: of those only the changes are kept. */
  readonly isTotal: boolean
  /** Of its points; null without any, and of totals, where it would tell nothing. */
  readonly average: number | null
}

/** Kinds of metrics that are sent again and again with a total. */
const TOTALS: ReadonlySet<string> = new Set(['counter', 'histogram'])

/** Reads what a series measures; null for one that is no metric: a session's heartbeats are a series, too. */
export function readMetric(series: Series): MetricSeries | null {
  const { name, type, unit, tags } = readObject(series.payload)
  if (typeof name !== 'string') return null
  const kind = typeof type === 'string' ? type : 'gauge'
  const isTotal = TOTALS.has(kind)
  return {
    series,
    name: name || 'metric',
    kind,
    unit: typeof unit === 'string' && unit !== '' ? unit : null,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    isTotal,
    average: isTotal ? null : (series.figures?.average ?? null),
  }
}

/** A bucket of a histogram: how many samples were no more than `upTo`, and more than the bound before. */
export interface Bucket {
  /** Null for one without an upper bound. */
  readonly upTo: number | null
  readonly count: number
}

/** The buckets of a histogram's snapshot; empty where it has none. */
export function readBuckets({ extra }: SeriesPoint): readonly Bucket[] {
  const { metadata } = readObject(extra)
  const buckets = isObject(metadata) && Array.isArray(metadata.buckets) ? metadata.buckets : []
  return buckets.filter(isObject).flatMap(({ le, count }) => {
    if (typeof count !== 'number') return []
    return [{ upTo: typeof le === 'number' ? le : null, count }]
  })
}

/** What stands beside the bar of a bucket. */
export function nameBucket(buckets: readonly Bucket[], index: number, format: (value: number) => string): string {
  const upTo = buckets[index]?.upTo ?? null
  const above = buckets[index - 1]?.upTo ?? null
  if (upTo === null) return above === null ? 'all' : `> ${format(above)}`
  return above === null ? `≤ ${format(upTo)}` : `${format(above)} – ${format(upTo)}`
}

const BYTES: ReadonlySet<string> = new Set(['b', 'byte', 'bytes'])
const SECONDS: ReadonlySet<string> = new Set(['s', 'sec', 'second', 'seconds'])
const MILLISECONDS: ReadonlySet<string> = new Set(['ms', 'millisecond', 'milliseconds'])
const PERCENT: ReadonlySet<string> = new Set(['%', 'percent'])

/** Longer units have no room beside a chart; they stand with the name. */
const LONGEST_UNIT = 6
/** From here on numbers are written in short. */
const LARGE = 1e9
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 })

function formatValue(value: number): string {
  return Math.abs(value) < LARGE ? formatNumber(value) : SHORT.format(value)
}

/** How values of a unit are written. */
export function formatterFor(unit: string | null): (value: number) => string {
  const word = unit?.toLowerCase() ?? ''
  if (BYTES.has(word)) return formatBytes
  if (SECONDS.has(word)) return (value) => formatDuration(value * 1000)
  if (MILLISECONDS.has(word)) return formatDuration
  if (PERCENT.has(word)) return (value) => `${formatNumber(value)} %`
  if (unit === null || unit.length > LONGEST_UNIT) return formatValue
  return (value) => `${formatValue(value)} ${unit}`
}

function readObject(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
