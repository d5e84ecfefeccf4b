import { findLogField, resolveField } from './fields.ts'

/** One value of a term, as it is written: `a` and `"b c"` in `field:a,"b c"`. */
export interface SearchValue {
  readonly kind: 'bare' | 'quoted' | 'regex'
  /** Without quotes or slashes. */
  readonly text: string
  /** Of a regular expression. */
  readonly flags: string
  readonly start: number
  readonly end: number
}

export const COMPARISON_SIGNS = ['>=', '<=', '>', '<', '='] as const
export type ComparisonSign = (typeof COMPARISON_SIGNS)[number]

/** A term before it is given a meaning. Free words, phrases and regular expressions have no field and one value. */
export interface RawTerm {
  readonly negated: boolean
  readonly field: string | null
  /** Not a field of the log, and not said to be a path either: could be plain text with a colon. */
  readonly isGuess: boolean
  readonly sign: ComparisonSign | null
  readonly values: readonly SearchValue[]
  readonly start: number
  readonly end: number
  /** Where the values begin: behind the colon. */
  readonly valueStart: number
}

/** A search text that cannot be understood, with the part of it that is to blame. */
export class SearchError extends Error {
  override readonly name = 'SearchError'
  readonly start: number
  readonly end: number
  constructor(message: string, start: number, end: number) {
    super(message)
    this.start = start
    this.end = end
  }
}

/** Names that only the search text has, beside the fields of the log. */
export const SEARCH_FIELDS: ReadonlyMap<string, string> = new Map([
  ['tag', 'tags'],
  ['level', 'importance'],
  ['after', 'time'],
  ['before', 'time'],
])

const WORD = /\S+/y
const FIELD = /([\p{L}_$@][^\s:"'=<>,/\\]*):/uy
const BARE_VALUE = /[^\s,]+/y
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy
const REGEX = /\/((?:[^/\\]|\\.)+)\/(i?)(?=\s|$)/sy
const REGEX_IN_LIST = /\/((?:[^/\\]|\\.)+)\/(i?)(?=[\s,]|$)/sy

/** Splits a search text into its terms. Throws `SearchError`. */
export function readTerms(text: string): readonly RawTerm[] {
  const terms: RawTerm[] = []
  let at = skipSpace(text, 0)
  while (at < text.length) {
    const term = readTerm(text, at)
    terms.push(term)
    at = skipSpace(text, term.end)
  }
  return terms
}

function readTerm(text: string, start: number): RawTerm {
  const negated = text[start] === '-' && /\S/.test(text[start + 1] ?? ' ')
  const from = negated ? start + 1 : start
  const free = { negated, field: null, isGuess: false, sign: null, start, valueStart: from }
  const value = readQuoted(text, from) ?? readRegex(text, from, REGEX)
  if (value) return { ...free, values: [value], end: value.end }
  const field = readField(text, from)
  if (field) return { negated, ...field, ...readValues(text, field), start, valueStart: field.end }
  const word = matchAt(WORD, text, from)?.[0] ?? ''
  const end = from + word.length
  return { ...free, values: [{ kind: 'bare', text: word, flags: '', start: from, end }], end }
}

interface FieldName {
  readonly field: string
  readonly isGuess: boolean
  readonly end: number
}

/** The field before a colon. `http://x`, `Foo::bar`, `C:\x` and `Error: x` are words, and so is `12:30`. */
function readField(text: string, from: number): FieldName | null {
  const match = matchAt(FIELD, text, from)
  const name = match?.[1]
  if (!match || name === undefined) return null
  const end = from + match[0].length
  if (text[end] === ':' || text.startsWith('//', end) || text[end] === '\\') return null
  const root = name.split('.', 1)[0] ?? ''
  const isKnown = SEARCH_FIELDS.has(name) || findLogField(root) !== undefined
  if (isKnown && (SEARCH_FIELDS.has(name) || resolveField(name))) return { field: name, isGuess: false, end }
  const hasValue = /\S/.test(text[end] ?? ' ')
  return hasValue && resolveField(name) ? { field: name, isGuess: true, end } : null
}

function readValues(text: string, name: FieldName): Pick<RawTerm, 'sign' | 'values' | 'end'> {
  const sign = COMPARISON_SIGNS.find((candidate) => text.startsWith(candidate, name.end)) ?? null
  const values: SearchValue[] = []
  let at = name.end + (sign?.length ?? 0)
  for (;;) {
    const value = readValue(text, at)
    if (value) values.push(value)
    at = value?.end ?? at
    if (text[at] !== ',') break
    at++
  }
  if (values.length === 0)
    throw new SearchError(`${name.field}: needs a value right behind it`, name.end, Math.max(at, name.end))
  return { sign, values, end: at }
}

function readValue(text: string, start: number): SearchValue | null {
  const value = readQuoted(text, start) ?? readRegex(text, start, REGEX_IN_LIST)
  if (value) return value
  const bare = matchAt(BARE_VALUE, text, start)?.[0]
  return bare === undefined ? null : { kind: 'bare', text: bare, flags: '', start, end: start + bare.length }
}

function readQuoted(text: string, start: number): SearchValue | null {
  if (text[start] !== '"') return null
  const match = matchAt(QUOTED, text, start)
  if (!match) throw new SearchError('This quote is not closed', start, text.length)
  const inner = (match[1] ?? '').replace(/\\(["\\])/g, '$1')
  return { kind: 'quoted', text: inner, flags: '', start, end: start + match[0].length }
}

/** A slash that no slash at the end of a word closes is plain text, like a path: `/usr/bin`. */
function readRegex(text: string, start: number, shape: RegExp): SearchValue | null {
  const match = matchAt(shape, text, start)
  if (!match) return null
  return { kind: 'regex', text: match[1] ?? '', flags: match[2] ?? '', start, end: start + match[0].length }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text[at] ?? '')) at++
  return at
}

function matchAt(shape: RegExp, text: string, index: number): RegExpExecArray | null {
  shape.lastIndex = index
  return shape.exec(text)
}
