/** What a chart shows: values over time, over numbers, or of things with a name. */
export interface ChartData {
  readonly axis: ChartAxis
  readonly series: readonly ChartSeries[]
}

export type ChartAxis =
  /** `values` are ms since the epoch, ascending. */
  | { readonly kind: 'time'; readonly values: readonly number[]; readonly zone: 'local' | 'UTC' }
  /** Ranges side by side: each begins at a value, ascending, and is `width` wide. Where values are further apart, a stretch is left out. */
  | { readonly kind: 'ranges'; readonly values: readonly number[]; readonly width: number }
  | { readonly kind: 'names'; readonly values: readonly string[] }

export interface ChartSeries {
  readonly label: string
  /** One for each value of the axis; null leaves a gap. */
  readonly values: readonly (number | null)[]
  /** Over time: each value holds until the next. */
  readonly isStepped?: boolean
  /** Over time: values that are further apart are not joined, ms; all are without one. */
  readonly longest?: number
}

/** Colours that can be told apart, as names of tokens: a series takes the one at its index. */
const COLORS = [
  '--t-request',
  '--t-email',
  '--t-template',
  '--t-event',
  '--t-access',
  '--i5',
  '--t-middleware',
  '--t-log',
]

/** Dashes tell lines apart where colours do not. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3]]

export function findColor(index: number): string {
  return COLORS[index % COLORS.length] ?? '--accent'
}

export function findDash(index: number): readonly number[] {
  return DASHES[index % DASHES.length] ?? []
}

/** A value on the axis, in full. */
export function formatAt({ axis }: ChartData, index: number): string {
  if (axis.kind === 'names') return axis.values[index] ?? ''
  const value = axis.values[index] ?? 0
  if (axis.kind === 'ranges') return `${formatNumber(value)} – ${formatNumber(value + axis.width)}`
  return formatMoment(value, axis.zone)
}

export function formatNumber(value: number): string {
  return (Math.abs(value) < 1 ? SMALL : LARGE).format(value)
}

const SMALL = new Intl.NumberFormat('en', { maximumFractionDigits: 4 })
const LARGE = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** A moment as a reader of a chart needs it: `Nov 21 14:05:00`, with the zone where that is not the reader's. */
function formatMoment(time: number, zone: 'local' | 'UTC'): string {
  const text = formatTimeAxis(time, 'second', zone)
  return `${formatTimeAxis(time, 'day', zone)} ${text}${zone === 'UTC' ? ' UTC' : ''}`
}

/** A time as its axis writes it, as fine as its ticks stand. */
export function formatTimeAxis(time: number, step: keyof typeof FORMATS, zone: 'local' | 'UTC'): string {
  return FORMATS[step][zone].format(time)
}

const FORMATS = {
  day: makeFormats({ day: 'numeric', month: 'short' }),
  minute: makeFormats({ hour: '2-digit', minute: '2-digit' }),
  second: makeFormats({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  millisecond: makeFormats({ minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }),
} as const

function makeFormats(options: Intl.DateTimeFormatOptions) {
  return {
    local: new Intl.DateTimeFormat('en', { ...options, hourCycle: 'h23' }),
    UTC: new Intl.DateTimeFormat('en', { ...options, hourCycle: 'h23', timeZone: 'UTC' }),
  }
}
