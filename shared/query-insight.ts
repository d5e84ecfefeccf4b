import type { CodeLocation, EventId } from './event.ts'

/** What is noticeable about a query among the queries of its stream. */
export interface QueryMark {
  readonly id: EventId
  /**
   * How often this very query ran, values included. 1 where that cannot be told because values were not sent, and for
   * what is meant to be repeated, like COMMIT.
   */
  readonly same: number
  readonly nPlusOne: NPlusOne | null
}

/** Queries of one shape from one place, at least `N_PLUS_ONE` of them, that are not all the same. */
export interface NPlusOne {
  readonly count: number
  /** What they have in common: the line of code, the event they are nested in, or nothing that is known but the stream. */
  readonly place: 'call site' | 'parent' | 'stream'
  /** False where values were not sent, so that they may be the same query after all. */
  readonly hasValues: boolean
}

/** Fewer queries of one shape are none. */
export const N_PLUS_ONE = 5

/** Queries and their summed duration, ms. */
export interface QueryTime {
  readonly count: number
  readonly duration: number
}

export interface QuerySiblings {
  readonly mark: QueryMark
  /** This very query in its stream. */
  readonly same: QueryTime
  /** Its shape in its stream. */
  readonly shape: QueryTime
  /** Queries of its shape in the whole log. */
  readonly everywhere: number
  /** Where its shape came from in its stream, most frequent first, at most 20; null for those without a location. */
  readonly callSites: readonly (QueryTime & { readonly location: CodeLocation | null })[]
  /** Of its shape in its stream, in the log's order, itself included: at most 50 before it, and 50 behind. */
  readonly nearest: readonly QuerySibling[]
  /** How many of its shape come before the first of `nearest`. */
  readonly before: number
}

/** Characters of a sibling's parameters that are told. */
export const PARAMETERS_LENGTH = 300

export interface QuerySibling {
  readonly id: EventId
  /** ms since the epoch. */
  readonly time: number
  /** ms. */
  readonly duration: number | null
  readonly success: boolean | null
  /** Whether it is the very same query; null where that cannot be told because values were not sent. */
  readonly isSame: boolean | null
  /** One line of its text. */
  readonly summary: string
  /** JSON text of its parameters, cut to `PARAMETERS_LENGTH`; null where it has none. */
  readonly parameters: string | null
}
