import { explainJsonError, findJsonError } from '../../shared/json-position.ts'
import type { Limits } from './protocol.ts'
import { LimitError } from './protocol.ts'

export type JsonObject = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** `{` and `[` */
const OPENINGS = [0x7b, 0x5b]

/**
 * Measures a JSON text without parsing it: throws `LimitError` when arrays and objects nest deeper, or one string is
 * longer, than the limits allow. Skips messages too small to break either, which is nearly all of them.
 */
export function checkJsonLimits(bytes: Uint8Array, limits: Limits): void {
  if (bytes.length <= limits.stringLength && !hasMoreOpenings(bytes, limits.depth)) return
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      const start = at + 1
      for (at = start; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++
      if (at - start > limits.stringLength)
        throw new LimitError('stringLength', `a string is longer than ${limits.stringLength} characters`)
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limits.depth) throw new LimitError('depth', `JSON nests deeper than ${limits.depth} levels`)
    } else if (byte === 0x7d || byte === 0x5d) depth--
  }
}

/** Whether more arrays and objects begin in a text than `count`. Far cheaper than to read it byte by byte. */
function hasMoreOpenings(bytes: Uint8Array, count: number): boolean {
  if (bytes.length <= 2 * count) return false
  let openings = 0
  for (const opening of OPENINGS) {
    for (let at = bytes.indexOf(opening); at !== -1; at = bytes.indexOf(opening, at + 1)) {
      if (++openings > count) return true
    }
  }
  return false
}

/** A JSON text that does not parse. */
export class JsonError extends Error {
  override readonly name = 'JsonError'
}

/** `JSON.parse` with an error that names line and column. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new JsonError(explainError(text))
  }
}

function explainError(text: string): string {
  if (text.trim() === '') return 'the message is empty; send JSON'
  return explainJsonError(text, findJsonError(text))
}
