/** How well a text fits a search. */
export interface Match {
  /** Higher is better. */
  readonly score: number
  /** Indexes of the characters that fit, ascending. */
  readonly positions: readonly number[]
}

/** A letter at the start of a word says more than one inside it, and letters in a row more than scattered ones. */
const WORD_START = 8
const IN_A_ROW = 9
const ANYWHERE = 1
const GAP = -0.2
/** Below this the letters are there, but so scattered that nobody meant them. */
const LEAST_PER_LETTER = 1.5

/**
 * Finds the letters of `search` in `text`, in order and in any case, where they count most; null if they are not all
 * there, or all over the place. Spaces in `search` only part words. Costs (length of search) x (length of text).
 */
export function matchFuzzy(text: string, search: string): Match | null {
  const letters = [...search.toLowerCase().replace(/\s+/g, '')]
  if (letters.length === 0) return { score: 0, positions: [] }
  const characters = Array.from(text, (character) => character.toLowerCase())
  // Row by row: the best score with letter `row` at a character, and where the letter before stood then.
  let best = characters.map((character, at) =>
    character === letters[0] ? scoreAlone(characters, at) + at * GAP : null,
  )
  const origins: (readonly (number | null)[])[] = []
  for (const letter of letters.slice(1)) {
    const { scores, froms } = extendRow(best, characters, letter)
    origins.push(froms)
    best = scores
  }
  let end: number | null = null
  for (const [at, score] of best.entries()) if (score !== null && (end === null || score > (best[end] ?? 0))) end = at
  if (end === null) return null
  const score = best[end] ?? 0
  if (score < letters.length * LEAST_PER_LETTER) return null
  const positions = [end]
  for (const froms of origins.toReversed()) positions.unshift(froms[positions[0] ?? 0] ?? 0)
  return { score, positions }
}

function extendRow(before: readonly (number | null)[], characters: readonly string[], letter: string) {
  const scores: (number | null)[] = []
  const froms: (number | null)[] = []
  // The best earlier place to come from, its score losing with each character passed.
  let bestFrom: number | null = null
  let bestScore = 0
  for (const [at, character] of characters.entries()) {
    let score: number | null = null
    let from: number | null = null
    if (character === letter) {
      if (bestFrom !== null) {
        score = bestScore + scoreAlone(characters, at)
        from = bestFrom
      }
      const adjacent = before[at - 1] ?? null
      if (adjacent !== null && (score === null || adjacent + IN_A_ROW > score)) {
        score = adjacent + Math.max(IN_A_ROW, scoreAlone(characters, at))
        from = at - 1
      }
    }
    scores.push(score)
    froms.push(from)
    bestScore += GAP
    const own = before[at] ?? null
    if (own !== null && (bestFrom === null || own > bestScore)) {
      bestFrom = at
      bestScore = own
    }
  }
  return { scores, froms }
}

function scoreAlone(characters: readonly string[], at: number): number {
  const isWordStart = at === 0 || /[^\p{L}\p{N}]/u.test(characters[at - 1] ?? '')
  return isWordStart ? WORD_START : ANYWHERE
}

/** A text in pieces that are marked or not; `positions` count characters, as `Match` does. */
export function splitMarked(text: string, positions: readonly number[]) {
  const marked = new Set(positions)
  const parts: { readonly start: number; part: string; readonly isMarked: boolean }[] = []
  for (const [start, character] of [...text].entries()) {
    const isMarked = marked.has(start)
    const last = parts.at(-1)
    if (last?.isMarked === isMarked) last.part += character
    else parts.push({ start, part: character, isMarked })
  }
  return parts
}
