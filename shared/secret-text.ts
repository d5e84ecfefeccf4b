import { isSecretName } from './secrets.ts'

/** A name, and what leads from it to its value: `name=`, `"name": "`, `\"name\":\"`, `[name] => `. */
const LEAD = /(?<![\w.$%[\]-])([\w.$%[\]-]{1,200})(\\*["'])?(\s*(?:=>|[=:])\s*)(\\*["'])?/g

/** Headers, whose value is the rest of their line. */
const SECRET_HEADER = /^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]+)$/i
/** What stands for a value that is elsewhere, or for none. */
const NO_VALUE = /^(?:=.*|\?|[:@]\w+|\$\d+|[$#]?\{.*|%s|null|nil|none|undefined|true|false)[),.;]*$/i
/** The number of a session lets nobody in. */
const SESSION_NUMBER = /sess(ion)?[_-]?id$/i

const PLAIN = /[^\s&;"'<>]*/y
const SCALAR = /[^\s,}\]]*/y
const LINE = /[^\r\n]*/y

/**
 * Secrets that stand elsewhere than behind their name and a sign: `before` and `value` are the match. Without a `name`, all are.
 * Texts without the `sign`, which most are, need not be searched.
 */
const ELSEWHERE = [
  // `<password>…</password>`
  { sign: '</', pattern: /(?<before>>)(?<value>[^<>]+)(?=<\/(?<name>[\w:.-]{1,100})\s*>)/g },
  // A hidden field of a form, or an element of a page's head.
  {
    sign: 'name=',
    pattern:
      /(?<before>\bname=(?<quote>["'])(?<name>[^"'<>]{1,100})\k<quote>[^<>]{0,200}?\b(?:value|content)=(["']))(?<value>[^"'<>]+)/g,
  },
  // A part of a multipart form.
  {
    sign: 'name="',
    pattern:
      /(?<before>\bname="(?<name>[^"\r\n]{1,100})"[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,200}\r?\n){0,3}\r?\n)(?<value>[^\r\n]+)/g,
  },
  // Credentials of a header, which have a digit, as words have not.
  { sign: 'earer', pattern: /(?<before>\b[Bb]earer\s+)(?=[\w.~+/-]*\d)(?<value>[\w.~+/-]{6,}=*)/g },
  // `scheme://user:password@host`
  { sign: '@', pattern: /(?<before>\/\\?\/[^\s/?#:@"'<>]*:)(?<value>[^\s/?#@"'<>]+)(?=@)/g },
]

/**
 * A text with `mask` in place of what follows the name of a secret as its value: in forms, queries, cookies, headers, markup,
 * code, and JSON that was cut off. Words of a sentence are no values: "Invalid token: expired".
 */
export function maskPairs(text: string, mask: string): string {
  let masked = /[=:]/.test(text) ? maskBehindNames(text, mask) : text
  for (const { sign, pattern } of ELSEWHERE) {
    if (!masked.includes(sign)) continue
    masked = masked.replace(pattern, (found: string, ...rest: unknown[]) => {
      const { before, name } = rest.at(-1) as { readonly before: string; readonly name?: string }
      return name === undefined || isSecretName(name) ? before + mask : found
    })
  }
  return masked
}

function maskBehindNames(text: string, mask: string): string {
  let masked = ''
  let copied = 0
  for (const { index, 0: lead, 1: name = '', 2: quote = '', 3: sign = '', 4: opening = '' } of text.matchAll(LEAD)) {
    if (index < copied || !isSecretName(decode(name))) continue
    const start = index + lead.length
    const end = opening
      ? findClosing(text, start, opening, quote !== '' || sign.includes('=') || isEntry(text, index))
      : findEnd(text, start, { name, isQuoted: quote !== '', sign, before: text[index - 1] })
    if (end <= start) continue
    masked += text.slice(copied, start) + mask
    copied = end
  }
  return masked + text.slice(copied)
}

/** Whether a name without quotes begins an entry, and does not stand among the words of a sentence. */
function isEntry(text: string, index: number): boolean {
  let before = index - 1
  while (text[before] === ' ' || text[before] === '\t') before--
  return before < 0 || '\r\n{,(['.includes(text[before] ?? '')
}

/** Where a value in quotes ends; the text's end if it was cut off there. */
function findClosing(text: string, start: number, opening: string, isValue: boolean): number {
  if (!isValue) return start
  let end = text.indexOf(opening, start)
  // Behind a backslash more than the opening has, a quote is part of the value.
  while (end > start && isEscaped(text, end, opening)) end = text.indexOf(opening, end + opening.length)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, at: number, opening: string): boolean {
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes++
  return opening.length === 1 ? slashes % 2 === 1 : slashes > 0
}

interface BareValue {
  readonly name: string
  readonly isQuoted: boolean
  readonly sign: string
  /** The character before the name. */
  readonly before: string | undefined
}

/** Where a value without quotes ends; its start if there is none. */
function findEnd(text: string, start: number, { name, isQuoted, sign, before }: BareValue): number {
  const isPair = sign === '='
  const isEntryOfList = sign.includes('=>') && name.endsWith(']')
  const isHeader = sign.includes(':') && SECRET_HEADER.test(name)
  if (isQuoted && /^[[{]/.test(text[start] ?? '')) return findBracket(text, start)
  const end = isQuoted
    ? endOf(SCALAR, text, start)
    : isHeader
      ? endOf(LINE, text, start)
      : isPair || isEntryOfList
        ? endOf(PLAIN, text, start)
        : start
  const value = text.slice(start, end)
  if (NO_VALUE.test(value) || (SESSION_NUMBER.test(name) && /^\d+$/.test(value))) return start
  if (isHeader && (before === '"' || before === "'") && value.includes(before)) return start + value.indexOf(before)
  return isPair ? end - (/[),.\]}]*$/.exec(value)?.[0].length ?? 0) : end
}

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex : start
}

/** Behind the bracket that closes the one at `start`, or the text's end. Brackets in strings count: then more is masked than need be. */
function findBracket(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{' || text[at] === '[') depth++
    else if (text[at] === '}' || text[at] === ']') depth--
    if (depth === 0) return at + 1
  }
  return text.length
}

function decode(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text
  } catch {
    return text
  }
}
