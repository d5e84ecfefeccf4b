import { formatDuration } from '../../shared/format.ts'
import { clampImportance } from '../../shared/importance.ts'
import type { QueryResult } from '../../shared/query/query.ts'
import { formatTimeOfDay, labelOf } from './format-event.ts'
import { formatTable, type TableColumn } from './format-table.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a query answered, as NDJSON or as a table for people. */
export function formatResult(result: QueryResult, format: 'table' | 'ndjson'): string {
  const rows = result.events ?? toRows(result.aggregation)
  if (format === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  if (rows.length === 0) return ''
  const fields = rows.map(toFields)
  const columns = rows.every(isWholeEvent) ? EVENT_COLUMNS : columnsOf(fields)
  return formatTable(
    columns,
    fields.map((row) => columns.map((column) => column.cell(row))),
    process.stdout.isTTY ? process.stdout.columns : undefined,
  )
}

interface Column extends TableColumn {
  cell(row: Fields): string
}

const EVENT_COLUMNS: readonly Column[] = [
  { header: 'id', align: 'right', cell: (row) => toText(row.id) },
  { header: 'time', align: 'left', cell: (row) => formatTime(row.timestamp) },
  { header: 'level', align: 'left', cell: (row) => formatLevel(row.importance) },
  { header: 'type', align: 'left', cell: (row) => toText(row.event_type) },
  {
    header: 'duration',
    align: 'right',
    cell: (row) => (typeof row.duration === 'number' ? formatDuration(row.duration) : ''),
  },
  { header: 'app', align: 'left', cell: (row) => toText(row.instanceId) },
  { header: 'target', align: 'left', cell: (row) => toText(row.target) },
  { header: 'summary', align: 'left', cell: (row) => (row.success === false ? '✗ ' : '') + toText(row.summary) },
]

/** Local date and time of an ISO time. */
function formatTime(timestamp: unknown): string {
  const date = new Date(toText(timestamp))
  // Swedish writes dates the ISO way, in local time.
  return `${date.toLocaleDateString('sv')} ${formatTimeOfDay(date.getTime())}`
}

function formatLevel(importance: unknown): string {
  return typeof importance === 'number' ? labelOf(clampImportance(importance)) : ''
}

function isWholeEvent(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'event_type' in row && 'summary' in row && 'payload' in row
}

/** A column for each field that occurs, nested objects with dotted names. */
function columnsOf(rows: readonly Fields[]): readonly Column[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)))
  return [...names].map((name) => ({
    header: name,
    align: rows.every((row) => typeof row[name] === 'number') ? 'right' : 'left',
    cell: (row) => toText(row[name]),
  }))
}

/** A reduced result as rows: groups are, a collected list is one a value, a bare value is the only row. */
function toRows(aggregation: unknown): readonly unknown[] {
  return Array.isArray(aggregation) ? aggregation : [aggregation]
}

function toFields(row: unknown): Fields {
  return typeof row === 'object' && row !== null ? flatten(row as Fields) : { value: row }
}

function flatten(row: Fields, prefix = ''): Fields {
  return Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(flatten(value as Fields, `${prefix}${key}.`))
        : [[prefix + key, value]],
    ),
  )
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
