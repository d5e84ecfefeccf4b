import { type Field, resolveField } from './fields.ts'
import type { Condition } from './query.ts'
import { toCondition } from './search-conditions.ts'
import { type RawTerm, readTerms, SEARCH_FIELDS, SearchError } from './search-lexer.ts'

/** A part of a search text that asks for one thing, by its place in the text. */
export interface SearchTerm {
  readonly kind: 'word' | 'phrase' | 'regex' | 'field'
  readonly start: number
  readonly end: number
  readonly negated: boolean
  /** As it is written, without the colon. Only of kind `field`. */
  readonly field?: string
  /** Where the part behind sign and field begins. */
  readonly valueStart: number
}

export type ParsedSearch =
  | { readonly ok: true; readonly conditions: Condition[]; readonly terms: readonly SearchTerm[] }
  | { readonly ok: false; readonly error: { readonly message: string; readonly start: number; readonly end: number } }

/**
 * Parses what a user types into the search box. Every term must hold; see `docs/query-language.md`. Never throws.
 *
 * @param now ms since the epoch, for `10m` (ago) and `14:30` (today)
 */
export function parseSearch(text: string, { now = Date.now() }: { readonly now?: number } = {}): ParsedSearch {
  try {
    const terms = readTerms(text)
    return { ok: true, conditions: terms.map((term) => toCondition(term, text, now)), terms: terms.map(toSearchTerm) }
  } catch (error) {
    if (!(error instanceof SearchError)) throw error
    const { message, start, end } = error
    return { ok: false, error: { message, start, end } }
  }
}

function toSearchTerm({ field, values, start, end, negated, valueStart }: RawTerm): SearchTerm {
  const place = { start, end, negated, valueStart }
  if (field !== null) return { kind: 'field', field, ...place }
  const kind = { bare: 'word', quoted: 'phrase', regex: 'regex' } as const
  return { kind: kind[values[0]?.kind ?? 'bare'], ...place }
}

/** The text of a term that finds events with exactly that value in that field, like `target:mysql`. */
export function formatTerm(name: string, value: string | number | boolean): string {
  if (typeof value !== 'string') return `${name}:${value}`
  const field = resolveField(SEARCH_FIELDS.get(name) ?? name)
  const isExact = field !== undefined && meansItself(field, value)
  return isExact && isPlain(value) ? `${name}:${value}` : `${name}:${quote(value)}`
}

/** Whether search text compares the whole value of such a field, quotes or not. */
function meansItself(field: Field, value: string): boolean {
  if (field.kind === 'tags') return value.includes(':')
  const isText = field.kind === 'text' || field.kind === 'location' || field.kind === 'words' || field.kind === 'json'
  return !isText || 'isIdentity' in field
}

/** Whether a value needs no quotes. */
function isPlain(value: string): boolean {
  return /^[\p{L}\p{N}_.@#$][^\s,"\\]*$/u.test(value) && !value.endsWith(':*')
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}
