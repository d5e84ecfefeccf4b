import { isContainer, isList, keysOf } from './json-nodes.ts'
import { ExactNumber, type JsonList, type JsonObject, type JsonValue } from './json-value.ts'
import { joinInSlices } from './slices.ts'

export interface JsonStyle {
  readonly isIndented: boolean
}

/** The text of a value of any size: at once where `JSON.stringify` knows how, else with pauses in between. */
export async function writeInSlices(value: JsonValue, style: JsonStyle): Promise<string> {
  if (isPlain(value, 0)) return JSON.stringify(value, null, style.isIndented ? 2 : 0)
  return joinInSlices(writePieces(value, style))
}

/** Whether `JSON.stringify` writes the value as we do, and many times as fast. */
function isPlain(value: JsonValue, depth: number): boolean {
  if (typeof value === 'number') return !Object.is(value, -0)
  if (typeof value !== 'object' || value === null) return true
  if (value instanceof ExactNumber || depth === DEEPEST_INDENT) return false
  if (isList(value)) return value.every((item) => isPlain(item, depth + 1))
  return keysOf(value).every((key) => isPlain(value[key] ?? null, depth + 1))
}

/** Characters of a piece, about. */
export const PIECE = 8000

/** Deeper levels are not indented further: the text of deep JSON would otherwise grow with the square of its depth. */
const DEEPEST_INDENT = 40
const LINE_BREAKS = Array.from({ length: DEEPEST_INDENT + 1 }, (_, depth) => `\n${'  '.repeat(depth)}`)

/** A line break with the indentation of a depth. */
export function breakLine(depth: number): string {
  return LINE_BREAKS[Math.max(0, Math.min(depth, DEEPEST_INDENT))] ?? ''
}

interface Level {
  readonly value: JsonObject | JsonList
  /** Null for a list. */
  readonly keys: readonly string[] | null
  readonly size: number
  next: number
}

/** JSON text of a parsed value, piece by piece, with exact numbers digit by digit. Takes any depth. */
export function* writePieces(value: JsonValue, { isIndented }: JsonStyle): Generator<string, void> {
  const colon = isIndented ? ': ' : ':'
  const levels: Level[] = []
  let text = begin(value, levels)

  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    const { value: holder, keys, size } = level
    const index = level.next++
    if (index >= size) {
      levels.pop()
      if (isIndented) text += breakLine(levels.length)
      text += keys ? '}' : ']'
      continue
    }
    if (index > 0) text += ','
    if (isIndented) text += breakLine(levels.length)
    const key = keys?.[index]
    if (key === undefined) text += begin((holder as JsonList)[index] ?? null, levels)
    else {
      text += JSON.stringify(key)
      text += colon
      text += begin((holder as JsonObject)[key] ?? null, levels)
    }
    if (text.length > PIECE) {
      yield text
      text = ''
    }
  }
  yield text
}

/** The whole text of a value that has no items, or else its opening, with a level for its items. */
function begin(value: JsonValue, levels: Level[]): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof ExactNumber) return value.digits
  if (!isContainer(value)) return Object.is(value, -0) ? '-0' : String(value)
  const keys = isList(value) ? null : keysOf(value)
  const size = isList(value) ? value.length : (keys?.length ?? 0)
  if (size === 0) return keys ? '{}' : '[]'
  levels.push({ value, keys, size, next: 0 })
  return keys ? '{' : '['
}
