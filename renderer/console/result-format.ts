import { formatBytes, formatDuration } from '../../shared/format.ts'
import { clampImportance, levelOf } from '../../shared/importance.ts'
import { resolveField } from '../../shared/query/fields.ts'
import { formatNumber } from '../ui/chart-data.ts'

/** A value as a reader needs it, in one line; an export has it as it is. */
export interface ValueFormat {
  (value: unknown): string
  /** Whether what it makes of numbers is text, and stands on the left. */
  readonly isText?: true
}

const DAY = 86_400_000

/** How values of a field read. `width` is that of its buckets; `shapes` are queries by the number of their shape. */
export function formatterOf(
  name: string,
  { width, shapes }: { readonly width?: number; readonly shapes?: ReadonlyMap<number, string> } = {},
): ValueFormat {
  const field = name === '' ? undefined : resolveField(name)
  switch (field?.name) {
    case 'time':
    case 'received':
      return width !== undefined && width % DAY === 0 ? formatDay : formatTime
    case 'duration':
      return formatMilliseconds
    case 'size':
      return formatSize
    case 'importance':
      return formatLevel
    case 'shape':
      return Object.assign((value: unknown) => shapes?.get(Number(value)) ?? formatValue(value), {
        isText: true as const,
      })
    case 'id':
    case 'parent':
      return formatId
    default:
      return field?.kind === 'json' ? formatJson : formatValue
  }
}

/** A number as the axis of a chart and what stands beside the pointer write it. */
export function numberFormatOf(name: string): (value: number) => string {
  const field = name === '' ? undefined : resolveField(name)
  if (field?.name === 'duration') return formatDuration
  return field?.name === 'size' ? formatBytes : formatNumber
}

export function formatValue(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'string') return value.slice(0, 1000)
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.slice(0, 100).join(', ')
  return (JSON.stringify(value) ?? '').slice(0, 1000)
}

/** Texts that would read as another value, or as none at all. */
const AMBIGUOUS = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)?$/

/** A field that may hold anything tells `"200"` from `200`. */
function formatJson(value: unknown): string {
  return typeof value === 'string' && AMBIGUOUS.test(value) ? JSON.stringify(value) : formatValue(value)
}

function formatMilliseconds(value: unknown): string {
  return typeof value === 'number' ? formatDuration(value) : formatValue(value)
}

function formatSize(value: unknown): string {
  return typeof value === 'number' ? formatBytes(value) : formatValue(value)
}

/** An id has no separators: it is typed again elsewhere. */
function formatId(value: unknown): string {
  return typeof value === 'number' ? String(value) : formatValue(value)
}

const formatLevel: ValueFormat = Object.assign(
  (value: unknown) =>
    typeof value === 'number' ? `${levelOf(clampImportance(value))} (${value})` : formatValue(value),
  { isText: true as const },
)

/** Local date and time of an ISO time. */
function formatTime(value: unknown): string {
  const date = new Date(typeof value === 'string' ? value : Number.NaN)
  if (Number.isNaN(date.getTime())) return formatValue(value)
  // Swedish writes dates the ISO way, in local time.
  const text = date.toLocaleString('sv')
  const milliseconds = date.getMilliseconds()
  const fraction = milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0')}`
  return `${text}${fraction}${nameOffset(date)}`
}

const HOUR = 3_600_000

/** In the hour that the clock goes back, a time comes twice: only then it names the zone, like ` UTC+2`. */
function nameOffset(date: Date): string {
  const shift = (ms: number) => new Date(date.getTime() + ms).getTimezoneOffset() - date.getTimezoneOffset()
  if (shift(HOUR) !== 60 && shift(-HOUR) !== -60) return ''
  const hours = -date.getTimezoneOffset() / 60
  return ` UTC${hours < 0 ? '−' : '+'}${Math.abs(hours)}`
}

/** A whole day, which is one of UTC. */
function formatDay(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 10) : formatValue(value)
}
