import { isContainer, isList, sizeOf } from './json-nodes.ts'
import {
  ExactNumber,
  endOfLiteral,
  endOfString,
  type JsonObject,
  type JsonValue,
  mayRound,
  parseJson,
  skipSpace,
} from './json-value.ts'

/** Compact JSON text of a parsed value, with exact numbers digit by digit. */
export function writeJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.digits
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`)
    return `{${entries.join(',')}}`
  }
  if (Object.is(value, -0)) return '-0'
  return JSON.stringify(value) ?? 'null'
}

/** The beginning of a value as indented JSON, at most `limit` characters. Takes time by what it writes, not by the value. */
export function writeBeginning(value: JsonValue, limit: number): { readonly text: string; readonly isWhole: boolean } {
  let text = ''
  const write = (item: JsonValue, depth: number) => {
    if (text.length > limit) return
    if (typeof item === 'string') text += JSON.stringify(item.slice(0, limit + 1))
    else if (!isContainer(item)) text += writeJson(item)
    else if (sizeOf(item) === 0) text += isList(item) ? '[]' : '{}'
    else {
      const indent = '  '.repeat(Math.min(depth, DEEPEST_INDENT))
      let separator = isList(item) ? '[' : '{'
      for (const key of isList(item) ? item.keys() : Object.keys(item)) {
        text += `${separator}\n${indent}  ${typeof key === 'string' ? `${JSON.stringify(key)}: ` : ''}`
        write((item as JsonObject)[key] ?? null, depth + 1)
        if (text.length > limit) return
        separator = ','
      }
      text += `\n${indent}${isList(item) ? ']' : '}'}`
    }
  }
  write(value, 0)
  return text.length > limit ? { text: text.slice(0, limit), isWhole: false } : { text, isWhole: true }
}

/** Deeper levels are not indented further: the text of deep JSON would otherwise grow with the square of its depth. */
const DEEPEST_INDENT = 40

/** Indents JSON text without parsing it, so no number changes. Text that is no JSON comes back as garbled as it was. */
export function formatJson(text: string): string {
  const parts: string[] = []
  let depth = 0
  let at = skipSpace(text, 0)
  const breakLine = () => parts.push(`\n${'  '.repeat(Math.max(0, Math.min(depth, DEEPEST_INDENT)))}`)

  while (at < text.length) {
    const character = text[at] as string
    let next = at + 1
    if (character === '"') {
      next = endOfString(text, at)
      parts.push(text.slice(at, next))
    } else if (character === '{' || character === '[') {
      const inside = skipSpace(text, next)
      if (text[inside] === '}' || text[inside] === ']') {
        parts.push(character, text[inside] as string)
        next = inside + 1
      } else {
        parts.push(character)
        depth++
        breakLine()
      }
    } else if (character === '}' || character === ']') {
      depth--
      breakLine()
      parts.push(character)
    } else if (character === ',') {
      parts.push(character)
      breakLine()
    } else if (character === ':') {
      parts.push(': ')
    } else {
      next = endOfLiteral(text, at)
      parts.push(text.slice(at, next))
    }
    at = skipSpace(text, next)
  }
  return parts.join('')
}

/** JSON text as it reads best, indented and without needless escapes, or null for text that is no JSON. */
export function prettyJson(text: string): string | null {
  try {
    return formatJson(mayRound(text) ? writeJson(parseJson(text)) : JSON.stringify(JSON.parse(text)))
  } catch {
    return null
  }
}
