import { describe, readList, readObject, readText, readWord } from './check-shape.ts'
import { type Field, resolveField } from './fields.ts'
import { parseIsoTime } from './moment.ts'
import { type Operator, QueryError } from './query.ts'
import { findRegexProblem } from './regex.ts'

/** Throws `QueryError` for a value that does not fit. */
type Check = (value: unknown, path: string, field: Field) => void

/** What each operator compares with. */
export const VALUE_CHECKS: { readonly [O in Operator]: Check } = {
  eq: checkScalar,
  neq: checkScalar,
  gt: checkLimit,
  gte: checkLimit,
  lt: checkLimit,
  lte: checkLimit,
  between: checkPair,
  in: checkScalars,
  contains: checkPart,
  icontains: readText,
  matches: checkRegex,
  exists: checkFlag,
}

/** The field of a name that came from outside. Throws `QueryError`. */
export function checkField(name: string, path: string): Field {
  const field = resolveField(name)
  if (!field || name.includes('\0')) throw new QueryError(path, `not a field: ${describe(name)}`)
  return field
}

function checkScalar(value: unknown, path: string, field: Field): void {
  if (value === null || typeof value === 'boolean') return
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new QueryError(path, `must be a text, a number, true, false or null, not ${describe(value)}`)
  }
  checkLimit(value, path, field)
}

function checkLimit(value: unknown, path: string, field: Field): void {
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (typeof value !== 'string') throw new QueryError(path, `must be a number or a text, not ${describe(value)}`)
  if (field.kind === 'time' && parseIsoTime(value) === undefined) {
    throw new QueryError(path, `must be ms since the epoch or an ISO 8601 time, not ${describe(value)}`)
  }
}

function checkPair(value: unknown, path: string, field: Field): void {
  if (!Array.isArray(value) || value.length !== 2) {
    throw new QueryError(path, `must be a pair [low, high], not ${describe(value)}`)
  }
  checkLimit(value[0], `${path}[0]`, field)
  checkLimit(value[1], `${path}[1]`, field)
}

function checkScalars(value: unknown, path: string, field: Field): void {
  for (const [index, item] of readList(value, path).entries()) checkScalar(item, `${path}[${index}]`, field)
}

function checkPart(value: unknown, path: string, field: Field): void {
  if (field.kind === 'json' && (typeof value === 'boolean' || Number.isFinite(value))) return
  readText(value, path)
}

function checkRegex(value: unknown, path: string): void {
  if (typeof value === 'string') {
    checkPattern(value, path)
    return
  }
  const { pattern, flags = '' } = readObject(value, path, ['pattern', 'flags'])
  checkPattern(readText(pattern, `${path}.pattern`), `${path}.pattern`)
  readWord(flags, `${path}.flags`, ['', 'i'], 'flags')
}

function checkPattern(pattern: string, path: string): void {
  const problem = findRegexProblem(pattern)
  if (problem !== null) throw new QueryError(path, `not a regular expression: ${problem}`)
}

function checkFlag(value: unknown, path: string): void {
  if (value === undefined || typeof value === 'boolean') return
  throw new QueryError(path, `must be true or false, not ${describe(value)}`)
}
