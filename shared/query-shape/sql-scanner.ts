import { codeAt, isBlank, isDigit, isWordCode } from './shape-text.ts'

/** `quoted` stands in double quotes, backticks or nothing else; what it means depends on the dialect. */
export type SqlTokenKind = 'word' | 'quoted' | 'string' | 'number' | 'placeholder' | 'sign'

const APOSTROPHE = 0x27
const BACKSLASH = 0x5c
const BACKTICK = 0x60
const COLON = 0x3a
const DASH = 0x2d
const DOLLAR = 0x24
const DOT = 0x2e
const HASH = 0x23
const LINE_END = 0x0a
const PERCENT = 0x25
const QUESTION_MARK = 0x3f
const QUOTE = 0x22
const SLASH = 0x2f
const SPACE = 0x20
const STAR = 0x2a

/** The letters before a string that belong to it: `E'\n'`, `N'ü'`, `X'ff'`, `B'01'`. */
const STRING_PREFIX = /[enxb]/i
const NUMBER = /0x[0-9a-f]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:e[+-]?\d+)?/iy
const DOLLAR_QUOTE = /\$(?:[a-z_]\w*)?\$/iy
const FORMAT_PLACEHOLDER = /%(?:\(\w+\))?[sd](?!\w)/y

/**
 * Cuts SQL of any dialect into tokens, one at a time and without making anything: `kind`, `start` and `end` are the one
 * that `next` came to. White space and comments are between them. Text that is no SQL gives tokens, too.
 */
export class SqlScanner {
  readonly text: string
  /** False once a string would have no end if backslashes escaped: then they do not. */
  private canEscape = true
  kind: SqlTokenKind = 'sign'
  start = 0
  end = 0

  constructor(text: string) {
    this.text = text
  }

  /** False at the end of the text. */
  next(): boolean {
    const { text } = this
    let at = this.end
    let code = codeAt(text, at)
    // Most of a query is words with one space between them: for these no further function is called.
    if (code === SPACE) code = codeAt(text, ++at)
    if (isBlank(code) || code === DASH || code === SLASH || code === HASH) {
      at = this.skipBetween(at)
      code = codeAt(text, at)
    }
    if (at >= text.length) return false
    this.start = at
    if (isWordCode(code) && !isDigit(code) && code !== DOLLAR) {
      do at++
      while (at < text.length && isWordCode(codeAt(text, at)))
      this.kind = 'word'
      this.end = at
      if (at - this.start === 1 && codeAt(text, at) === APOSTROPHE) this.readPrefixedString()
    } else this.end = this.readToken(at, code, codeAt(text, at + 1))
    return true
  }

  private readPrefixedString(): void {
    if (!STRING_PREFIX.test(this.text[this.start] ?? '')) return
    this.kind = 'string'
    this.end = this.stringEnd(this.end)
  }

  private readToken(start: number, code: number, following: number): number {
    if (code === APOSTROPHE) return this.is('string', this.stringEnd(start))
    if (isDigit(code) || (code === DOT && isDigit(following) && !this.isBehindWord(start)))
      return this.readNumber(start)
    if (code === DOLLAR) return this.readDollar(start)
    if (code === QUOTE || code === BACKTICK) return this.is('quoted', this.quoteEnd(start, code))
    if (code === QUESTION_MARK) return this.is('placeholder', isDigit(following) ? this.wordEnd(start + 1) : start + 1)
    if (code === COLON) return this.readColon(start, following)
    if (code === 0x40) return this.readAt(start, following)
    if (code === PERCENT) {
      const end = matchEnd(FORMAT_PLACEHOLDER, this.text, start)
      if (end > 0) return this.is('placeholder', end)
    }
    return this.is('sign', start + 1)
  }

  private is(kind: SqlTokenKind, end: number): number {
    this.kind = kind
    return end
  }

  /** A word that begins with a digit, like MySQL allows, is a word. */
  private readNumber(start: number): number {
    let end = start
    while (isDigit(codeAt(this.text, end))) end++
    const isWhole = end > start && !isWordCode(codeAt(this.text, end)) && codeAt(this.text, end) !== DOT
    if (isWhole) return this.is('number', end)
    end = matchEnd(NUMBER, this.text, start)
    const isWord = isWordCode(codeAt(this.text, end))
    return isWord ? this.is('word', this.wordEnd(end)) : this.is('number', end)
  }

  /** `$1`, `$name`, or a string between two `$tag$`. */
  private readDollar(start: number): number {
    const open = matchEnd(DOLLAR_QUOTE, this.text, start)
    if (open > 0) {
      const close = this.text.indexOf(this.text.slice(start, open), open)
      if (close > 0) return this.is('string', close + open - start)
    }
    const end = this.wordEnd(start + 1)
    return end > start + 1 ? this.is('placeholder', end) : this.is('sign', start + 1)
  }

  /** `:name` and `:1`, but not a cast (`::int`), and not what follows a word, like the slice `a[1:2]`. */
  private readColon(start: number, following: number): number {
    if (following === COLON) return this.is('sign', start + 2)
    const isPlaceholder = isWordCode(following) && !this.isBehindWord(start)
    return isPlaceholder ? this.is('placeholder', this.wordEnd(start + 1)) : this.is('sign', start + 1)
  }

  /** `@name`; a variable of the server, `@@name`, is a word. */
  private readAt(start: number, following: number): number {
    if (following === 0x40) return this.is('word', this.wordEnd(start + 2))
    return isWordCode(following) ? this.is('placeholder', this.wordEnd(start + 1)) : this.is('sign', start + 1)
  }

  private isBehindWord(start: number): boolean {
    const before = codeAt(this.text, start - 1)
    return isWordCode(before) || before === 0x5d || before === 0x29 || before === QUOTE || before === BACKTICK
  }

  private wordEnd(start: number): number {
    const { text } = this
    let end = start
    while (end < text.length && isWordCode(codeAt(text, end))) end++
    return end
  }

  /**
   * A quote inside is doubled or, in MySQL and in `E''`, has a backslash before it. Standard SQL knows no backslash: where
   * reading one leaves the string without an end, it was none.
   */
  private stringEnd(start: number): number {
    const { text } = this
    let at = start
    let plainEnd = -1
    for (;;) {
      at = text.indexOf("'", at + 1)
      if (at < 0) {
        if (plainEnd < 0) return text.length
        this.canEscape = false
        return plainEnd
      }
      if (codeAt(text, at + 1) === APOSTROPHE) at++
      else if (this.canEscape && codeAt(text, at - 1) === BACKSLASH && isEscaped(text, start, at)) {
        if (plainEnd < 0) plainEnd = at + 1
      } else return at + 1
    }
  }

  private quoteEnd(start: number, quote: number): number {
    const { text } = this
    const sign = String.fromCharCode(quote)
    let at = start
    for (;;) {
      at = text.indexOf(sign, at + 1)
      if (at < 0) return text.length
      if (codeAt(text, at + 1) === quote) at++
      else if (quote === BACKTICK || !isEscaped(text, start, at)) return at + 1
    }
  }

  /** Where the next token begins: behind white space, and comments of all kinds. */
  private skipBetween(from: number): number {
    const { text } = this
    let at = from
    while (at < text.length) {
      const code = codeAt(text, at)
      if (isBlank(code)) at++
      else if (code === DASH && codeAt(text, at + 1) === DASH) at = lineEnd(text, at)
      else if (code === SLASH && codeAt(text, at + 1) === STAR) {
        const end = text.indexOf('*/', at + 2)
        at = end < 0 ? text.length : end + 2
      } else if (code === HASH && isLineStart(text, at)) at = lineEnd(text, at)
      else break
    }
    return at
  }
}

/** Whether an odd number of backslashes stands before `at`. */
function isEscaped(text: string, start: number, at: number): boolean {
  let first = at
  while (first - 1 > start && codeAt(text, first - 1) === BACKSLASH) first--
  return (at - first) % 2 === 1
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end + 1
}

/** Only there `#` begins a comment for certain: elsewhere it is an operator of PostgreSQL. */
function isLineStart(text: string, at: number): boolean {
  let before = at - 1
  while (before >= 0 && isBlank(codeAt(text, before)) && codeAt(text, before) !== LINE_END) before--
  return before < 0 || codeAt(text, before) === LINE_END
}

/** Where a match that begins at `start` ends; 0 if there is none. */
function matchEnd(sticky: RegExp, text: string, start: number): number {
  sticky.lastIndex = start
  return sticky.test(text) ? sticky.lastIndex : 0
}
