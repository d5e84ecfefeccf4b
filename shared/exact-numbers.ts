/** Digits that every double holds exactly. */
const SAFE_DIGITS = 15
/** More of them behind a point than any program prints of a double. */
const SAFE_DECIMALS = 17

const DIGIT_0 = 0x30
const DIGIT_9 = 0x39
const QUOTE = 0x22
const BACKSLASH = 0x5c
const POINT = 0x2e
const MINUS = 0x2d

/**
 * An exponent of three digits, which may be beyond every double: `1e400`. The first costs next to nothing, and also finds
 * what looks so inside Base64; the second finds numbers.
 */
const LONG_EXPONENT = /\d[eE][+-]?\d{3}/
const LONG_EXPONENT_OF_NUMBER = /[:,[\s]-?\d[\d.]*[eE][+-]?\d{3}/

/** Whether a JSON text, given in both forms, may hold a number that a double would round, or make infinite. */
export function mayLoseNumbers(bytes: Uint8Array, text: string): boolean {
  return mayHaveLongNumbers(bytes) || (LONG_EXPONENT.test(text) && LONG_EXPONENT_OF_NUMBER.test(text))
}

/**
 * Whether a text may hold a number of more digits than a double, like an id of 64 bits. Looks at each 16th byte only: a
 * longer run of digits cannot hide between two of them.
 */
export function mayHaveLongNumbers(bytes: Uint8Array): boolean {
  for (let at = SAFE_DIGITS; at < bytes.length; at += SAFE_DIGITS + 1) {
    if (!isDigit(bytes[at])) continue
    let start = at
    while (isDigit(bytes[start - 1])) start--
    let end = at + 1
    while (isDigit(bytes[end])) end++
    if (end - start > (bytes[start - 1] === POINT ? SAFE_DECIMALS : SAFE_DIGITS)) return true
    at = end
  }
  return false
}

/**
 * Reads a JSON text a second time, each number as a string of the characters it was written with: the twin of the value
 * that `JSON.parse` makes of it. The text must be valid JSON.
 */
export function parseTwin(text: string): unknown {
  let quoted = ''
  let copied = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      for (at++; text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++
    } else if (code === MINUS || isDigit(code)) {
      const start = at
      while (isPartOfNumber(text.charCodeAt(at + 1))) at++
      quoted += `${text.slice(copied, start)}"${text.slice(start, at + 1)}"`
      copied = at + 1
    }
  }
  return JSON.parse(quoted + text.slice(copied))
}

/** `JSON.stringify`, with each number as its `twin` (the same place of a `parseTwin`) has it, where there is one. */
export function writeExact(value: unknown, twin: unknown): string {
  if (twin === undefined) return JSON.stringify(value)
  if (typeof value === 'number') return typeof twin === 'string' ? twin : JSON.stringify(value)
  if (Array.isArray(value)) {
    const twins: readonly unknown[] = Array.isArray(twin) ? twin : []
    return `[${value.map((item, index) => writeExact(item, twins[index])).join(',')}]`
  }
  if (isJsonObject(value)) {
    const twins = isJsonObject(twin) ? twin : {}
    const pairs = Object.keys(value).map(
      (key) => `${JSON.stringify(key)}:${writeExact(value[key], Object.hasOwn(twins, key) ? twins[key] : undefined)}`,
    )
    return `{${pairs.join(',')}}`
  }
  return JSON.stringify(value)
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= DIGIT_0 && code <= DIGIT_9
}

/** Digits, `.`, `e`, `E`, `+`, `-`: in valid JSON these follow each other inside a number only. */
function isPartOfNumber(code: number): boolean {
  return isDigit(code) || code === POINT || code === 0x65 || code === 0x45 || code === 0x2b || code === MINUS
}

function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
