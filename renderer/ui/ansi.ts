import { ESCAPE_SEQUENCES } from '../../shared/ansi.ts'

/** How a piece of terminal text looks. Colours are 0-15 by name, or a CSS colour. */
export interface AnsiStyle {
  readonly color: AnsiColor | null
  readonly background: AnsiColor | null
  readonly isBold: boolean
  readonly isDim: boolean
  readonly isItalic: boolean
  readonly isUnderlined: boolean
  readonly isStruck: boolean
  readonly isInverse: boolean
}

/** One of the 16 colours of the terminal, whose look is the theme's, or any colour as CSS writes it. */
export type AnsiColor = number | string

export interface AnsiSpan {
  readonly text: string
  readonly style: AnsiStyle
}

export const PLAIN: AnsiStyle = {
  color: null,
  background: null,
  isBold: false,
  isDim: false,
  isItalic: false,
  isUnderlined: false,
  isStruck: false,
  isInverse: false,
}

/** Splits text with escape sequences into pieces of one look each. Sequences that do not style are left out. */
export function readAnsi(text: string): AnsiSpan[] {
  const spans: AnsiSpan[] = []
  let style = PLAIN
  let from = 0
  const add = (to: number) => {
    const piece = text.slice(from, to)
    const last = spans.at(-1)
    if (piece === '') return
    if (last?.style === style) spans[spans.length - 1] = { text: last.text + piece, style }
    else spans.push({ text: piece, style })
  }

  for (const match of text.matchAll(ESCAPE_SEQUENCES)) {
    const [sequence, parameters, letter] = match
    add(match.index)
    from = match.index + sequence.length
    if (letter === 'm') style = applySgr(style, parameters ?? '')
  }
  add(text.length)
  return spans
}

/** Applies the parameters of an SGR sequence: `1;31`, `38;5;208`, `38:2::255:135:0`. */
function applySgr(style: AnsiStyle, parameters: string): AnsiStyle {
  // A group in colons is one parameter, whose parts must not be read as others.
  const waiting = parameters.split(';').map((parameter) => parameter.split(':').map((part) => Number(part || 0)))
  let next = style
  for (let codes = waiting.shift(); codes; codes = waiting.shift()) {
    const [code = 0, ...parts] = codes
    if (code === 38 || code === 48) {
      const color = parts.length > 0 ? readParts(parts) : readColor(() => waiting.shift()?.[0] ?? 0)
      next = { ...next, [code === 38 ? 'color' : 'background']: color }
    } else next = applyCode(next, code, parts[0])
  }
  return next
}

function applyCode(style: AnsiStyle, code: number, part: number | undefined): AnsiStyle {
  if (code >= 30 && code <= 37) return { ...style, color: code - 30 }
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 }
  if (code >= 90 && code <= 97) return { ...style, color: code - 82 }
  if (code >= 100 && code <= 107) return { ...style, background: code - 92 }
  switch (code) {
    case 0:
      return PLAIN
    case 1:
      return { ...style, isBold: true }
    case 2:
      return { ...style, isDim: true }
    case 3:
      return { ...style, isItalic: true }
    case 4:
      return { ...style, isUnderlined: part !== 0 }
    case 7:
      return { ...style, isInverse: true }
    case 9:
      return { ...style, isStruck: true }
    case 21:
      return { ...style, isUnderlined: true }
    case 22:
      return { ...style, isBold: false, isDim: false }
    case 23:
      return { ...style, isItalic: false }
    case 24:
      return { ...style, isUnderlined: false }
    case 27:
      return { ...style, isInverse: false }
    case 29:
      return { ...style, isStruck: false }
    case 39:
      return { ...style, color: null }
    case 49:
      return { ...style, background: null }
    default:
      return style
  }
}

/** The colour behind 38 or 48 with colons, where an empty part may name a colour space: `2::255:135:0`. */
function readParts(parts: readonly number[]): AnsiColor | null {
  const values = parts[0] === 2 && parts.length > 4 ? [2, ...parts.slice(2)] : parts
  let at = 0
  return readColor(() => values[at++] ?? 0)
}

function readColor(take: () => number): AnsiColor | null {
  const kind = take()
  if (kind === 2) return rgb(take(), take(), take())
  return kind === 5 ? paletteColor(take()) : null
}

/** A colour of the 256: 16 named ones, a cube of 6 levels each, and 24 greys. */
function paletteColor(index: number): AnsiColor {
  if (index < 16) return index
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232)
    return rgb(grey, grey, grey)
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step)
  const cube = index - 16
  return rgb(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6))
}

function rgb(red: number, green: number, blue: number): string {
  const [r, g, b] = [red, green, blue].map((part) => Math.min(255, Math.max(0, Math.round(part))))
  return `rgb(${r} ${g} ${b})`
}
