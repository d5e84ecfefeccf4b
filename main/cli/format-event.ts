import type { EventRow } from '../../shared/event.ts'
import { formatDuration } from '../../shared/format.ts'
import type { Importance } from '../../shared/importance.ts'
import { type Painter, toPlainLine } from './terminal.ts'

/** Level names cut to five letters, so that lines stand in columns. */
const LEVEL_LABELS: Readonly<Record<Importance, string>> = {
  1: 'debug',
  2: 'info',
  3: 'note',
  4: 'warn',
  5: 'error',
  6: 'crit',
  7: 'alert',
  8: 'emerg',
}

const LEVEL_WIDTH = 5
const TYPE_WIDTH = 12
const DURATION_WIDTH = 8

export function labelOf(importance: Importance): string {
  return LEVEL_LABELS[importance]
}

/** Local time of day, like `14:03:22.517`. */
export function formatTimeOfDay(time: number): string {
  const date = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** An event as one line: time, level, type, duration, then the summary, indented by nesting. */
export function formatEvent(row: EventRow, painter: Painter): string {
  const duration = row.duration === null ? '' : formatDuration(row.duration)
  const failed = row.success === false ? '✗ ' : ''
  const target = row.target === null ? '' : `[${toPlainLine(row.target)}] `
  const text = [
    labelOf(row.importance).padEnd(LEVEL_WIDTH),
    toPlainLine(row.type).padEnd(TYPE_WIDTH),
    duration.padStart(DURATION_WIDTH),
    `${'  '.repeat(row.depth)}${failed}${target}${toPlainLine(row.summary)}`,
  ].join('  ')
  const tags = row.tags.length > 0 ? `  ${painter.dim(row.tags.map((tag) => `#${toPlainLine(tag)}`).join(' '))}` : ''
  return `${painter.dim(formatTimeOfDay(row.time))}  ${painter.byImportance(row.importance, text)}${tags}\n`
}
