/** A number that a double cannot hold, kept as the digits that were sent. */
export class ExactNumber {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
}

export type JsonValue = string | number | boolean | null | ExactNumber | JsonList | JsonObject
export type JsonList = readonly JsonValue[]
export type JsonObject = { readonly [key: string]: JsonValue }

/** A double holds any number of fewer digits. */
const MAYBE_ROUNDED = 16
/** An exponent that a double may not reach. */
const FAR_EXPONENT = /\d[eE][+-]?\d{3}/
/** Smaller doubles have fewer digits. */
const SMALLEST_NORMAL = 2.2250738585072014e-308

/** Like `JSON.parse`, but numbers that it would round come back as `ExactNumber`. Throws a SyntaxError likewise. */
export function parseJson(text: string): JsonValue {
  if (!mayRound(text)) return JSON.parse(text)
  const mark = `\uf8ff${Math.random()}`
  const marked = markRounded(text, mark)
  const value: JsonValue = JSON.parse(marked)
  return marked === text ? value : unmark(value, mark)
}

/** Whether JSON text may hold numbers that `JSON.parse` rounds. */
export function mayRound(text: string): boolean {
  return hasLongNumber(text) || FAR_EXPONENT.test(text)
}

/** Looks at one character in 16, and around it where it is of a number: a long number cannot lie between two of them. */
function hasLongNumber(text: string): boolean {
  let at = MAYBE_ROUNDED - 1
  while (at < text.length) {
    let end = at
    if (isDigitOrDot(text.charCodeAt(at))) {
      let digits = 0
      let start = at
      while (start > 0 && isDigitOrDot(text.charCodeAt(start - 1))) start--
      for (end = start; isDigitOrDot(text.charCodeAt(end)); end++) if (text.charCodeAt(end) !== DOT) digits++
      if (digits >= MAYBE_ROUNDED) return true
    }
    at = end + MAYBE_ROUNDED
  }
  return false
}

const DOT = 46

function isDigitOrDot(code: number): boolean {
  return (code >= 48 && code <= 57) || code === DOT
}

export function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}

/** A number, and the colon that makes it the key that JSON does not allow: never to be mended into a string. */
const NUMBER = /-?\d[\d.eE+-]*(\s*:)?/g
const VALID_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** The text with numbers that `JSON.parse` would round as strings that begin with the mark. Looks outside strings only. */
function markRounded(text: string, mark: string): string {
  let marked = ''
  let copied = 0
  let at = 0
  while (at < text.length) {
    const quote = text.indexOf('"', at)
    const end = quote < 0 ? text.length : quote
    const outside = text.slice(at, end)
    if (mayRound(outside)) {
      marked += text.slice(copied, at)
      marked += outside.replace(NUMBER, (token, colon?: string) =>
        colon === undefined && isRounded(token) ? `"${mark}${token}"` : token,
      )
      copied = end
    }
    at = quote < 0 ? end : endOfString(text, quote)
  }
  return marked + text.slice(copied)
}

function isRounded(token: string): boolean {
  const number = Number(token)
  if (String(number) === token || !VALID_NUMBER.test(token)) return false
  const significant = token.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '')
  const isInReach = significant === '' || (Number.isFinite(number) && Math.abs(number) >= SMALLEST_NORMAL)
  return significant.length > 15 || !isInReach
}

type Holder = JsonValue[] | Record<string, JsonValue>

/** Makes exact numbers of the strings with the mark, in place; iterative, because depth is the sender's choice. */
function unmark(value: JsonValue, mark: string): JsonValue {
  const root = [value]
  const waiting: Holder[] = [root]
  const read = (item: JsonValue): JsonValue => {
    if (typeof item === 'object' && item !== null) waiting.push(item as Holder)
    const isMarked = typeof item === 'string' && item.startsWith(mark)
    return isMarked ? new ExactNumber(item.slice(mark.length)) : item
  }
  for (let holder = waiting.pop(); holder; holder = waiting.pop()) {
    if (Array.isArray(holder)) {
      for (let index = 0; index < holder.length; index++) holder[index] = read(holder[index] ?? null)
    } else {
      for (const key of Object.keys(holder)) holder[key] = read(holder[key] ?? null)
    }
  }
  return root[0] ?? null
}

/** The index behind the closing quote of the string that opens at `at`. */
export function endOfString(text: string, at: number): number {
  for (let quote = text.indexOf('"', at + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (text[quote - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return quote + 1
  }
  return text.length
}

/** The index behind the number or word that stands at `at`. */
export function endOfLiteral(text: string, at: number): number {
  let end = at + 1
  while (end < text.length && !ENDS_LITERAL.has(text.charCodeAt(end))) end++
  return end
}

const ENDS_LITERAL = new Set([...' \n\r\t,:]}'].map((character) => character.charCodeAt(0)))

export function skipSpace(text: string, at: number): number {
  let index = at
  while (index < text.length && isSpace(text.charCodeAt(index))) index++
  return index
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}
