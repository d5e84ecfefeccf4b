import { hideSecretsInText } from '../../shared/hide-secrets.ts'
import { isSecretEntry, isSecretItem, MASK } from '../../shared/secrets.ts'
import { isContainer, isList, type JsonNode, keysOf, sizeOf } from './json-nodes.ts'
import { ExactNumber, type JsonValue } from './json-value.ts'

/** What can be done with a line of the tree. */
const LINE_ACTIONS = [
  'activate',
  'toggle',
  'toggle-all',
  'more',
  'search',
  'table',
  'filter',
  'copy-field',
  'copy-path',
  'copy-value',
] as const

export type LineAction = (typeof LINE_ACTIONS)[number]

export function isLineAction(name: string | null | undefined): name is LineAction {
  return (LINE_ACTIONS as readonly (string | null | undefined)[]).includes(name)
}

export type LineActions = { readonly [A in LineAction]: (node: JsonNode) => void }

/** A longer string, or one with several lines, shows only its beginning on its line. */
export const SHORT_STRING = 160

const PREVIEW_ENTRIES = 4
const PREVIEW_STRING = 24
/** Characters of a string in which secrets are looked for. */
const PREVIEW_READ = 1000

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

/** Characters before a match that show where in a long string it stands. */
const BEFORE_MATCH = 40

/** As `shortString`, but from a match on that its beginning would not show. */
export function stringAround(value: string, pattern: RegExp | null): string {
  const at = pattern ? value.search(pattern) : -1
  if (at < SHORT_STRING - BEFORE_MATCH) return shortString(value)
  const shown = shortString(value.slice(at - BEFORE_MATCH, at + SHORT_STRING + 1))
  return `"…${shown.slice(1)}`
}

/** What a closed object or list holds, in a few words; only its size when it is open. */
export function previewOf(value: JsonValue, isOpen: boolean, hidesSecrets: boolean): string {
  const textOf = (item: JsonValue, isSecret: boolean) =>
    hidesSecrets ? (isSecret ? MASK : scalarText(hideInBeginning(item))) : scalarText(item)
  if (!isContainer(value)) return textOf(value, false)
  const size = sizeOf(value)
  if (isList(value)) {
    if (isOpen || size === 0) return `[${size}]`
    return `[${size}] ${list(
      value.slice(0, PREVIEW_ENTRIES).map((item, index) => textOf(item, isSecretItem(value, index))),
      size,
    )}`
  }
  if (size === 0) return '{}'
  if (isOpen) return `{${size}}`
  const entries = keysOf(value).slice(0, PREVIEW_ENTRIES)
  return `{ ${list(
    entries.map((key) => `${key}: ${textOf(value[key] ?? null, isSecretEntry(value, key))}`),
    size,
  )} }`
}

function list(parts: readonly string[], size: number): string {
  return parts.join(', ') + (size > parts.length ? ', …' : '')
}

function hideInBeginning(value: JsonValue): JsonValue {
  return typeof value === 'string' ? hideSecretsInText(value.slice(0, PREVIEW_READ), MASK) : value
}

function scalarText(value: JsonValue): string {
  if (value instanceof ExactNumber) return value.digits
  if (typeof value === 'string') {
    return value.length > PREVIEW_STRING ? `"${value.slice(0, PREVIEW_STRING)}…"` : `"${value}"`
  }
  if (isContainer(value)) return isList(value) ? '[…]' : '{…}'
  return String(value)
}
