import { formatFullTime } from '../list/format-time.ts'
import type { JsonValue } from './json-value.ts'

/** What a value means beside what it says. */
export type JsonHint =
  | { readonly kind: 'time'; readonly time: number; readonly isSure: boolean }
  | { readonly kind: 'link'; readonly address: string }
  | { readonly kind: 'color'; readonly color: string }

const ISO_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/
const COLOR = /^#(?:[\da-f]{6}|[\da-f]{8}|(?=\d*[a-f])[\da-f]{3,4})$|^(?:rgb|hsl)a?\([\d\s.,%/deg]+\)$/i
/** Longer addresses carry data, and are better read as text. */
const LONGEST_ADDRESS = 2048

/** Names of fields that hold times: `time`, `created_at`, `expiresAt`, `iat`, `lastSeen`. */
const TIME_NAME =
  /[tT]ime|[dD]ate|[sS]tamp|[eE]xpir|[sS]een|[_-](?:at|on)$|[a-z]At$|^(?:at|ts|iat|exp|nbf|mtime|ctime|since|until)$/

/** From 2001 on, and not so far ahead that the number must mean something else: s and ms since the epoch. */
const SECONDS = { from: 1e9, to: 4.2e9 }
const MILLISECONDS = { from: 1e12, to: 4.2e12 }

/** The hint for a value that stands under `key`, or null. */
export function hintOf(key: string | number | null, value: JsonValue): JsonHint | null {
  if (typeof value === 'number') return numberHint(key, value)
  if (typeof value !== 'string' || value.length > LONGEST_ADDRESS) return null
  if (/^https?:\/\/[^\s<>"]+$/i.test(value)) return URL.canParse(value) ? { kind: 'link', address: value } : null
  if (COLOR.test(value)) return { kind: 'color', color: value }
  if (!ISO_TIME.test(value)) return null
  const time = Date.parse(value.replace(',', '.'))
  return Number.isNaN(time) ? null : { kind: 'time', time, isSure: value.length > 10 }
}

/** Whole seconds are told from other numbers by their name alone; ms need less of a hint, for few other numbers are so big. */
function numberHint(key: string | number | null, value: number): JsonHint | null {
  const isNamed = typeof key === 'string' && TIME_NAME.test(key)
  if (value >= MILLISECONDS.from && value < MILLISECONDS.to) return { kind: 'time', time: value, isSure: isNamed }
  if (value >= SECONDS.from && value < SECONDS.to) return { kind: 'time', time: value * 1000, isSure: isNamed }
  return null
}

/** A time for a tooltip: in local time, and how far from now. */
export function describeTime(time: number, now: number): string {
  return `${formatFullTime(time)} (${formatDistance(time - now)})`
}

const UNITS = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

function formatDistance(ms: number): string {
  for (const [unit, length] of UNITS) if (Math.abs(ms) >= length) return words.format(Math.trunc(ms / length), unit)
  return 'now'
}
