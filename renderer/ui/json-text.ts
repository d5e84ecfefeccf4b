import { isContainer, isList, sizeOf } from './json-nodes.ts'
import {
  endOfLiteral,
  endOfString,
  type JsonObject,
  type JsonValue,
  mayRound,
  parseJson,
  skipSpace,
} from './json-value.ts'
import { breakLine, PIECE, writePieces } from './json-writer.ts'

/** Compact JSON text of a parsed value, with exact numbers digit by digit. */
export function writeJson(value: unknown): string {
  return [...writePieces((value ?? null) as JsonValue, { isIndented: false })].join('')
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
      let separator = isList(item) ? '[' : '{'
      for (const key of isList(item) ? item.keys() : Object.keys(item)) {
        text += `${separator}${breakLine(depth + 1)}${typeof key === 'string' ? `${JSON.stringify(key)}: ` : ''}`
        write((item as JsonObject)[key] ?? null, depth + 1)
        if (text.length > limit) return
        separator = ','
      }
      text += `${breakLine(depth)}${isList(item) ? ']' : '}'}`
    }
  }
  write(value, 0)
  return text.length > limit ? { text: text.slice(0, limit), isWhole: false } : { text, isWhole: true }
}

/** Indents JSON text without parsing it, so no number changes. Text that is no JSON comes back as garbled as it was. */
export function formatJson(text: string): string {
  return [...formatPieces(text)].join('')
}

/** As `formatJson`, piece by piece. */
export function* formatPieces(text: string): Generator<string, void> {
  let formatted = ''
  let depth = 0
  let at = skipSpace(text, 0)

  while (at < text.length) {
    const character = text[at] as string
    let next = at + 1
    if (character === '"') {
      next = endOfString(text, at)
      formatted += text.slice(at, next)
    } else if (character === '{' || character === '[') {
      formatted += character
      const inside = skipSpace(text, next)
      if (text[inside] === '}' || text[inside] === ']') {
        formatted += text[inside]
        next = inside + 1
      } else {
        depth++
        formatted += breakLine(depth)
      }
    } else if (character === '}' || character === ']') {
      depth--
      formatted += breakLine(depth)
      formatted += character
    } else if (character === ',') {
      formatted += character
      formatted += breakLine(depth)
    } else if (character === ':') {
      formatted += ': '
    } else {
      next = endOfLiteral(text, at)
      formatted += text.slice(at, next)
    }
    if (formatted.length > PIECE) {
      yield formatted
      formatted = ''
    }
    at = skipSpace(text, next)
  }
  yield formatted
}

/** JSON text as it reads best, indented and without needless escapes, or null for text that is no JSON. */
export function prettyJson(text: string): string | null {
  try {
    return formatJson(mayRound(text) ? writeJson(parseJson(text)) : JSON.stringify(JSON.parse(text)))
  } catch {
    return null
  }
}
