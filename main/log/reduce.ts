import { type DuckDBConnection, DuckDBListValue, type DuckDBValue } from '@duckdb/node-api'
import { assertNever } from '../../shared/assert.ts'
import { type Field, resolveField } from '../../shared/query/fields.ts'
import { QueryError, type Reduce } from '../../shared/query/query.ts'
import { compileField, type FieldSql } from './compile-field.ts'
import { readTags } from './event-rows.ts'
import { readJson, toIsoTime } from './published-event.ts'
import { join, raw, type Sql, sql } from './sql.ts'

/** More groups or collected values than this are refused: nobody reads them, and they would fill the memory. */
const MAX_VALUES = 100_000

/** Something to select, and what its columns mean. */
interface Selection {
  readonly columns: readonly Sql[]
  /** Makes the value to answer of the values of `columns`. */
  read(values: readonly DuckDBValue[]): unknown
}

/** What a `reduce` answers over the events that fulfil `where`: one value, or a list of `{group, value}`. */
export async function runReduce(connection: DuckDBConnection, reduce: Reduce, where: Sql): Promise<unknown> {
  if (reduce.type === 'collect') await refuseTooMany(connection, reduce, where)
  const names = reduce.groupBy ?? []
  const groups = names.map((name, index) => fieldValue(requireField(name, `reduce.groupBy[${index}]`)))
  const value = aggregate(reduce)
  const columns = join([...groups.map((group) => group.sql), ...value.columns], ', ')
  const grouping = groups.length === 0 ? raw('') : raw(`GROUP BY ${groups.map((_, index) => index + 1).join(', ')}`)
  const statement = sql`SELECT ${columns} FROM events e WHERE ${where} ${grouping} ORDER BY min(e.id) LIMIT ${MAX_VALUES + 1}`
  const rows = (await connection.runAndReadAll(statement.sql, statement.params)).getRows()
  if (rows.length > MAX_VALUES) throw new QueryError('reduce.groupBy', `gives more than ${MAX_VALUES} groups`)
  if (groups.length === 0) return value.read(rows[0] ?? [])
  return rows.map((row) => ({
    group: Object.fromEntries(groups.map((group, index) => [names[index], group.read(row[index] ?? null)])),
    value: value.read(row.slice(groups.length)),
  }))
}

async function refuseTooMany(connection: DuckDBConnection, reduce: Reduce, where: Sql): Promise<void> {
  const count = await runReduce(connection, { type: 'count', ...(reduce.field && { field: reduce.field }) }, where)
  if (Number(count) > MAX_VALUES)
    throw new QueryError('reduce', `collects ${count} values; at most ${MAX_VALUES} can be`)
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

/** A field as one value, the same for events that are in the same group, and how to answer it. */
function fieldValue(field: Field): { readonly sql: Sql; readonly read: (value: DuckDBValue) => unknown } {
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
