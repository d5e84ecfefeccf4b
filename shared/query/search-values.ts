import { importanceOf, LEVELS } from '../importance.ts'
import { parseIsoTime } from './moment.ts'

/** A span of time, ms since the epoch: `to` is where it is over. A relative time like `10m` is a point, and open-ended. */
export interface Moment {
  readonly from: number
  readonly to: number
  readonly isRelative: boolean
}

const DURATION_UNITS: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}
const SIZE_UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 * 1024, gb: 1024 ** 3 }
const AGE_UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const WITH_UNIT = /^([+-]?(?:\d+\.?\d*|\.\d+))\s*([a-zµ]+)$/i
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const CLOCK = /^(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/

export function parseNumber(text: string): number | undefined {
  return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined
}

/** ms of `50`, `50ms`, `1.5s`, `2m`. */
export function parseDuration(text: string): number | undefined {
  return parseNumber(text) ?? parseWithUnit(text, DURATION_UNITS)
}

/** Bytes of `512`, `10kb`, `1.5mb`. */
export function parseSize(text: string): number | undefined {
  return parseNumber(text) ?? parseWithUnit(text, SIZE_UNITS)
}

/** Importance of a number from 1 to 8 or of a level's name. */
export function parseImportance(text: string): number | undefined {
  const number = parseNumber(text)
  if (number === undefined) return importanceOf(text)
  return number >= 1 && number <= LEVELS.length ? number : undefined
}

export function parseBoolean(text: string): boolean | undefined {
  if (/^(?:true|yes)$/i.test(text)) return true
  return /^(?:false|no)$/i.test(text) ? false : undefined
}

/** The time of `10m` (ago), `14:30` (today), `2026-01-31`, an ISO date and time, or ms since the epoch. */
export function parseMoment(text: string, now: number): Moment | undefined {
  const age = parseWithUnit(text, AGE_UNITS)
  if (age !== undefined) return { from: now - age, to: now - age, isRelative: true }
  if (/^\d{11,15}$/.test(text)) return span(Number(text), 1)
  return parseDay(text) ?? parseClock(text, now) ?? parseInstant(text)
}

function parseDay(text: string): Moment | undefined {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return undefined
  const start = new Date(year, month - 1, day)
  if (start.getMonth() !== month - 1) return undefined
  return { from: start.getTime(), to: new Date(year, month - 1, day + 1).getTime(), isRelative: false }
}

function parseClock(text: string, now: number): Moment | undefined {
  const match = CLOCK.exec(text)
  if (!match) return undefined
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ]
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  const start = new Date(now).setHours(hours, minutes, seconds, Number((match[4] ?? '').padEnd(3, '0')))
  return span(start, precision(text))
}

function parseInstant(text: string): Moment | undefined {
  const time = parseIsoTime(text)
  return time === undefined ? undefined : span(time, precision(text.slice(11).replace(/(?:Z|[+-][\d:]+)$/, '')))
}

/** ms that a time of day stands for: a minute, a second, or less. */
function precision(clock: string): number {
  if (clock.includes('.')) return 1
  return clock.split(':').length > 2 ? 1000 : 60_000
}

function span(from: number, length: number): Moment {
  return { from, to: from + length, isRelative: false }
}

function parseWithUnit(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, number, unit = ''] = WITH_UNIT.exec(text) ?? []
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined
  return number === undefined || factor === undefined ? undefined : Number(number) * factor
}
