import { LEVELS } from '../importance.ts'
import { type Field, isPathField, resolveField } from './fields.ts'
import { parseIsoTime } from './moment.ts'
import type { Comparison, Condition, Operator } from './query.ts'
import { findRegexProblem } from './regex.ts'
import { type ComparisonSign, type RawTerm, SEARCH_FIELDS, SearchError, type SearchValue } from './search-lexer.ts'
import {
  type Moment,
  parseBoolean,
  parseDuration,
  parseImportance,
  parseMoment,
  parseNumber,
  parseSize,
} from './search-values.ts'

const SIGN_OPERATORS = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte', '=': 'eq' } as const satisfies Record<
  ComparisonSign,
  Operator
>

/** One value of a term, and all that its meaning depends on. */
interface ValueContext {
  /** As it is written, for messages. */
  readonly name: string
  readonly field: Field
  readonly sign: ComparisonSign | null
  readonly value: SearchValue
  readonly now: number
}

/** What a term asks for. Throws `SearchError`. */
export function toCondition(term: RawTerm, text: string, now: number): Condition {
  const condition = term.field === null ? freeText(term) : fieldCondition(term, term.field, text, now)
  return term.negated ? { not: condition } : condition
}

function freeText({ values: [value] }: RawTerm): Condition {
  if (!value) return { all: [] }
  return value.kind === 'regex' ? matches('text', value) : { field: 'text', operator: 'icontains', value: value.text }
}

function fieldCondition(term: RawTerm, name: string, text: string, now: number): Condition {
  const field = resolveField(SEARCH_FIELDS.get(name) ?? name)
  if (!field) throw new SearchError(`Not a field: ${name}`, term.start, term.valueStart)
  const found = anyOf(term.values.map((value) => valueCondition({ name, field, sign: term.sign, value, now })))
  const [first] = term.values
  if (!term.isGuess || term.sign !== null || term.values.length > 1 || first?.kind !== 'bare') return found
  const written = text.slice(term.negated ? term.start + 1 : term.start, term.end)
  return anyOf([found, { field: 'text', operator: 'icontains', value: written }])
}

function anyOf(conditions: readonly Condition[]): Condition {
  const [first] = conditions
  if (conditions.length === 1 && first) return first
  const equals = conditions.filter(
    (condition): condition is Comparison => 'operator' in condition && condition.operator === 'eq',
  )
  return equals.length === conditions.length && equals[0]
    ? { field: equals[0].field, operator: 'in', value: equals.map(({ value }) => value) }
    : { any: conditions }
}

function valueCondition(context: ValueContext): Condition {
  const { field, sign, value } = context
  if (value.kind === 'regex' && sign === null) return matches(field.name, value)
  if (value.kind === 'bare' && value.text === '*' && sign === null)
    return { field: field.name, operator: 'exists', value: true }
  switch (field.kind) {
    case 'id':
    case 'number':
      return numberCondition(context)
    case 'time':
      return timeCondition(context)
    case 'boolean':
      return booleanCondition(context)
    case 'tags':
      return tagCondition(context)
    case 'text':
    case 'location':
    case 'words':
    case 'json':
      return textCondition(context)
  }
}

function matches(field: string, value: SearchValue): Condition {
  const problem = findRegexProblem(value.text)
  if (problem !== null) throw new SearchError(`Not a regular expression: ${problem}`, value.start, value.end)
  return {
    field,
    operator: 'matches',
    value: value.flags === '' ? value.text : { pattern: value.text, flags: value.flags },
  }
}

function numberCondition({ name, field, sign, value }: ValueContext): Condition {
  const parse = (text: string): number => {
    const number = (NUMBER_PARSERS[field.name] ?? parseNumber)(text)
    if (number === undefined) throw notThis(name, text, value, NUMBER_HINTS[field.name] ?? 'a number')
    return number
  }
  return comparison(field.name, sign, value.text, parse)
}

const NUMBER_PARSERS: Readonly<Record<string, (text: string) => number | undefined>> = {
  duration: parseDuration,
  size: parseSize,
  importance: parseImportance,
}

const NUMBER_HINTS: Readonly<Record<string, string>> = {
  duration: 'a duration, like 50, 1.5s or 2m',
  size: 'a size, like 512 or 10kb',
  importance: `a level; one of ${LEVELS.join(', ')}, or 1 to 8`,
}

/** `a..b`, `a..`, `..b`, or one value with or without a sign. */
function comparison<T>(
  field: string,
  sign: ComparisonSign | null,
  text: string,
  parse: (text: string) => T,
): Condition {
  const range = sign === null ? splitRange(text) : null
  if (!range) return { field, operator: sign === null ? 'eq' : SIGN_OPERATORS[sign], value: parse(text) }
  const [low, high] = range
  if (low === '') return { field, operator: 'lte', value: parse(high) }
  if (high === '') return { field, operator: 'gte', value: parse(low) }
  return { field, operator: 'between', value: [parse(low), parse(high)] }
}

function splitRange(text: string): readonly [string, string] | null {
  const at = text.indexOf('..')
  return at < 0 || text === '..' ? null : [text.slice(0, at), text.slice(at + 2)]
}

function timeCondition({ name, field, sign, value, now }: ValueContext): Condition {
  const parse = (text: string): Moment => {
    const moment = parseMoment(text, now)
    if (!moment) throw notThis(name, text, value, 'a time, like 10m, 14:30, 2026-01-31 or an ISO date and time')
    return moment
  }
  const from = (time: number): Condition => ({ field: field.name, operator: 'gte', value: time })
  const before = (time: number): Condition => ({ field: field.name, operator: 'lt', value: time })
  const within = (low: number, high: number): Condition => ({ all: [from(low), before(high)] })
  const range = sign === null ? splitRange(value.text) : null
  if (range) {
    const [low, high] = range
    if (low === '') return before(parse(high).to)
    return high === '' ? from(parse(low).from) : within(parse(low).from, parse(high).to)
  }
  const moment = parse(value.text)
  if (name === 'before') return before(moment.from)
  if (name === 'after') return from(moment.from)
  switch (sign) {
    case '>':
      return from(moment.to)
    case '>=':
      return from(moment.from)
    case '<':
      return before(moment.from)
    case '<=':
      return before(moment.to)
    default:
      return moment.isRelative ? from(moment.from) : within(moment.from, moment.to)
  }
}

function booleanCondition({ name, field, sign, value }: ValueContext): Condition {
  refuseComparison(name, sign, value)
  const wanted = parseBoolean(value.text)
  if (wanted === undefined) throw notThis(name, value.text, value, 'true or false')
  return { field: field.name, operator: 'eq', value: wanted }
}

/** `db` is the flag `db` or any tag named `db`; `db:mysql`, `"db"` and `=db` are that tag; `db:*` is any value. */
function tagCondition({ name: written, field, sign, value }: ValueContext): Condition {
  refuseComparison(written, sign, value)
  const exact: Condition = { field: field.name, operator: 'contains', value: value.text }
  if (value.kind === 'quoted' || sign === '=') return exact
  const isNamed = value.text.endsWith(':*')
  const name = isNamed ? value.text.slice(0, -2) : value.text
  if (!isNamed && name.includes(':')) return exact
  const named: Condition = { field: field.name, operator: 'matches', value: `^${escapeRegex(name)}:` }
  return isNamed ? named : { any: [exact, named] }
}

function textCondition({ field, sign, value }: ValueContext): Condition {
  const name = field.name
  if (field.kind === 'words') {
    return { field: name, operator: 'icontains', value: (sign === '=' ? '' : (sign ?? '')) + value.text }
  }
  if (value.kind === 'quoted' || sign === '=') return { field: name, operator: 'eq', value: value.text }
  const isIdentity = !isPathField(field) && field.isIdentity === true
  if (isIdentity && sign === null) return { field: name, operator: 'eq', value: value.text }
  const compared = compareScalars(name, sign, value.text)
  if (compared) return compared
  const literal = field.kind === 'json' && sign === null ? parseLiteral(value.text) : undefined
  if (literal !== undefined) return { field: name, operator: 'in', value: [literal, value.text] }
  return { field: name, operator: 'icontains', value: (sign ?? '') + value.text }
}

/** Numbers and ISO dates can be compared and have ranges; `<div>` and `../x` are text. */
function compareScalars(field: string, sign: ComparisonSign | null, text: string): Condition | null {
  const parts = sign === null ? splitRange(text) : [text]
  const isScalar = (part: string) => part === '' || parseNumber(part) !== undefined || parseIsoTime(part) !== undefined
  if (!parts?.every(isScalar)) return null
  return comparison(field, sign, text, (part) => parseNumber(part) ?? part)
}

/** Numbers and words that JSON may hold as themselves, or as text. */
function parseLiteral(text: string): number | boolean | null | undefined {
  if (text === 'null') return null
  return text === 'true' || text === 'false' ? text === 'true' : parseNumber(text)
}

function escapeRegex(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&')
}

function refuseComparison(name: string, sign: ComparisonSign | null, { start, end }: SearchValue): void {
  if (sign === null || sign === '=') return
  throw new SearchError(`${name}: has no order, so ${sign} means nothing`, start - sign.length, end)
}

function notThis(name: string, text: string, { start, end }: SearchValue, wanted: string): SearchError {
  const shown = text === '' ? 'nothing' : `"${text}"`
  return new SearchError(`${name}: ${shown} is not ${wanted}`, start, end)
}
