import { codeAt, isWordCode, type ShapeText } from './shape-text.ts'
import { SqlScanner } from './sql-scanner.ts'

const BACKTICK = 0x60
const CLOSE = 0x29
const CLOSE_SQUARE = 0x5d
const COMMA = 0x2c
const DASH = 0x2d
const DOT = 0x2e
const OPEN = 0x28
const OPEN_SQUARE = 0x5b
const PLUS = 0x2b
const QUOTE = 0x22
const QUESTION_MARK = 0x3f
const SEMICOLON = 0x3b

const LITERAL_WORD = /^(?:null|true|false)$/i
const VALUES = /^values$/i

/** Words that a value follows, so that a minus behind them is its sign. */
const BEFORE_VALUE = new Set(
  'and between by case else having if in limit like not offset or return select set then top values when where'.split(
    ' ',
  ),
)

/**
 * Writes the shape of SQL of any dialect, and answers whether there are placeholders in it. Values become `?`, and so do
 * placeholders: a query has one shape, whether its values stand in it or beside it. Comments, white space, casts of values
 * and the case of words go.
 *
 * NULL, TRUE and FALSE are values where one could stand, behind a comparison, a bracket or a comma; `IS NULL` stays. What
 * stands in double quotes is a string to MySQL and a name to all others. So it counts as a value in MySQL, and elsewhere
 * behind a comparison or in the rows of VALUES; but never beside a dot.
 */
export function writeSqlShape(text: string, isMySql: boolean, shape: ShapeText): boolean {
  return new SqlShaper(text, isMySql, shape).write()
}

class SqlShaper {
  private readonly token: SqlScanner
  private readonly text: string
  private readonly shape: ShapeText
  private readonly hasStringsInQuotes: boolean
  /** Brackets that are open. */
  private depth = 0
  /** Depth inside the rows of VALUES; 0 elsewhere. */
  private rowDepth = 0

  constructor(text: string, isMySql: boolean, shape: ShapeText) {
    this.text = text
    this.token = new SqlScanner(text)
    this.shape = shape
    this.hasStringsInQuotes = isMySql || hasBackticks(text)
  }

  write(): boolean {
    const { token, shape } = this
    let hasPlaceholders = false
    while (token.next()) {
      if (token.kind === 'word') this.writeWord()
      else if (token.kind === 'sign') this.writeSign()
      else if (token.kind === 'quoted' && !this.isString()) shape.addWord(this.text, token.start, token.end, false)
      else {
        if (token.kind === 'number') dropMinus(shape)
        if (token.kind === 'placeholder') hasPlaceholders = true
        shape.addValue()
      }
    }
    while (shape.last() === SEMICOLON) shape.drop(1)
    return hasPlaceholders
  }

  private writeWord(): void {
    const { token, shape, text } = this
    const { start, end } = token
    if (this.depth < this.rowDepth) this.rowDepth = 0
    if (end - start < 6 && canValueFollow(shape.last()) && LITERAL_WORD.test(text.slice(start, end))) {
      shape.addValue()
      return
    }
    shape.addWord(text, start, end, true)
    if (end - start === 6 && VALUES.test(text.slice(start, end))) this.rowDepth = this.depth + 1
  }

  private writeSign(): void {
    const { token, shape, text } = this
    const code = codeAt(text, token.start)
    const isCast = token.end - token.start === 2
    if (code === OPEN || code === OPEN_SQUARE) {
      this.depth++
      shape.open(code)
    } else if (code === CLOSE || code === CLOSE_SQUARE) {
      this.depth--
      shape.close(code)
    } else if (isCast && shape.last() === QUESTION_MARK) {
      token.next()
    } else {
      shape.addSign(code)
      if (isCast) shape.addSign(code)
    }
  }

  private isString(): boolean {
    const { text, token, shape } = this
    const before = shape.last()
    if (codeAt(text, token.start) === BACKTICK) return false
    if (before === DOT || codeAt(text, token.end) === DOT) return false
    const isInRow = this.rowDepth > 0 && this.depth >= this.rowDepth
    return this.hasStringsInQuotes || isComparison(before) || (isInRow && (before === OPEN || before === COMMA))
  }
}

/** Whether names stand in backticks, as only MySQL has them; one inside a string tells nothing. */
function hasBackticks(text: string): boolean {
  if (!text.includes('`')) return false
  const token = new SqlScanner(text)
  while (token.next()) if (token.kind === 'quoted' && codeAt(text, token.start) === BACKTICK) return true
  return false
}

/** `a = -5` has the shape of `a = 5`; `a - 5` has one of its own. */
function dropMinus(shape: ShapeText): void {
  const sign = shape.last()
  if (sign !== DASH && sign !== PLUS) return
  const before = shape.last(1)
  if (before === CLOSE || before === CLOSE_SQUARE || before === QUESTION_MARK || before === QUOTE) return
  if (!isWordCode(before) || BEFORE_VALUE.has(shape.lastWord(1))) shape.drop(1)
}

function canValueFollow(code: number): boolean {
  return isComparison(code) || code === OPEN || code === OPEN_SQUARE || code === COMMA
}

/** `=`, `<` and `>`: with one of them end all signs of comparison. */
function isComparison(code: number): boolean {
  return code >= 0x3c && code <= 0x3e
}
