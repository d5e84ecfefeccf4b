/**
 * The log searches with RE2, which never takes exponential time and knows no backreferences and no looking around. This
 * reads the part of its syntax that we promise, so that a pattern that passes is one that RE2 takes.
 */

/** Why a pattern is no regular expression that the log can search for, or null if it is one. */
export function findRegexProblem(pattern: string): string | null {
  try {
    new RegexReader(pattern).read()
    return null
  } catch (error) {
    if (error instanceof RegexProblem) return error.message
    throw error
  }
}

class RegexProblem extends Error {}

/** RE2 refuses to repeat more often than this, also when repetitions are inside each other. */
const MAX_REPEAT = 1000
const MAX_NESTING = 100

const CLASS_ESCAPES = 'dDsSwW'
const ESCAPES = `${CLASS_ESCAPES}bBAzafnrtv`
const PUNCTUATION = /^[!-/:-@[-`{-~]$/
const REPEAT = /\{(\d+)(?:(,)(\d*))?\}/y
const GROUP = /\(\?(?:P<([A-Za-z_]\w*)>|([imsU]*(?:-[imsU]+)?)([:)]))/y
const HEX = /\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/y
const CLASS = /\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/y

class RegexReader {
  private readonly pattern: string
  private at = 0
  private readonly names = new Set<string>()

  constructor(pattern: string) {
    this.pattern = pattern
  }

  read(): void {
    this.alternatives(0)
    if (this.at < this.pattern.length) throw new RegexProblem('a ) too many')
  }

  /** Answers how often its most repeated part is repeated. */
  private alternatives(depth: number): number {
    if (depth > MAX_NESTING) throw new RegexProblem(`more than ${MAX_NESTING} groups inside each other`)
    let repeats = 1
    while (this.at < this.pattern.length && this.pattern[this.at] !== ')') {
      if (this.pattern[this.at] === '|') this.at++
      else repeats = Math.max(repeats, this.repeated(depth))
    }
    return repeats
  }

  private repeated(depth: number): number {
    const start = this.pattern[this.at] ?? ''
    if ('*+?'.includes(start) || this.match(REPEAT, false)) throw new RegexProblem(`nothing to repeat before ${start}`)
    const inner = this.atom(depth)
    const times = this.repetition()
    if (inner === 0 && times !== null) throw new RegexProblem('nothing to repeat after the flags')
    if (times !== null && this.repetition() !== null) throw new RegexProblem('repeats a repetition')
    const repeats = inner * Math.max(1, times ?? 1)
    if (repeats > MAX_REPEAT) throw new RegexProblem(`repeats more than ${MAX_REPEAT} times`)
    return repeats
  }

  private repetition(): number | null {
    const sign = this.pattern[this.at] ?? ''
    const counted = this.match(REPEAT)
    if (counted) {
      const least = Number(counted[1])
      const most = counted[3] ? Number(counted[3]) : least
      if (most < least) throw new RegexProblem(`the numbers in ${counted[0]} are out of order`)
      this.skip('?')
      return most
    }
    if (sign === '' || !'*+?'.includes(sign)) return null
    this.at++
    this.skip('?')
    return 1
  }

  /** Answers how often its most repeated part is repeated; 0 for flags, which match nothing. */
  private atom(depth: number): number {
    const character = this.pattern[this.at] ?? ''
    if (character === '(') return this.group(depth)
    if (character === '[') this.set()
    else if (character === '\\') this.escape(ESCAPES)
    else this.at += characterLength(this.pattern, this.at)
    return 1
  }

  private group(depth: number): number {
    if (this.pattern.startsWith('(?', this.at)) {
      const match = this.match(GROUP)
      if (!match) throw new RegexProblem(this.unknownGroup())
      const [, name, flags, end] = match
      if (name !== undefined && this.names.has(name)) throw new RegexProblem(`two groups are named ${name}`)
      if (name !== undefined) this.names.add(name)
      if (end === ')') {
        if (flags === '') throw new RegexProblem('(?) is empty')
        return 0
      }
    } else {
      this.at++
    }
    const repeats = this.alternatives(depth + 1)
    if (!this.skip(')')) throw new RegexProblem('a ( is not closed')
    return repeats
  }

  private unknownGroup(): string {
    const isLookAround = /^\(\?<?[=!]/.test(this.pattern.slice(this.at))
    return isLookAround
      ? 'lookahead and lookbehind are not supported (RE2 syntax)'
      : `unknown group ${this.pattern.slice(this.at, this.at + 4)}`
  }

  private set(): void {
    this.at++
    this.skip('^')
    let isFirst = true
    while (isFirst || this.pattern[this.at] !== ']') {
      if (this.at >= this.pattern.length) throw new RegexProblem('a [ is not closed')
      isFirst = false
      if (this.match(CLASS)) continue
      if (this.pattern.startsWith('[:', this.at)) throw new RegexProblem('unknown class in [: :]')
      this.range()
    }
    this.at++
  }

  private range(): void {
    const low = this.setMember()
    const isRange = this.pattern[this.at] === '-' && ![']', undefined].includes(this.pattern[this.at + 1])
    if (!isRange) return
    this.at++
    const high = this.setMember()
    if (low === null || high === null || high < low) throw new RegexProblem('a range in [ ] is out of order')
  }

  /** Its code point; null for a class like `\d`. */
  private setMember(): number | null {
    if (this.pattern[this.at] === '\\') return this.escape(`${CLASS_ESCAPES}afnrtv`)
    const code = this.pattern.codePointAt(this.at) ?? 0
    this.at += characterLength(this.pattern, this.at)
    return code
  }

  /** Its code point, or null for one that stands for more than one character or for none. */
  private escape(known: string): number | null {
    const hex = this.match(HEX)
    if (hex) {
      const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16)
      if (code > 0x10ffff) throw new RegexProblem(`${hex[0]} is no character`)
      return code
    }
    const character = this.pattern[this.at + 1] ?? ''
    if (character === '') throw new RegexProblem('ends with a single backslash')
    if (/[1-9k]/.test(character)) throw new RegexProblem('backreferences are not supported (RE2 syntax)')
    if (character === 'u') throw new RegexProblem('\\u is not known; write \\x{…}')
    this.at += 2
    if (known.includes(character)) return CONTROL_CODES[character] ?? null
    if (!PUNCTUATION.test(character)) throw new RegexProblem(`\\${character} is not known`)
    return character.charCodeAt(0)
  }

  private match(shape: RegExp, isTaken = true): RegExpExecArray | null {
    shape.lastIndex = this.at
    const match = shape.exec(this.pattern)
    if (match && isTaken) this.at += match[0].length
    return match
  }

  private skip(character: string): boolean {
    if (this.pattern[this.at] !== character) return false
    this.at++
    return true
  }
}

const CONTROL_CODES: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

function characterLength(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
}
