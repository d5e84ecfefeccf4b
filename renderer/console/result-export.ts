import { saveBytes } from '../ui/save-bytes.ts'
import type { Answer } from './console-state.ts'
import { type ResultModel, readResult } from './result-model.ts'

/** Hands an answer to the browser to save: JSON as it was answered, or its table as CSV. */
export function exportAnswer(answer: Answer, format: 'csv' | 'json'): void {
  const { result } = answer
  const text =
    format === 'csv'
      ? writeCsv(readResult(answer))
      : `${JSON.stringify(result.events ?? result.aggregation, null, 2)}\n`
  const minute = new Date().toISOString().slice(0, 16).replace('T', '-').replace(':', '')
  saveBytes(`tattler-query-${minute}.${format}`, [text])
}

/**
 * Values as they are, not as they are shown: with a heading, lines end as RFC 4180 wants it. Text that a spreadsheet would
 * run as a formula gets a `'` before it: apps log what strangers send.
 */
export function writeCsv({ columns, rows }: ResultModel): string {
  const lines = [columns.map(({ header }) => header), ...rows.map(({ values }) => values.map(toText))]
  return lines.map((cells) => `${cells.map(quote).join(',')}\r\n`).join('')
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return FORMULA.test(value) ? `'${value}` : value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What begins like a number with a sign is left alone, as long as nothing but digits follow. */
const FORMULA = /^(?:[=@\t\r]|[+-](?![\d.,\s]*$))/

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
