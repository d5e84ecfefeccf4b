import type { InvalidPayload } from '../../../shared/events/invalid.ts'
import { locateJson, readPath, type TextRange } from '../../ui/json-locate.ts'

/** A longer part is pointed at by its beginning: a page of red shows nothing. */
const LONGEST_MARK = 200

/** Steps of a path that lead to the event, which is all that is kept of the message. */
const WAY_TO_EVENT = /^(?:lines\[\d+\])?(?:\[\d+\])?(?:\.?(?:events|nested)\[\d+\])*\.?/

/** Where in the raw text the problem is; null where that part was cut off. */
export function findProblem({ reason, path, raw, cut }: InvalidPayload): TextRange | null {
  const [, line, column] = /at line (\d+), column (\d+)$/.exec(reason) ?? []
  if (line && column) return characterAt(raw, Number(line), Number(column))
  if (/ends too early/.test(reason)) return cut > 0 ? null : { from: raw.length, to: raw.length }
  const range = locateJson(raw, readPath(path.replace(WAY_TO_EVENT, '')))
  return range && { from: range.from, to: Math.min(range.to, range.from + LONGEST_MARK) }
}

/** The character at a line and column, or the end of the text; null behind it. */
function characterAt(text: string, line: number, column: number): TextRange | null {
  let start = 0
  for (let number = 1; number < line; number++) {
    start = text.indexOf('\n', start) + 1
    if (start === 0) return null
  }
  const from = start + column - 1
  if (from > text.length) return null
  const character = text.codePointAt(from)
  return { from, to: character === undefined ? from : from + String.fromCodePoint(character).length }
}

/** Line and column, both from 1, of an offset. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
