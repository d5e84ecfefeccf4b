import { explainJsonError, findJsonError } from '../../shared/json-position.ts'
import type { TextRange } from './json-locate.ts'

/** What keeps a text from being JSON, and where. */
export interface JsonProblem {
  /** The character that cannot stand there; empty, at the end of what is written, where something is missing. */
  readonly range: TextRange
  readonly message: string
}

/** Null for JSON. `shown` is what the reader sees in place of the text, if that differs; both have the same length. */
export function findJsonProblem(text: string, shown = text): JsonProblem | null {
  try {
    JSON.parse(text)
    return null
  } catch {
    const from = Math.min(findJsonError(text), text.trimEnd().length)
    const character = shown.trimEnd().codePointAt(from)
    const to = from + (character === undefined ? 0 : String.fromCodePoint(character).length)
    return { range: { from, to }, message: explainJsonError(shown.trimEnd(), from) }
  }
}
