import { resolveField } from '../../shared/query/fields.ts'

/**
 * What stands in the field for a condition's value, as text. A word needs no quotes unless it could be read as something
 * else: `500` is a number, `"500"` is text.
 */
export function writeValue(value: unknown, field: string): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.map((item) => writeItem(item, field)).join(', ')
  return writeOne(value, field)
}

/** The value of such a text. `isList` for an operator that takes several, apart by commas. */
export function readValue(text: string, field: string, isList: boolean): unknown {
  return isList ? splitItems(text).map((item) => readOne(item, field)) : readOne(text, field)
}

function writeOne(value: unknown, field: string): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? ''
  return isText(field) || readJson(value) === undefined ? value : JSON.stringify(value)
}

function writeItem(value: unknown, field: string): string {
  const text = writeOne(value, field)
  return typeof value === 'string' && /^\s|,|\s$|^"/.test(text) && readJson(text) === undefined
    ? JSON.stringify(value)
    : text
}

function readOne(text: string, field: string): unknown {
  if (isText(field)) return text
  const value = readJson(text)
  return value === undefined ? text : value
}

/** Fields that hold text alone: `500` is that text there. Identity of an event is a number or a text, it does not matter. */
function isText(name: string): boolean {
  const kind = resolveField(name)?.kind
  return kind === 'text' || kind === 'tags' || kind === 'words' || kind === 'location'
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Parts between commas, those in quotes as one. */
function splitItems(text: string): string[] {
  const items = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"]+|")+/g) ?? []
  return items.map((item) => unquote(item.trim())).filter((item) => item !== '')
}

/** Quotes that only kept a comma together; those that make a text of a number stay. */
function unquote(item: string): string {
  const value = item.startsWith('"') ? readJson(item) : undefined
  return typeof value === 'string' && readJson(value) === undefined ? value : item
}
