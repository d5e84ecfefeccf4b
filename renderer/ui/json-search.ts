import { isContainer, isList, keysOf } from './json-nodes.ts'
import type { JsonPlace } from './json-path.ts'
import { ExactNumber, type JsonList, type JsonObject, type JsonValue } from './json-value.ts'
import { pause } from './slices.ts'

/** What a search has found so far. */
export interface JsonMatches {
  /** In the order of the tree; each is a line whose key or value has the text in it. */
  readonly places: readonly JsonPlace[]
  readonly isDone: boolean
  /** There are more matches than are kept. */
  readonly isCut: boolean
}

export const NO_MATCHES: JsonMatches = { places: [], isDone: true, isCut: false }

/** ms of work between two pauses: less than a frame, so that the window goes on to live. */
const SLICE = 8
/** Matches that are kept: nobody steps through more. */
const MOST_MATCHES = 20_000
/** Lines between two looks at the clock. */
const LINES_PER_LOOK = 200

/** A pattern that finds the text in any case; null for no text. */
export function searchPattern(text: string): RegExp | null {
  return text === '' ? null : new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu')
}

/** The text of a value that can be searched, as the tree shows it; null for objects and lists. */
export function scalarText(value: JsonValue): string | null {
  if (typeof value === 'string') return value
  if (value instanceof ExactNumber) return value.digits
  return isContainer(value) ? null : String(value)
}

interface Level {
  readonly value: JsonObject | JsonList
  /** Null for a list. */
  readonly keys: readonly string[] | null
  readonly place: JsonPlace | null
  next: number
}

/**
 * Finds all keys and values that match, with pauses in between; tells of what it has at each of them and at the end.
 * Ends without a word once the signal aborts.
 */
export async function searchJson(
  value: JsonObject | JsonList,
  pattern: RegExp,
  signal: AbortSignal,
  onMatches: (matches: JsonMatches) => void,
): Promise<void> {
  const places: JsonPlace[] = []
  const levels: Level[] = [enter(value, null)]
  let pauseAt = performance.now() + SLICE
  let lines = 0

  for (let level = levels.at(-1); level && places.length < MOST_MATCHES; level = levels.at(-1)) {
    const { keys, place: parent } = level
    const index = level.next++
    const key = keys ? keys[index] : index
    const size = keys ? keys.length : (level.value as JsonList).length
    if (key === undefined || index >= size) {
      levels.pop()
      continue
    }
    const item = (level.value as JsonObject)[key] ?? null
    const text = scalarText(item)
    const matches = (typeof key === 'string' && pattern.test(key)) || (text !== null && pattern.test(text))
    if (matches || isContainer(item)) {
      const place = { parent, key }
      if (matches) places.push(place)
      if (isContainer(item)) levels.push(enter(item, place))
    }
    if (++lines % LINES_PER_LOOK === 0 && performance.now() > pauseAt) {
      onMatches({ places: [...places], isDone: false, isCut: false })
      await pause()
      if (signal.aborted) return
      pauseAt = performance.now() + SLICE
    }
  }
  onMatches({ places, isDone: true, isCut: levels.length > 0 })
}

function enter(value: JsonObject | JsonList, place: JsonPlace | null): Level {
  return { value, keys: isList(value) ? null : keysOf(value), place, next: 0 }
}
