import type { CodeLocation } from '../../shared/event.ts'

/**
 * What of a line is marked, as the protocol rules. Offsets count UTF-16 units of the line, from 0; `to` is exclusive.
 */
export type CodeMark =
  | { readonly kind: 'line' }
  /** The whole line, and a cursor before the character at `from`. */
  | { readonly kind: 'cursor'; readonly from: number }
  | { readonly kind: 'range'; readonly from: number; readonly to: number }

/**
 * The mark of a location in the text of its line. Positions are characters of the line, counted from 1 as lines are, both
 * ends included. Where they do not fit the line, it has changed, and is marked as a whole.
 */
export function markLine({ positionStart, positionEnd }: CodeLocation, text: string): CodeMark {
  if (positionStart === undefined) return { kind: 'line' }
  const characters = [...text]
  const start = Math.max(1, positionStart)
  if (start > characters.length + 1) return { kind: 'line' }
  const from = lengthOf(characters.slice(0, start - 1))
  if (positionEnd === undefined || positionEnd < start || start > characters.length) return { kind: 'cursor', from }
  return { kind: 'range', from, to: from + lengthOf(characters.slice(start - 1, positionEnd)) }
}

function lengthOf(characters: readonly string[]): number {
  return characters.reduce((length, character) => length + character.length, 0)
}
