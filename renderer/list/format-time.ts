import { formatDuration } from '../../shared/format.ts'
import type { TimeMode } from '../state/settings.ts'

/** What a time is told relative to; all in ms since the epoch. */
export interface TimeReference {
  readonly mode: TimeMode
  readonly now: number
  /** Time of the row above; null at the top, or while that row is not here. */
  readonly previous: number | null
}

/** A time for the time column, in local time where it is a clock time. */
export function formatTime(time: number, reference: TimeReference): string {
  switch (reference.mode) {
    case 'absolute':
      return formatClock(time, reference.now)
    case 'relative':
      return formatAgo(reference.now - time)
    case 'delta':
      return reference.previous === null ? '' : formatDelta(time - reference.previous)
  }
}

/** `14:12:20.417`, or `11-20 14:12:20` for another day than `now`'s. */
export function formatClock(time: number, now: number): string {
  const date = new Date(time)
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`
  if (date.toDateString() === new Date(now).toDateString()) return `${clock}.${pad(date.getMilliseconds(), 3)}`
  return `${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${clock}`
}

/** Date and time with the ms and the offset from UTC. */
export function formatFullTime(time: number): string {
  const date = new Date(time)
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
  const offset = -date.getTimezoneOffset()
  const zone = `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)} ${zone}`
}

function formatAgo(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 0) return `in ${formatDuration(-ms)}`
  if (seconds < 1) return 'now'
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`
  return `${Math.floor(seconds / 86_400)} d ago`
}

function formatDelta(ms: number): string {
  return ms < 0 ? `−${formatDuration(-ms)}` : `+${formatDuration(ms)}`
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0')
}
