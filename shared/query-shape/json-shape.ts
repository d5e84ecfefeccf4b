import { codeAt, isBlank, isDigit, isWordCode, type ShapeText } from './shape-text.ts'

const APOSTROPHE = 0x27
const BACKSLASH = 0x5c
const COLON = 0x3a
const COMMA = 0x2c
const DASH = 0x2d
const DOT = 0x2e
const QUOTE = 0x22

/**
 * Writes the shape of a query in JSON, or in what looks like it: the calls of MongoDB's shell, GraphQL, requests to
 * Elasticsearch with their path. Names stay, values become `?`, lists of values or of like objects become one item.
 */
export function writeJsonShape(text: string, shape: ShapeText): void {
  let at = 0
  while (at < text.length) {
    const start = at
    const code = codeAt(text, at)
    if (isBlank(code)) at++
    else if (code === QUOTE || code === APOSTROPHE) {
      at = stringEnd(text, start, code)
      if (isNameEnd(text, at)) shape.addWord(text, start + 1, at - 1, false)
      else shape.addValue()
    } else if (isDigit(code) || (code === DASH && isDigit(codeAt(text, at + 1)))) {
      at = numberEnd(text, at + 1)
      shape.addValue()
    } else if (isWordCode(code)) {
      while (isWordCode(codeAt(text, at))) at++
      const isLiteral = at - start < 6 && LITERAL_WORD.test(text.slice(start, at)) && !isNameEnd(text, at)
      if (isLiteral) shape.addValue()
      else shape.addWord(text, start, at, false)
    } else {
      at++
      if (isOpening(code)) shape.open(code)
      else if (isClosing(code)) {
        if (shape.last() === COMMA) shape.drop(1)
        shape.close(code)
      } else shape.addSign(code)
    }
  }
}

const LITERAL_WORD = /^(?:null|true|false)$/

/** Whether what ends here is the name of a member. */
function isNameEnd(text: string, end: number): boolean {
  let at = end
  while (isBlank(codeAt(text, at))) at++
  return codeAt(text, at) === COLON
}

function stringEnd(text: string, start: number, quote: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = codeAt(text, at)
    if (code === BACKSLASH) at++
    else if (code === quote) return at + 1
  }
  return text.length
}

/** Digits, dot and exponent; an id that begins with a digit goes with them. */
function numberEnd(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = codeAt(text, at)
    const isSigned = (code === DASH || code === 0x2b) && (codeAt(text, at - 1) | 0x20) === 0x65
    if (!isWordCode(code) && code !== DOT && !isSigned) return at
    at++
  }
}

function isOpening(code: number): boolean {
  return code === 0x7b || code === 0x5b || code === 0x28
}

function isClosing(code: number): boolean {
  return code === 0x7d || code === 0x5d || code === 0x29
}
