import type { QueryParameters } from '../../../shared/query-shape/parameters.ts'
import { SqlScanner } from '../../../shared/query-shape/sql-scanner.ts'
import { writeJson } from '../../ui/json-text.ts'

/** A parameter of a query. */
export interface QueryValue {
  /** Null for one that has no name but its place. */
  readonly name: string | null
  readonly value: unknown
}

/** Parameters in order, whether they were sent as a list, as an object, or as a list of `{name, value}`. */
export function toQueryValues(parameters: QueryParameters): QueryValue[] {
  const { value } = parameters
  if (!isList(value)) return Object.entries(value).map(([name, item]) => ({ name, value: item }))
  return value.map((item) =>
    isNamed(item) ? { name: String(item.name ?? item.key), value: item.value } : { name: null, value: item },
  )
}

/** SQL with its values in place of the placeholders; a placeholder without a value stays. */
export function fillValues(query: string, values: readonly QueryValue[]): string {
  const token = new SqlScanner(query)
  let filled = ''
  let copied = 0
  let position = 0
  while (token.next()) {
    if (token.kind !== 'placeholder') continue
    const name = query.slice(token.start, token.end).replace(/^%\((.*)\).$/, '$1')
    const found = findValue(name, values) ?? (isPositional(name) ? values[position++] : undefined)
    if (!found) continue
    filled += query.slice(copied, token.start) + toLiteral(found.value)
    copied = token.end
  }
  return filled + query.slice(copied)
}

/** By its number, `$1`, or by its name, with the sign before it or without. */
function findValue(placeholder: string, values: readonly QueryValue[]): QueryValue | undefined {
  const bare = placeholder.replace(/^[$:@?]+/, '')
  const named = values.find(({ name }) => name !== null && name.replace(/^[$:@]/, '') === bare)
  return named ?? (/^[$:?]\d+$/.test(placeholder) ? values[Number(bare) - 1] : undefined)
}

function isPositional(placeholder: string): boolean {
  return placeholder === '?' || placeholder.startsWith('%')
}

function toLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (typeof value === 'string') return quote(value)
  const text = writeJson(value)
  return text.startsWith('{') || text.startsWith('[') ? quote(text) : text
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function isList(value: QueryParameters['value']): value is readonly unknown[] {
  return Array.isArray(value)
}

function isNamed(item: unknown): item is { readonly name?: string; readonly key?: string; readonly value: unknown } {
  if (typeof item !== 'object' || item === null || !('value' in item)) return false
  return ('name' in item && typeof item.name === 'string') || ('key' in item && typeof item.key === 'string')
}
