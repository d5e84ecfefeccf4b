import type { Importance } from '../../shared/importance.ts'

const RESET = '\x1b[0m'
const DIM = '\x1b[2m'

/** By importance 1-8, as SGR sequences: from dim over yellow and red to inverse red. */
const COLORS: Readonly<Record<Importance, string>> = {
  1: DIM,
  2: '',
  3: '\x1b[36m',
  4: '\x1b[33m',
  5: '\x1b[31m',
  6: '\x1b[1;31m',
  7: '\x1b[1;7;31m',
  8: '\x1b[1;7;31m',
}

/** Colours text, or leaves it alone where colours are off. */
export interface Painter {
  byImportance(importance: Importance, text: string): string
  dim(text: string): string
}

const plain: Painter = { byImportance: (_importance, text) => text, dim: (text) => text }

const colored: Painter = {
  byImportance: (importance, text) => (COLORS[importance] ? COLORS[importance] + text + RESET : text),
  dim: (text) => DIM + text + RESET,
}

/** Follows the option if one was given, else NO_COLOR, else whether the output is a terminal. */
export function choosePainter(color: boolean | undefined): Painter {
  return (color ?? (!process.env.NO_COLOR && process.stdout.isTTY)) ? colored : plain
}

/** One line without control characters: a logged escape sequence must not reach the terminal. */
export function toPlainLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '\ufffd')
}
