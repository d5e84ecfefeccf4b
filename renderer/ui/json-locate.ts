import { endOfLiteral, endOfString, skipSpace } from './json-value.ts'

/** A part of a text, by offsets; `to` is exclusive. */
export interface TextRange {
  readonly from: number
  readonly to: number
}

/**
 * Where the value at a path stands in JSON text. Where the path leads nowhere, that is the value that should have had the
 * next step. The text may be cut: what would stand behind its end is null.
 */
export function locateJson(text: string, path: readonly (string | number)[]): TextRange | null {
  let from = skipSpace(text, 0)
  for (const step of path) {
    const inside = findStep(text, from, step)
    if (inside === null) break
    from = inside
  }
  return from < text.length ? { from, to: endOfValue(text, from) } : null
}

/** The steps of a path as problems name it: `payload.to[2]`. */
export function readPath(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) => (index ? Number(index) : (key ?? '')))
}

/** The offset of the value behind a key or at an index of the object or list at `start`. */
function findStep(text: string, start: number, step: string | number): number | null {
  if (text[start] !== (typeof step === 'number' ? '[' : '{')) return null
  let at = skipSpace(text, start + 1)
  for (let index = 0; at < text.length && text[at] !== ']' && text[at] !== '}'; index++) {
    if (typeof step === 'number') {
      if (index === step) return at
    } else {
      const key = text.slice(at, endOfString(text, at))
      at = skipSpace(text, skipSpace(text, at + key.length) + 1)
      if (key === JSON.stringify(step)) return at
    }
    at = skipSpace(text, endOfValue(text, at))
    if (text[at] === ',') at = skipSpace(text, at + 1)
    else return null
  }
  return null
}

function endOfValue(text: string, start: number): number {
  let depth = 0
  let at = start
  while (at < text.length) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at)
    else if (character === '{' || character === '[') {
      depth++
      at++
    } else if (character === '}' || character === ']') {
      depth--
      at++
    } else if (character === ',' || character === ':') at++
    else at = endOfLiteral(text, at)
    if (depth <= 0) return at
    at = skipSpace(text, at)
  }
  return text.length
}
