import { assertNever } from '../../shared/assert.ts'
import { type FieldKind, resolveField } from '../../shared/query/fields.ts'
import { parseIsoTime } from '../../shared/query/moment.ts'
import { type Comparison, QueryError } from '../../shared/query/query.ts'
import { compileField, type FieldSql } from './compile-field.ts'
import { columnMatches, containsAnyCase, jsonEscaped, matchesPattern } from './compile-text.ts'
import { TAG_SEPARATOR } from './event-columns.ts'
import { join, literal, raw, type Sql, type SqlValue, sql } from './sql.ts'

const TRUE = raw('true')
const FALSE = raw('false')

/** True for the events that fulfil the comparison, false for all others: never NULL, so NOT is its exact negation. */
export function compileComparison({ field: name, operator, value }: Comparison, path: string): Sql {
  const field = resolveField(name)
  if (!field) throw new QueryError(`${path}.field`, `not a field: ${JSON.stringify(name)}`)
  const faces = compileField(field)
  switch (operator) {
    case 'eq':
      return isOneOf(field.kind, faces, [value])
    case 'neq':
      return sql`NOT ${isOneOf(field.kind, faces, [value])}`
    case 'in':
      return isOneOf(field.kind, faces, value as readonly unknown[])
    case 'gt':
      return compare(field.kind, faces, '>', value)
    case 'gte':
      return compare(field.kind, faces, '>=', value)
    case 'lt':
      return compare(field.kind, faces, '<', value)
    case 'lte':
      return compare(field.kind, faces, '<=', value)
    case 'between':
      return isBetween(field.kind, faces, value as readonly [unknown, unknown])
    case 'contains':
      return contains(field.kind, faces, value as SqlValue)
    case 'icontains':
      return anyText(field.kind, faces, value as string, containsAnyCase)
    case 'matches': {
      const { pattern, flags } = typeof value === 'string' ? { pattern: value } : (value as RegexValue)
      // A pattern can tell where a text begins and ends, so the summary is not just a part of the payload.
      if (field.kind === 'words')
        return sql`(${columnMatches(raw('e.summary'), pattern, flags)} OR ${columnMatches(faces.text, pattern, flags)})`
      return anyText(field.kind, faces, pattern, (text) => matchesPattern(text, pattern, flags))
    }
    case 'exists':
      return value === false ? sql`NOT (${exists(faces)})` : exists(faces)
    default:
      return assertNever(operator, 'operator')
  }
}

interface RegexValue {
  readonly pattern: string
  readonly flags?: string
}

function exists(faces: FieldSql): Sql {
  return faces.isAlwaysThere ? TRUE : sql`${faces.text} IS NOT NULL`
}

function orFalse(condition: Sql, faces: FieldSql): Sql {
  if (condition === FALSE) return FALSE
  if (faces.isAlwaysThere) return sql`(${condition})`
  return faces.mayBeThere
    ? sql`(${faces.mayBeThere} AND coalesce(${condition}, false))`
    : sql`coalesce(${condition}, false)`
}

/** A value as the field's kind compares it: times are numbers, and an id may be written as text. */
function operand(kind: FieldKind, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (kind === 'time') return parseIsoTime(value)
  return kind === 'id' && /^\d{1,15}$/.test(value) ? Number(value) : value
}

function isOneOf(kind: FieldKind, faces: FieldSql, values: readonly unknown[]): Sql {
  const operands = values.map((value) => operand(kind, value))
  const numbers = operands.filter((value) => typeof value === 'number')
  if (faces.json) {
    const { json, number } = faces
    const texts = amongOnce(json, operands.flatMap(jsonForms))
    const large = among(number, numbers.filter((value) => !hasJsonForms(value)).map(bindNumber))
    return orFalse(or(texts, large), faces)
  }
  const strings = operands.filter((value) => typeof value === 'string')
  const booleans = operands.filter((value) => typeof value === 'boolean')
  const found = [
    among(
      faces.string,
      strings.map((value) => sql`${value}`),
    ),
    among(faces.number, numbers.map(bindNumber)),
    among(
      faces.boolean,
      booleans.map((value) => sql`${value}`),
    ),
  ]
  return orFalse(found.reduce(or), faces)
}

function among(face: Sql | undefined, values: readonly Sql[]): Sql {
  return face && values.length > 0 ? sql`${face} IN (${join(values, ', ')})` : FALSE
}

/** For a face that is costly: DuckDB makes of `IN` one comparison for each value, and reads the face anew for each. */
function amongOnce(face: Sql, values: readonly Sql[]): Sql {
  return values.length > 0 ? sql`list_contains([${join(values, ', ')}], ${face})` : FALSE
}

function or(left: Sql, right: Sql): Sql {
  if (left === FALSE) return right
  return right === FALSE ? left : sql`(${left} OR ${right})`
}

/** An integer beyond 64 bits cannot be bound, so a large one is written out. */
function bindNumber(value: number): Sql {
  const isLarge = Number.isInteger(value) && !Number.isSafeInteger(value)
  return isLarge ? sql`CAST(${literal(String(value))} AS DOUBLE)` : sql`${value}`
}

/**
 * All the ways DuckDB writes a value as JSON, so that one comparison of texts finds it: cheaper than to convert the JSON
 * of every event, and strict, for `5` and `"5"` are written differently.
 */
function jsonForms(value: unknown): readonly Sql[] {
  if (typeof value === 'string') return [jsonOf(sql`CAST(${value} AS VARCHAR)`)]
  if (typeof value !== 'number') return [literal(String(value))]
  if (!hasJsonForms(value)) return []
  const real = jsonOf(sql`CAST(${value} AS DOUBLE)`)
  if (value === 0) return [literal('0'), literal('-0.0'), real]
  return Number.isInteger(value) ? [literal(String(value)), real] : [real]
}

/** Beyond 2^53, many integers are one JavaScript number. */
function hasJsonForms(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER
}

function jsonOf(value: Sql): Sql {
  return sql`CAST(to_json(${value}) AS VARCHAR)`
}

function compare(kind: FieldKind, faces: FieldSql, sign: '>' | '>=' | '<' | '<=', value: unknown): Sql {
  const limit = operand(kind, value)
  const face = orderedFace(faces, limit)
  return face ? orFalse(sql`${face} ${raw(sign)} ${bindLimit(limit)}`, faces) : FALSE
}

function isBetween(kind: FieldKind, faces: FieldSql, [from, to]: readonly [unknown, unknown]): Sql {
  const [low, high] = [operand(kind, from), operand(kind, to)]
  const face = typeof low === typeof high ? orderedFace(faces, low) : undefined
  return face ? orFalse(sql`${face} BETWEEN ${bindLimit(low)} AND ${bindLimit(high)}`, faces) : FALSE
}

function orderedFace(faces: FieldSql, limit: unknown): Sql | undefined {
  return typeof limit === 'number' ? faces.number : faces.string
}

function bindLimit(limit: unknown): Sql {
  return typeof limit === 'number' ? bindNumber(limit) : sql`${String(limit)}`
}

function contains(kind: FieldKind, faces: FieldSql, value: SqlValue): Sql {
  if (kind === 'tags') {
    if (typeof value !== 'string' || value.includes(TAG_SEPARATOR)) return FALSE
    return orFalse(sql`contains(${faces.text}, ${TAG_SEPARATOR + value + TAG_SEPARATOR})`, faces)
  }
  if (kind === 'words') {
    return typeof value === 'string'
      ? anyText(kind, faces, value, (text, part) => sql`contains(${text}, ${part})`)
      : FALSE
  }
  const inText = faces.string && typeof value === 'string' ? sql`contains(${faces.string}, ${value})` : FALSE
  if (!faces.json) return orFalse(inText, faces)
  return orFalse(
    sql`CASE WHEN starts_with(${faces.json}, '[') THEN ${hasMember(faces.json, value)} ELSE ${inText} END`,
    faces,
  )
}

function hasMember(list: Sql, value: SqlValue): Sql {
  const item = raw('CAST(item AS VARCHAR)')
  const same =
    typeof value === 'string'
      ? sql`${item} = ${jsonOf(sql`CAST(${value} AS VARCHAR)`)}`
      : typeof value === 'number'
        ? sql`TRY_CAST(${item} AS DOUBLE) = ${bindNumber(value)}`
        : sql`${item} = ${String(value)}`
  return sql`len(list_filter(CAST(CAST(${list} AS JSON) AS JSON[]), lambda item: ${same})) > 0`
}

type TextCondition = (text: Sql, part: string) => Sql

/** Applies a text condition to summary and payload; `part` is looked for in the payload as JSON writes it. */
function inWords(payload: Sql, part: string, condition: TextCondition): Sql {
  return sql`(${condition(payload, jsonEscaped(part))} OR (NOT e.summary_in_payload AND ${condition(raw('e.summary'), part)}))`
}

/** Applies a text condition to the text of a field: to each tag, or to summary and payload. */
function anyText(kind: FieldKind, faces: FieldSql, part: string, condition: TextCondition): Sql {
  if (kind === 'words') return inWords(faces.text, part, condition)
  if (kind === 'tags') {
    const tags = sql`string_split(trim(${faces.text}, ${literal(TAG_SEPARATOR)}), ${literal(TAG_SEPARATOR)})`
    return orFalse(sql`len(list_filter(${tags}, lambda tag: ${condition(raw('tag'), part)})) > 0`, faces)
  }
  return orFalse(condition(faces.text, part), faces)
}
