import { isContainer, isList, keysOf, sizeOf } from './json-nodes.ts'
import { ExactNumber, type JsonValue } from './json-value.ts'

export type LineAction = 'more' | 'filter' | 'copy-path' | 'copy-value'

/** A longer string, or one with several lines, shows only its beginning on its line. */
export const SHORT_STRING = 160

const PREVIEW_ENTRIES = 4
const PREVIEW_STRING = 24

/** Names the class that colours a value. */
export function kindOf(value: JsonValue): 'string' | 'number' | 'boolean' | 'null' | 'preview' {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number' || value instanceof ExactNumber) return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return value === null ? 'null' : 'preview'
}

/** True for what a search term can hold. */
export function isSearchable(value: JsonValue): value is string | number | boolean {
  return typeof value === 'string'
    ? value.length <= SHORT_STRING
    : typeof value === 'number' || typeof value === 'boolean'
}

/** The beginning of a string on one line, in quotes, with line breaks made visible. */
export function shortString(value: string): string {
  const start = value.slice(0, SHORT_STRING).replace(/\r?\n/g, '↵').replace(/\t/g, '→')
  return value.length > SHORT_STRING ? `"${start}…` : `"${start}"`
}

/** What a closed object or list holds, in a few words; only its size when it is open. */
export function previewOf(value: JsonValue, isOpen: boolean): string {
  if (!isContainer(value)) return scalarText(value)
  const size = sizeOf(value)
  if (isList(value)) {
    if (isOpen || size === 0) return `[${size}]`
    return `[${size}] ${list(value.slice(0, PREVIEW_ENTRIES).map(scalarText), size)}`
  }
  if (size === 0) return '{}'
  if (isOpen) return `{${size}}`
  const entries = keysOf(value).slice(0, PREVIEW_ENTRIES)
  return `{ ${list(
    entries.map((key) => `${key}: ${scalarText(value[key] ?? null)}`),
    size,
  )} }`
}

function list(parts: readonly string[], size: number): string {
  return parts.join(', ') + (size > parts.length ? ', …' : '')
}

function scalarText(value: JsonValue): string {
  if (value instanceof ExactNumber) return value.digits
  if (typeof value === 'string') {
    return value.length > PREVIEW_STRING ? `"${value.slice(0, PREVIEW_STRING)}…"` : `"${value}"`
  }
  if (isContainer(value)) return isList(value) ? '[…]' : '{…}'
  return String(value)
}
