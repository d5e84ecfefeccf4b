import { ExactNumber, endOfLiteral, endOfString, mayRound, parseJson, skipSpace } from './json-value.ts'

/** Compact JSON text of a parsed value, with exact numbers digit by digit. */
export function writeJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.digits
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`)
    return `{${entries.join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
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
