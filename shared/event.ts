import type { Importance } from './importance.ts'

/** Global number of an event in the log; grows by one with each event and is never used twice. */
export type EventId = number

/** A place in the source code of the app. */
export interface CodeLocation {
  /** Relative to the project root, with `/` separators. */
  readonly file: string
  /** One-based. */
  readonly line?: number
  /** First highlighted character of the line, one-based as the line is; only meaningful with `line`. */
  readonly positionStart?: number
  /** Last highlighted character, inclusive; only meaningful with `positionStart`. */
  readonly positionEnd?: number
}

/** What a query's text and parameters tell. Hashes are whole numbers below 2^53. */
export interface QueryFacts {
  /** Hash of the target and the text with literals and lists normalised: equal for queries that differ in values only. */
  readonly shape: number
  /**
   * Hash of the target, the text and its parameters: equal for the very same query. Odd where the text has placeholders
   * whose values were not sent: then equal hashes may be of different queries.
   */
  readonly hash: number
  /** Whether it changes data, as far as its first words tell. */
  readonly isWrite: boolean
}

/** An event without its payload: what a list needs, and light enough to keep thousands of. */
export interface EventRow {
  readonly id: EventId
  /** Id of the instance (the app) it belongs to. */
  readonly instance: string
  /** Id of the stream (one request, one session) inside the instance. */
  readonly stream: string
  /** Grows by one inside its stream, from 1. */
  readonly sequence: number
  readonly type: string
  /** The sender's time, ms since the epoch; the receive time where the sender gave none. */
  readonly time: number
  /** When the collector received it, ms since the epoch. */
  readonly received: number
  readonly importance: Importance
  /** ms. */
  readonly duration: number | null
  /** False marks a failure; null is unknown. */
  readonly success: boolean | null
  readonly tags: readonly string[]
  readonly calledFrom: CodeLocation | null
  /** The event this one is nested in. */
  readonly parent: EventId | null
  /** 0 for an event that is not nested. */
  readonly depth: number
  /** How many events are nested in this one, at any depth: they have the ids `id + 1` to `id + descendants`. */
  readonly descendants: number
  /** One line that tells the event apart, derived from its payload. */
  readonly summary: string
  /** The service a query went to. */
  readonly target: string | null
  /** Of a query; null for every other type. */
  readonly query: QueryFacts | null
  /** Name of the protocol that brought it. */
  readonly protocol: string
  /** Bytes of its payload as JSON. */
  readonly size: number
  /** Pinned events survive retention and clear. */
  readonly pinned: boolean
  /** What the user wrote about it; only a pinned event has a note. */
  readonly note: string | null
}

/** A whole event. Payload and metadata travel as JSON text, exactly as stored, so no number loses digits on the way. */
export interface DebugEvent extends EventRow {
  readonly definedIn: CodeLocation | null
  /** JSON text. */
  readonly payload: string
  /** JSON text of an object; `deviations` in it lists what the sender did differently from its protocol. */
  readonly metadata: string
}
