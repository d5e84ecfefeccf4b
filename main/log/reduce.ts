import { type DuckDBConnection, DuckDBListValue, type DuckDBValue } from '@duckdb/node-api'
import { assertNever } from '../../shared/assert.ts'
import { isBucket, nameOfKey, readWidth, startOfBucket } from '../../shared/query/bucket.ts'
import { type Field, resolveField } from '../../shared/query/fields.ts'
import { type GroupKey, QueryError, type Reduce } from '../../shared/query/query.ts'
import { compileField, type FieldSql } from './compile-field.ts'
import { readTags } from './event-rows.ts'
import { readJson, toIsoTime } from './published-event.ts'
import { join, raw, type Sql, sql } from './sql.ts'

/** More groups or collected values than this are refused: nobody reads them, and they would fill the memory. */
const MAX_VALUES = 100_000
const MOST = MAX_VALUES.toLocaleString('en')

/** Something to select, and what its columns mean. */
interface Selection {
  readonly columns: readonly Sql[]
  /** Makes the value to answer of the values of `columns`. */
  read(values: readonly DuckDBValue[]): unknown
}

/** What a `reduce` answers. */
export interface Reduced {
  /** One value, or a list of `{group, value}`. */
  readonly aggregation: unknown
  /** Number of events that it was computed over. */
  readonly total: number
}

/** Computes a `reduce` over the events that fulfil `where`. */
export async function runReduce(connection: DuckDBConnection, reduce: Reduce, where: Sql): Promise<Reduced> {
  if (reduce.type === 'collect') await refuseTooMany(connection, reduce, where)
  const keys = reduce.groupBy ?? []
  const groups = keys.map((key, index) => groupValue(key, `reduce.groupBy[${index}]`))
  const value = aggregate(reduce)
  // Counted here as well: counting by itself would read all the events once more.
  const columns = join([...groups.map((group) => group.sql), ...value.columns, raw('count(*)::DOUBLE')], ', ')
  const grouping = groups.length === 0 ? raw('') : raw(`GROUP BY ${groups.map((_, index) => index + 1).join(', ')}`)
  const order = raw(keys[0] && isBucket(keys[0]) ? '1 NULLS LAST, min(e.id)' : 'min(e.id)')
  const statement = sql`SELECT ${columns} FROM events e WHERE ${where} ${grouping} ORDER BY ${order} LIMIT ${MAX_VALUES + 1}`
  const rows = (await connection.runAndReadAll(statement.sql, statement.params)).getRows()
  if (rows.length > MAX_VALUES)
    throw new QueryError(
      'reduce.groupBy',
      `gives more than ${MOST} groups: group by less, by wider buckets, or with more conditions`,
    )
  const total = rows.reduce((sum, row) => sum + Number(row.at(-1)), 0)
  if (groups.length === 0) return { aggregation: value.read(rows[0] ?? []), total }
  const aggregation = rows.map((row) => ({
    group: Object.fromEntries(groups.map((group, index) => [group.name, group.read(row[index] ?? null)])),
    value: value.read(row.slice(groups.length)),
  }))
  return { aggregation, total }
}

async function refuseTooMany(connection: DuckDBConnection, reduce: Reduce, where: Sql): Promise<void> {
  const counting: Reduce = { type: 'count', ...(reduce.field && { field: reduce.field }) }
  const { aggregation: count } = await runReduce(connection, counting, where)
  if (Number(count) > MAX_VALUES)
    throw new QueryError(
      'reduce',
      `collects ${Number(count).toLocaleString('en')} values; at most ${MOST} can be: add conditions`,
    )
}

function aggregate(reduce: Reduce): Selection {
  if (reduce.type === 'count' && reduce.field === undefined) {
    return { columns: [raw('count(*)::DOUBLE')], read: ([count]) => count }
  }
  const field = requireField(reduce.field ?? '', 'reduce.field')
  const faces = compileField(field)
  const number = faces.number ? sql`CAST(${faces.number} AS DOUBLE)` : raw('NULL::DOUBLE')
  switch (reduce.type) {
    case 'count':
      return { columns: [sql`count(${faces.text})::DOUBLE`], read: ([count]) => count }
    case 'sum':
      return { columns: [sql`coalesce(sum(${number}), 0)`], read: ([sum]) => sum }
    case 'avg':
      return { columns: [sql`avg(${number})`], read: ([average]) => average }
    case 'min':
    case 'max':
      return extreme(reduce.type, field, number, faces)
    case 'collect': {
      const { sql: value, read } = fieldValue(field)
      return {
        columns: [sql`list(${value} ORDER BY e.id) FILTER (WHERE ${faces.text} IS NOT NULL)`],
        read: ([list]) => (list instanceof DuckDBListValue ? list.items.map(read) : []),
      }
    }
    default:
      return assertNever(reduce.type, 'reduce type')
  }
}

/** The least or greatest number, or where there is none, text. */
function extreme(type: 'min' | 'max', field: Field, number: Sql, faces: FieldSql): Selection {
  const text = faces.string ?? raw('NULL::VARCHAR')
  return {
    columns: [sql`${raw(type)}(${number})`, sql`${raw(type)}(${text})`],
    read: ([least = null, first = null]) => (least === null ? first : readNumber(field, least)),
  }
}

/** A key of groups: a field, or its buckets by their number. */
function groupValue(key: GroupKey, path: string): OneValue & { readonly name: string } {
  const name = nameOfKey(key)
  if (!isBucket(key)) return { name, ...fieldValue(requireField(key, path)) }
  const field = requireField(key.field, `${path}.field`)
  const width = readWidth(field, key.bucket, `${path}.bucket`)
  const number = compileField(field).number ?? raw('NULL::DOUBLE')
  // In binary fractions, 0.3 is a little less than three times 0.1.
  const dust = Number.isInteger(width) ? 0 : 1e-9
  const index = sql`floor(CAST(${number} AS DOUBLE) / CAST(${width} AS DOUBLE) + ${dust})`
  return {
    name,
    // What is too large for a bucket has none, as if it were no number.
    sql: sql`CASE WHEN isfinite(${index}) THEN ${index} END`,
    read: (value) => (value === null ? null : readStart(field, startOfBucket(Number(value), width))),
  }
}

function readStart(field: Field, start: number): unknown {
  return field.kind === 'time' ? toIsoTime(start) : start
}

interface OneValue {
  readonly sql: Sql
  /** How to answer it. */
  read(value: DuckDBValue): unknown
}

/** A field as one value, the same for events that are in the same group. */
function fieldValue(field: Field): OneValue {
  const faces = compileField(field)
  if (faces.json) return { sql: sql`nullif(${faces.json}, 'null')`, read: (value) => readJson(value) ?? null }
  if (field.kind === 'tags') return { sql: faces.text, read: readTags }
  if (faces.number) return { sql: sql`CAST(${faces.number} AS DOUBLE)`, read: (value) => readNumber(field, value) }
  return { sql: faces.boolean ?? faces.text, read: (value) => value }
}

function readNumber(field: Field, value: DuckDBValue): unknown {
  if (value === null) return null
  if (field.kind === 'id') return String(value)
  return field.kind === 'time' ? toIsoTime(value) : value
}

function requireField(name: string, path: string): Field {
  const field = resolveField(name)
  if (!field || field.kind === 'words') throw new QueryError(path, `not a field with a value: ${JSON.stringify(name)}`)
  return field
}
