/** Splits a command as the shell it was written for would: sh with its quotes and `$'…'`, or cmd.exe with its carets. */
export function splitCommand(command: string): string[] {
  return isForCmd(command) ? splitWindowsWords(removeCarets(command)) : splitShellWords(command)
}

/** For cmd.exe no single quotes are written, but carets: before a quote, or at the end of a line. */
function isForCmd(command: string): boolean {
  const [quote = ''] = /\^?["']/.exec(command) ?? []
  return quote === '^"' || (!quote.endsWith("'") && /\s\^\r?\n/.test(command))
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
}

/** Where another command begins, or its output goes: `| jq`, `&& echo`, `> file`, `2>&1`, `<<EOF`. */
const END = /\d?>|<<|\||;|&&|&(?=\s|$)/y

/**
 * The quoting of POSIX shells (2.2), and bash's `$'…'`, up to the end of the command. What a shell would fill in, like
 * `$HOME`, stays as it is; so do signs inside of words that need quotes, like the `&` of an address.
 */
function splitShellWords(command: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let at = 0
  const add = (text: string) => {
    word = (word ?? '') + text
  }
  while (at < command.length) {
    const character = command.charAt(at)
    END.lastIndex = at
    if (word === null && END.test(command)) return words
    if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
      at++
    } else if (character === "'") {
      const end = endOf(command, "'", at + 1)
      add(command.slice(at + 1, end))
      at = end + 1
    } else if (character === '"') {
      const [text, end] = readDoubleQuotes(command, at + 1)
      add(text)
      at = end
    } else if (character === '$' && command[at + 1] === "'") {
      const [text, end] = readAnsiQuotes(command, at + 2)
      add(text)
      at = end
    } else if (character === '\\') {
      const length = lineBreakAt(command, at + 1)
      if (length === 0) add(command.slice(at + 1, at + 2))
      at += length === 0 ? 2 : 1 + length
    } else if (character === '`' && lineBreakAt(command, at + 1) > 0) {
      // So a line goes on in PowerShell; in sh it would mean nothing here.
      at++
    } else {
      add(character)
      at++
    }
  }
  if (word !== null) words.push(word)
  return words
}

/** Text behind an opening double quote, and the index behind the closing one. */
function readDoubleQuotes(command: string, start: number): readonly [string, number] {
  let text = ''
  let at = start
  while (at < command.length && command[at] !== '"') {
    const next = command.charAt(at + 1)
    if (command[at] !== '\\') {
      text += command[at++]
      continue
    }
    const length = lineBreakAt(command, at + 1)
    if (length > 0) at += 1 + length
    else {
      text += '"\\$`'.includes(next) ? next : `\\${next}`
      at += 2
    }
  }
  return [text, at + 1]
}

const NUMBER = /x([\da-f]{1,2})|u([\da-f]{1,4})|U([\da-f]{1,8})|([0-7]{1,3})/iy

/** Text behind `$'`, and the index behind the closing quote. Bytes written as numbers are read as UTF-8. */
function readAnsiQuotes(command: string, start: number): readonly [string, number] {
  const bytes: number[] = []
  const add = (text: string) => bytes.push(...new TextEncoder().encode(text))
  let at = start
  while (at < command.length && command[at] !== "'") {
    if (command[at] !== '\\') {
      const character = String.fromCodePoint(command.codePointAt(at) ?? 0)
      add(character)
      at += character.length
      continue
    }
    NUMBER.lastIndex = at + 1
    const number = NUMBER.exec(command)
    const [, hex, unicode, long, octal] = number ?? []
    if (number) {
      const codePoint = Number.parseInt(unicode ?? long ?? '', 16)
      if (Number.isNaN(codePoint)) bytes.push(Number.parseInt(hex ?? octal ?? '', hex === undefined ? 8 : 16) & 0xff)
      else addCodePoint(bytes, codePoint)
      at = NUMBER.lastIndex
    } else {
      const next = command.charAt(at + 1)
      add(ESCAPES[next] ?? ('\\\'"?'.includes(next) ? next : `\\${next}`))
      at += 2
    }
  }
  return [new TextDecoder().decode(joinSurrogates(bytes)), at + 1]
}

/** Halves of a pair, as Chromium writes characters beyond the first plane, are kept as three bytes each at first. */
function addCodePoint(bytes: number[], codePoint: number): void {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
    bytes.push(0xed, 0x80 | ((codePoint >> 6) & 0x3f), 0x80 | (codePoint & 0x3f))
  } else bytes.push(...new TextEncoder().encode(String.fromCodePoint(Math.min(codePoint, 0x10ffff))))
}

/** Two halves of three bytes each become the four bytes of their character. */
function joinSurrogates(bytes: readonly number[]): Uint8Array<ArrayBuffer> {
  const joined: number[] = []
  for (let at = 0; at < bytes.length; at++) {
    const high = readHalf(bytes, at, 0xa0)
    const low = readHalf(bytes, at + 3, 0xb0)
    if (high !== null && low !== null) {
      joined.push(...new TextEncoder().encode(String.fromCodePoint(0x10000 + (high << 10) + low)))
      at += 5
    } else joined.push(bytes[at] ?? 0)
  }
  return new Uint8Array(joined)
}

/** The ten bits of a half that stands at an index; null where none does. */
function readHalf(bytes: readonly number[], at: number, second: number): number | null {
  const [first = 0, middle = 0, last = 0] = bytes.slice(at, at + 3)
  if (first !== 0xed || (middle & 0xf0) !== second) return null
  return ((middle & 0x0f) << 6) | (last & 0x3f)
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from)
  return end < 0 ? text.length : end
}

/** Characters of the line break at an index; 0 for none. */
function lineBreakAt(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return 2
  return text[at] === '\n' ? 1 : 0
}

/** What cmd.exe hands to a program: outside of quotes a caret goes, and the character behind it counts for nothing. */
function removeCarets(command: string): string {
  let text = ''
  let isQuoted = false
  for (let at = 0; at < command.length; at++) {
    const character = command.charAt(at)
    if (character === '"') isQuoted = !isQuoted
    if (character !== '^' || isQuoted) {
      text += character
      continue
    }
    // A line break goes with its caret; whatever stands behind it is taken as it is, be it another line break.
    const length = lineBreakAt(command, at + 1)
    at += Math.max(1, length)
    if (length === 0) text += command.charAt(at)
    else {
      const second = lineBreakAt(command, at + 1)
      if (second > 0) text += '\n'
      at += second
    }
  }
  return text
}

/** How programs on Windows read their command line: `\"` is a quote, and so are two inside of quotes. */
function splitWindowsWords(command: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let isQuoted = false
  let at = 0
  while (at < command.length) {
    const character = command.charAt(at)
    const [slashes = ''] = /^\\+(?=")/.exec(command.slice(at, at + 1000)) ?? []
    if (slashes !== '') {
      word = (word ?? '') + '\\'.repeat(slashes.length >> 1)
      at += slashes.length
      if (slashes.length % 2 === 1) {
        word += '"'
        at++
      }
    } else if (character === '"') {
      if (isQuoted && command[at + 1] === '"') {
        word = `${word ?? ''}"`
        at++
      } else isQuoted = !isQuoted
      word ??= ''
      at++
    } else if (/\s/.test(character) && !isQuoted) {
      if (word !== null) words.push(word)
      word = null
      at++
    } else {
      word = (word ?? '') + character
      at++
    }
  }
  if (word !== null) words.push(word)
  return words
}
