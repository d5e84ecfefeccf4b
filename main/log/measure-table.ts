import type { DuckDBConnection } from '@duckdb/node-api'
import { EVENT_COLUMNS, ImportError, readColumns } from './export-events.ts'

/** Rows of a table that are converted together. */
export interface TableSlice {
  /** Zero-based, both included. */
  readonly first: number
  readonly last: number
  /** What they come to when unpacked, roughly. */
  readonly bytes: number
}

export interface TableLimits {
  readonly rowBytes: number
  readonly totalBytes: number
}

/** A slice ends before the next tree from the first size on, and anywhere from the second on. Bytes. */
const SLICE_BYTES = 8 * 1024 * 1024
const LARGEST_SLICE_BYTES = 24 * 1024 * 1024
/** What a row comes to beside its texts: names, numbers, punctuation. */
const ROW_BYTES = 300
/** A byte of a BLOB may be written as `\x00`. */
const BLOB_FACTOR = 4

/**
 * Cuts a Parquet file into slices that fit into memory, without unpacking a value: a few kilobytes of it may stand for
 * gigabytes. Throws an `ImportError` where a row, or all of them, are over a limit.
 */
export async function measureTable(
  connection: DuckDBConnection,
  table: string,
  limits: TableLimits,
): Promise<TableSlice[]> {
  const types = await readColumns(connection, table, 'parquet')
  const sizes = EVENT_COLUMNS.flatMap(({ name }) => toSize(name, types.get(name) ?? null) ?? [])
  const isTop = types.has('depth') ? 'coalesce(TRY_CAST("depth" AS INTEGER), 0) = 0' : 'true'
  const result = await connection.stream(
    `SELECT (${[ROW_BYTES, ...sizes].join(' + ')})::DOUBLE, ${isTop} FROM read_parquet(?)`,
    [table],
  )
  const slices: TableSlice[] = []
  let first = 0
  let row = 0
  let bytes = 0
  let total = 0
  for await (const rows of result.yieldRows()) {
    for (const [value, isTree] of rows) {
      const size = Number(value)
      if (size > limits.rowBytes) {
        throw new ImportError(`Row ${row + 1} is larger than ${limits.rowBytes} bytes (limits.messageBytes).`)
      }
      total += size
      if (total > limits.totalBytes) {
        throw new ImportError(`The table unpacks to more than ${limits.totalBytes} bytes, by row ${row + 1}.`)
      }
      if (bytes + size > LARGEST_SLICE_BYTES || (bytes >= SLICE_BYTES && isTree === true)) {
        if (row > first) slices.push({ first, last: row - 1, bytes })
        first = row
        bytes = 0
      }
      bytes += size
      row++
    }
  }
  if (row > first) slices.push({ first, last: row - 1, bytes })
  return slices
}

/** SQL of a column's bytes in a row; null where they are few. Throws an `ImportError` for a type that holds no text. */
function toSize(name: string, type: string | null): string | null {
  if (type === null) return null
  if (type === 'VARCHAR' || type === 'JSON') return `coalesce(strlen("${name}"), 0)`
  if (type === 'VARCHAR[]') return `coalesce(list_sum(list_transform("${name}", lambda x: strlen(x) + 3)), 0)`
  if (type === 'BLOB') return `coalesce(${BLOB_FACTOR} * octet_length("${name}"), 0)`
  if (type.endsWith(']') || /^(STRUCT|MAP|UNION|VARIANT)/.test(type)) {
    throw new ImportError(`The column ${name} holds neither text nor a number, but ${type.slice(0, 100)}.`)
  }
  return null
}
