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

/** Values as they are, not as they are shown: with a heading, lines end as RFC 4180 wants it. */
export function writeCsv({ columns, rows }: ResultModel): string {
  const lines = [columns.map(({ header }) => header), ...rows.map(({ values }) => values.map(toText))]
  return lines.map((cells) => `${cells.map(quote).join(',')}\r\n`).join('')
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
