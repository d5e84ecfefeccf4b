import type { DuckDBConnection } from '@duckdb/node-api'
import type { Condition } from '../../shared/query/query.ts'
import type { TableFormat } from '../../shared/transfer.ts'
import { compileConditions } from './compile.ts'
import { TAG_SEPARATOR } from './migrations.ts'
import { literal, type Sql, sql } from './sql.ts'

/** Written with the first columns in front, so that a reader of lines sees where a tree begins without parsing them. */
const COLUMNS: readonly {
  readonly name: string
  readonly kind?: 'integer' | 'number' | 'boolean' | 'json' | 'tags' | 'time'
  readonly from?: string
}[] = [
  { name: 'id', kind: 'integer' },
  { name: 'depth', kind: 'integer' },
  { name: 'parent', kind: 'integer' },
  { name: 'instance' },
  { name: 'stream' },
  { name: 'sequence', kind: 'integer' },
  { name: 'type' },
  { name: 'time', kind: 'time' },
  { name: 'received', kind: 'time' },
  { name: 'importance', kind: 'integer' },
  { name: 'duration', kind: 'number' },
  { name: 'success', kind: 'boolean' },
  { name: 'tags', kind: 'tags' },
  { name: 'calledFrom', kind: 'json', from: 'called_from' },
  { name: 'definedIn', kind: 'json', from: 'defined_in' },
  { name: 'summary' },
  { name: 'target' },
  { name: 'protocol' },
  { name: 'payload', kind: 'json' },
  { name: 'metadata', kind: 'json' },
]

/** Columns without which a table is no export of events. */
const REQUIRED = ['type', 'payload']

/** A table that cannot be imported. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
}

/** Writes the events that fulfil `conditions` into a file, in the log's order. Returns their number. */
export async function exportEvents(
  connection: DuckDBConnection,
  file: string,
  format: TableFormat,
  conditions: readonly Condition[],
): Promise<number> {
  const where = compileConditions(conditions)
  const columns = COLUMNS.map((column) => `${toExport(column, format)} AS "${column.name}"`).join(', ')
  return copy(
    connection,
    { sql: `SELECT ${columns} FROM events e WHERE ${where.sql}`, params: where.params },
    file,
    format,
  )
}

/** Writes a table of events, CSV or Parquet, as the lines that an export as NDJSON has. Throws an `ImportError`. */
export async function convertToLines(
  connection: DuckDBConnection,
  table: string,
  format: 'csv' | 'parquet',
  file: string,
): Promise<void> {
  const read = format === 'csv' ? 'read_csv(?, header = true, all_varchar = true)' : 'read_parquet(?)'
  const found = await connection
    .runAndReadAll(`SELECT column_name FROM (DESCRIBE FROM ${read})`, [table])
    .catch((error) => {
      throw new ImportError(`The file is no ${format === 'csv' ? 'CSV' : 'Parquet'} that can be read: ${String(error)}`)
    })
  const names = new Set(found.getRows().map(([name]) => String(name)))
  const missing = REQUIRED.filter((name) => !names.has(name))
  if (missing.length > 0) {
    throw new ImportError(`The table has no column ${missing.join(' and none ')}, so it holds no events of Tattler.`)
  }
  const columns = COLUMNS.filter(({ name }) => names.has(name))
    .map((column) => `${toLine(column)} AS "${column.name}"`)
    .join(', ')
  await copy(
    connection,
    sql`SELECT ${{ sql: columns, params: [] }} FROM ${{ sql: read, params: [table] }}`,
    file,
    'ndjson',
  )
}

function toExport({ name, kind, from = name }: (typeof COLUMNS)[number], format: TableFormat): string {
  const list = `string_split(trim(${from}, '${TAG_SEPARATOR}'), '${TAG_SEPARATOR}')`
  if (kind === 'tags') return format === 'csv' ? `to_json(${list})` : list
  if (kind === 'json' && format === 'ndjson') return toJson(from)
  if (kind === 'time' && format === 'csv') return `strftime(make_timestamp_ms(${from}), '%Y-%m-%dT%H:%M:%S.%gZ')`
  return from
}

function toLine({ name, kind }: (typeof COLUMNS)[number]): string {
  const text = `CAST("${name}" AS VARCHAR)`
  if (kind === 'json') return toJson(text)
  if (kind === 'tags') return `CASE WHEN json_valid(${text}) THEN ${text}::JSON ELSE to_json("${name}") END`
  if (kind === 'integer' || kind === 'number' || kind === 'boolean') {
    // What is no number stays text, so that the line is refused by name instead of losing it.
    const type = { integer: 'BIGINT', number: 'DOUBLE', boolean: 'BOOLEAN' }[kind]
    return `coalesce(to_json(TRY_CAST(${text} AS ${type})), to_json(${text}))`
  }
  if (kind === 'time') return `coalesce(TRY_CAST(${text} AS BIGINT), epoch_ms(TRY_CAST(${text} AS TIMESTAMP)))`
  return `"${name}"`
}

/** DuckDB knows no half surrogate pairs, as a sender may have cut one: such a text is written as a string. */
function toJson(text: string): string {
  return `CASE WHEN json_valid(${text}) THEN (${text})::JSON ELSE to_json(${text}) END`
}

async function copy(connection: DuckDBConnection, select: Sql, file: string, format: TableFormat): Promise<number> {
  const options = { ndjson: 'FORMAT json', csv: 'FORMAT csv, HEADER', parquet: 'FORMAT parquet, COMPRESSION zstd' }[
    format
  ]
  const reader = await connection.runAndReadAll(
    `COPY (${select.sql}) TO ${literal(file).sql} (${options})`,
    select.params,
  )
  return Number(reader.getRows()[0]?.[0] ?? 0)
}
