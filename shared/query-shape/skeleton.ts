import type { Mix } from './mix.ts'
import { isDigit, isWordCode } from './shape-text.ts'

const APOSTROPHE = 0x27
const DASH = 0x2d
const DOT = 0x2e
const SLASH = 0x2f
const STAR = 0x2a

/** Longer texts have none. */
const LONGEST = 4096
/** What stands for a number and for a string; as characters they are odd. */
const NUMBER = 1
const STRING = 2

/** What only the scanner understands: other quotes, escapes, names of placeholders that look like quotes, comments. */
const ODD = Uint8Array.from({ length: 128 }, (_, code) =>
  code < 9 || '\\"`$#'.includes(String.fromCharCode(code)) ? 1 : 0,
)

const codes = new Uint16Array(LONGEST)

/**
 * Adds the skeleton of SQL to a hash: its text with one sign for each plain number and string. Queries of one skeleton have
 * one shape, and finding it costs a third of scanning them. False for a text that is too odd or too long for that.
 */
export function mixSkeleton(text: string, mix: Mix): boolean {
  if (text.length > LONGEST) return false
  let length = 0
  let before = 0
  for (let at = 0; at < text.length; at++) {
    let code = text.charCodeAt(at)
    if (code < 128) {
      if (ODD[code] === 1) return false
      if (code === APOSTROPHE) {
        at = stringEnd(text, at)
        if (at < 0) return false
        code = STRING
      } else if (isDigit(code)) {
        const last = isWordCode(before) || isBound(before) ? -1 : numberEnd(text, at)
        if (last >= 0) {
          at = last
          code = NUMBER
        }
      } else if ((code === DASH || code === SLASH) && at + 1 < text.length) {
        if (text.charCodeAt(at + 1) === (code === DASH ? DASH : STAR)) return false
      }
    }
    codes[length++] = code
    before = code
  }
  mix.addCodes(codes, length)
  return true
}

/** A point, or a sign that makes the digits behind it part of a placeholder. */
function isBound(code: number): boolean {
  return code === DOT || code === 0x3a || code === 0x3f || code === 0x40
}

/** The last character of a string; -1 if it has no end. */
function stringEnd(text: string, start: number): number {
  for (let at = start; ; at++) {
    at = text.indexOf("'", at + 1)
    if (at < 0 || at + 1 === text.length || text.charCodeAt(at + 1) !== APOSTROPHE) return at
  }
}

/** The last digit of a number without letters and with one point at most; -1 for any other. */
function numberEnd(text: string, start: number): number {
  let at = skipDigits(text, start)
  if (at + 1 < text.length && text.charCodeAt(at) === DOT && isDigit(text.charCodeAt(at + 1)))
    at = skipDigits(text, at + 1)
  if (at === text.length) return at - 1
  const behind = text.charCodeAt(at)
  return isWordCode(behind) || behind === DOT ? -1 : at - 1
}

function skipDigits(text: string, start: number): number {
  let at = start
  while (at < text.length && isDigit(text.charCodeAt(at))) at++
  return at
}
