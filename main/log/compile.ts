import { resolveField } from '../../shared/query/fields.ts'
import { type Condition, type EventQuery, type OrderBy, QueryError } from '../../shared/query/query.ts'
import { compileComparison } from './compile-comparison.ts'
import { compileField } from './compile-field.ts'
import { join, raw, type Sql, sql } from './sql.ts'

/**
 * A condition over table `events` as `e`: true for the events that fulfil all `conditions`, false for all others, never
 * NULL. `path` is where the conditions stand in their query, for errors.
 */
export function compileConditions(conditions: readonly Condition[], path = 'where'): Sql {
  return and(conditions.map((condition, index) => compileCondition(condition, `${path}[${index}]`)))
}

function compileCondition(condition: Condition, path: string): Sql {
  if ('any' in condition) {
    return or(condition.any.map((inner, index) => compileCondition(inner, `${path}.any[${index}]`)))
  }
  if ('all' in condition) return compileConditions(condition.all, `${path}.all`)
  if ('not' in condition) return sql`NOT (${compileCondition(condition.not, `${path}.not`)})`
  return compileComparison(condition, path)
}

/** An `ORDER BY` clause over table `events` as `e`: missing values last in both directions, ties in insertion order. */
export function compileOrder(orderBy: EventQuery['orderBy']): Sql {
  if (orderBy === undefined) return raw('ORDER BY e.id')
  const list = Array.isArray(orderBy) ? (orderBy as readonly OrderBy[]) : [orderBy as OrderBy]
  const keys = list.flatMap((key, index) => orderKeys(key, Array.isArray(orderBy) ? `orderBy[${index}]` : 'orderBy'))
  return sql`ORDER BY ${join([...keys, raw('e.id')], ', ')}`
}

function orderKeys({ field: name, direction = 'asc' }: OrderBy, path: string): readonly Sql[] {
  const field = resolveField(name)
  if (!field || field.kind === 'words') throw new QueryError(`${path}.field`, `cannot order by ${JSON.stringify(name)}`)
  const faces = compileField(field)
  const way = raw(direction === 'desc' ? 'DESC NULLS LAST' : 'ASC NULLS LAST')
  if (faces.json && faces.number) {
    const other = sql`CASE WHEN ${faces.number} IS NULL THEN ${faces.text} END`
    return [sql`${faces.number} ${way}`, sql`${other} ${way}`]
  }
  return [sql`${faces.number ?? faces.boolean ?? faces.text} ${way}`]
}

function and(pieces: readonly Sql[]): Sql {
  const real = pieces.filter((piece) => piece.sql !== 'true')
  if (real.length === 0) return raw('true')
  return real.length === 1 && real[0] ? real[0] : sql`(${join(real, ' AND ')})`
}

function or(pieces: readonly Sql[]): Sql {
  return pieces.length === 0 ? raw('false') : sql`(${join(pieces, ' OR ')})`
}
