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

/** Digits that a double may round, or an exponent that it may not reach. */
const MAYBE_INEXACT = /\d{16}|\d[eE][+-]?\d{3}/
/** Smaller doubles have fewer digits. */
const SMALLEST_NORMAL = 2.2250738585072014e-308

/** Like `JSON.parse`, but numbers that it would round come back as `ExactNumber`. Throws a SyntaxError likewise. */
export function parseJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text)
  return mayRound(text) ? readExactly(text) : value
}

/** Whether JSON text may hold numbers that `JSON.parse` rounds. */
export function mayRound(text: string): boolean {
  return MAYBE_INEXACT.test(text)
}

export function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}

type Holder = JsonValue[] | Record<string, JsonValue>

/** Reads text that `JSON.parse` has accepted, so it meets no errors; iterative, because depth is the sender's choice. */
function readExactly(text: string): JsonValue {
  const root: JsonValue[] = []
  const outer: Holder[] = []
  let holder: Holder = root
  let key = ''
  let at = skipSpace(text, 0)

  const add = (value: JsonValue) => {
    if (Array.isArray(holder)) holder.push(value)
    else if (key === '__proto__') Object.defineProperty(holder, key, { value, enumerable: true, configurable: true })
    else holder[key] = value
  }

  while (at < text.length) {
    const character = text[at]
    if (character === '{' || character === '[') {
      const inner: Holder = character === '{' ? {} : []
      add(inner)
      outer.push(holder)
      holder = inner
      at++
    } else if (character === '}' || character === ']') {
      holder = outer.pop() ?? root
      at++
    } else if (character === '"') {
      const end = endOfString(text, at)
      const inside = text.slice(at + 1, end - 1)
      const string: string = inside.includes('\\') ? JSON.parse(`"${inside}"`) : inside
      at = skipSpace(text, end)
      if (text[at] === ':') key = string
      else add(string)
    } else if (character === ',' || character === ':') {
      at++
    } else {
      const end = endOfLiteral(text, at)
      add(readLiteral(text.slice(at, end)))
      at = end
    }
    at = skipSpace(text, at)
  }
  return root[0] ?? null
}

function readLiteral(token: string): JsonValue {
  if (token === 'true') return true
  if (token === 'false') return false
  if (token === 'null') return null
  const number = Number(token)
  if (String(number) === token) return number
  const significant = token.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '')
  const isInReach = significant === '' || (Number.isFinite(number) && Math.abs(number) >= SMALLEST_NORMAL)
  return significant.length > 15 || !isInReach ? new ExactNumber(token) : number
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
