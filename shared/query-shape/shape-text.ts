import type { Mix } from './mix.ts'

const COMMA = 0x2c
const QUESTION_MARK = 0x3f
const SPACE = 0x20

/** No keyword of SQL is longer. */
const LONGEST_KEYWORD = 24

/**
 * The normalised text of a query while it is written. Character codes in one buffer that is used again and again: every
 * query of a flood passes through here, and strings would cost several times as much.
 */
export class ShapeText {
  private codes = new Uint16Array(4096)
  private length = 0
  /** Where the groups that are still open begin. */
  private readonly opens: number[] = []
  private isWordLast = false

  clear(): void {
    this.length = 0
    this.opens.length = 0
    this.isWordLast = false
  }

  /** The last code but `back`; 0 before the beginning. */
  last(back = 0): number {
    return this.codes[this.length - 1 - back] ?? 0
  }

  /** The word that ends before the last `back` codes, or the end of a long one; empty if there is none. */
  lastWord(back: number): string {
    const end = this.length - back
    let start = end
    while (start > 0 && end - start < LONGEST_KEYWORD && isWordCode(this.codes[start - 1] ?? 0)) start--
    return String.fromCharCode(...this.codes.subarray(start, end))
  }

  /** Takes the last codes back. */
  drop(count: number): void {
    this.length = Math.max(0, this.length - count)
    this.isWordLast = isWordCode(this.last())
  }

  /** A sign or a separator, as it is. */
  addSign(code: number): void {
    this.add(code)
    this.isWordLast = false
  }

  /** Part of `text` as a word; its ASCII letters in lower case if `isFolded`. */
  addWord(text: string, start: number, end: number, isFolded: boolean): void {
    if (this.isWordLast) this.add(SPACE)
    this.isWordLast = true
    while (this.length + end - start > this.codes.length) this.grow()
    const { codes } = this
    let { length } = this
    for (let at = start; at < end; at++) {
      const code = codeAt(text, at)
      codes[length++] = isFolded && code >= 0x41 && code <= 0x5a ? code + 32 : code
    }
    this.length = length
  }

  /** A value of the query. A list of nothing but values is one value: `(?,?,?)` is `(?)`. */
  addValue(): void {
    const isInList = this.last() === COMMA && this.last(1) === QUESTION_MARK && isOpening(this.last(2))
    if (isInList) this.drop(1)
    else {
      if (this.isWordLast) this.add(SPACE)
      this.add(QUESTION_MARK)
    }
    this.isWordLast = true
  }

  /** Begins a group: a bracket of any kind. */
  open(code: number): void {
    this.opens.push(this.length)
    this.addSign(code)
  }

  /** Ends a group. One that repeats the group before it is left out: the rows of an INSERT are one row. */
  close(code: number): void {
    this.addSign(code)
    const start = this.opens.pop()
    if (start === undefined) return
    const end = this.codes[start - 1] === COMMA ? start - 1 : start
    if (this.repeatsBefore(start, end)) this.length = end
  }

  /** Adds all that was written to a hash. */
  mixInto(mix: Mix): void {
    mix.addCodes(this.codes, this.length)
  }

  toString(): string {
    let text = ''
    for (let at = 0; at < this.length; at++) text += String.fromCharCode(this.codes[at] ?? 0)
    return text
  }

  /** Whether what begins at `start` also stands before `end`. */
  private repeatsBefore(start: number, end: number): boolean {
    const size = this.length - start
    const before = end - size
    if (before < 0 || this.codes[end - 1] !== this.last()) return false
    for (let at = 0; at < size; at++) if (this.codes[before + at] !== this.codes[start + at]) return false
    return true
  }

  private add(code: number): void {
    if (this.length === this.codes.length) this.grow()
    this.codes[this.length++] = code
  }

  private grow(): void {
    const larger = new Uint16Array(this.codes.length * 2)
    larger.set(this.codes)
    this.codes = larger
  }
}

function isOpening(code: number): boolean {
  return code === 0x28 || code === 0x5b || code === 0x7b
}

/**
 * The character code at a place, 0 outside of the text. Not `charCodeAt`, whose NaN at the end of a text makes engines give
 * up their fast path for the whole function.
 */
export function codeAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? text.charCodeAt(at) : 0
}

const WORD_CODES = Uint8Array.from({ length: 128 }, (_, code) => (/[\w$]/.test(String.fromCharCode(code)) ? 1 : 0))

/** Letters, digits, `_`, `$`, and all that is not ASCII. */
export function isWordCode(code: number): boolean {
  return code > 0x7f || WORD_CODES[code] === 1
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Space, tab, line ends, and the no-break space. */
export function isBlank(code: number): boolean {
  return code === SPACE || (code >= 0x09 && code <= 0x0d) || code === 0xa0
}
