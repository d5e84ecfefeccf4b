import type { DuckDBConnection } from '@duckdb/node-api'
import type { Condition } from '../../shared/query/query.ts'
import type { TableFormat } from '../../shared/transfer.ts'
import { compileConditions } from './compile.ts'
import { TAG_SEPARATOR } from './event-columns.ts'
import { maskTexts } from './masked-texts.ts'
import { literal, raw, type Sql, sql } from './sql.ts'

/** Written with the first columns in front, so that a reader of lines sees where a tree begins without parsing them. */
export const EVENT_COLUMNS: readonly {
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

const READERS = { csv: 'read_csv(?, header = true, all_varchar = true)', parquet: 'read_parquet(?)' } as const
const ROWS_OF_PARQUET = 'read_parquet(?, file_row_number = true)'

/** The events with what `maskTexts` has made of them. */
const WITHOUT_SECRETS = `(SELECT v.* REPLACE (
  CASE WHEN m.id IS NULL THEN v.payload ELSE m.payload END AS payload,
  CASE WHEN m.id IS NULL THEN v.metadata ELSE m.metadata END AS metadata,
  CASE WHEN m.id IS NULL THEN v.summary ELSE m.summary END AS summary
) FROM events v LEFT JOIN masked m ON m.id = v.id)`

/** A table that cannot be imported. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
}

/**
 * Writes the events that fulfil `conditions` into a file, in the log's order, without their secrets if `hidesSecrets`. Returns
 * their number.
 */
export async function exportEvents(
  connection: DuckDBConnection,
  file: string,
  format: TableFormat,
  conditions: readonly Condition[],
  hidesSecrets: boolean,
): Promise<number> {
  const where = compileConditions(conditions)
  if (hidesSecrets) await maskTexts(connection, where)
  const source = hidesSecrets ? WITHOUT_SECRETS : 'events'
  const columns = EVENT_COLUMNS.map((column) => `${toExport(column, format)} AS "${column.name}"`).join(', ')
  return copy(
    connection,
    {
      sql: `SELECT ${columns} FROM ${source} e WHERE ${where.sql}${hidesSecrets ? ' ORDER BY id' : ''}`,
      params: where.params,
    },
    file,
    format,
  )
}

/** Rows of a Parquet file, zero-based, both included. */
export interface RowRange {
  readonly first: number
  readonly last: number
}

/**
 * Writes a table of events, CSV or Parquet, as the lines that an export as NDJSON has: all of it, or some rows of a
 * Parquet file. Throws an `ImportError`.
 */
export async function convertToLines(
  connection: DuckDBConnection,
  table: string,
  rows: RowRange | null,
  file: string,
): Promise<void> {
  const names = await readColumns(connection, table, rows === null ? 'csv' : 'parquet')
  const columns = EVENT_COLUMNS.filter(({ name }) => names.has(name))
    .map((column) => `${toLine(column)} AS "${column.name}"`)
    .join(', ')
  const lines =
    rows === null
      ? sql`${raw(`SELECT ${columns} FROM`)} ${{ sql: READERS.csv, params: [table] }}`
      : sql`${raw(`SELECT ${columns} FROM`)} ${{ sql: ROWS_OF_PARQUET, params: [table] }}
            WHERE file_row_number BETWEEN ${rows.first} AND ${rows.last}`
  await copy(connection, lines, file, 'ndjson')
}

/** The types of a table's columns, by name. Throws an `ImportError` where that can be no table of events. */
export async function readColumns(
  connection: DuckDBConnection,
  table: string,
  format: 'csv' | 'parquet',
): Promise<ReadonlyMap<string, string>> {
  const found = await connection
    .runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE FROM ${READERS[format]})`, [table])
    .catch((error) => {
      throw new ImportError(`The file is no ${format === 'csv' ? 'CSV' : 'Parquet'} that can be read: ${String(error)}`)
    })
  const types = new Map(found.getRows().map(([name, type]) => [String(name), String(type)]))
  const missing = REQUIRED.filter((name) => !types.has(name))
  if (missing.length > 0) {
    throw new ImportError(`The table has no column ${missing.join(' and none ')}, so it holds no events of Tattler.`)
  }
  return types
}

function toExport({ name, kind, from = name }: (typeof EVENT_COLUMNS)[number], format: TableFormat): string {
  const list = `string_split(trim(${from}, '${TAG_SEPARATOR}'), '${TAG_SEPARATOR}')`
  if (kind === 'tags') return format === 'csv' ? `to_json(${list})` : list
  if (kind === 'json' && format === 'ndjson') return toJson(from)
  if (kind === 'time' && format === 'csv') return `strftime(make_timestamp_ms(${from}), '%Y-%m-%dT%H:%M:%S.%gZ')`
  return from
}

function toLine({ name, kind }: (typeof EVENT_COLUMNS)[number]): string {
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
