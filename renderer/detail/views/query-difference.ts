/** A text cut where it differs from another: `middle` is what only it has. */
export interface Difference {
  readonly before: string
  readonly middle: string
  readonly after: string
}

/** Characters of what both texts have that stay around the difference. */
const CONTEXT = 18

/** Where `text` differs from `other`, by whole words; null where it does not. */
export function findDifference(text: string, other: string): Difference | null {
  if (text === other) return null
  const shortest = Math.min(text.length, other.length)
  let start = 0
  while (start < shortest && text[start] === other[start]) start++
  let end = 0
  while (end < shortest - start && text[text.length - 1 - end] === other[other.length - 1 - end]) end++
  while (start > 0 && isWord(text[start - 1])) start--
  let last = text.length - end
  while (last < text.length && isWord(text[last])) last++
  const before = text.slice(0, start)
  const after = text.slice(last)
  return {
    before: before.length > CONTEXT ? `…${before.slice(-CONTEXT)}` : before,
    middle: text.slice(start, last),
    after: after.length > CONTEXT ? `${after.slice(0, CONTEXT)}…` : after,
  }
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character)
}
