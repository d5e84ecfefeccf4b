import type { EventId, EventRow } from './event.ts'
import type { TargetCount } from './messages.ts'
import type { Condition, EventQuery } from './query/query.ts'

/** Names one stream of the log. */
export interface StreamKey {
  readonly instance: string
  readonly stream: string
}

/** An event of a stream as a part of its tree, without all that only one who looks at the event itself needs. */
export type OutlineEvent = Pick<
  EventRow,
  'id' | 'type' | 'parent' | 'descendants' | 'duration' | 'success' | 'summary' | 'target'
>

/** What a list of streams can be ordered by; ties, and equal values, by the time they began. */
export const STREAM_ORDERS = ['time', 'duration', 'events', 'queryTime'] as const

export interface StreamOrder {
  /** `time` is when the first event of the stream arrived. */
  readonly by: (typeof STREAM_ORDERS)[number]
  readonly direction: 'asc' | 'desc'
}

/** Asks for the streams of `from` in which at least one event fulfils `where`. */
export interface StreamListQuery {
  readonly from: EventQuery['from']
  readonly where: readonly Condition[]
  readonly orderBy: StreamOrder
  readonly offset: number
  /** At most 500. */
  readonly limit: number
}

export interface StreamPage {
  readonly offset: number
  readonly streams: readonly StreamSummary[]
  /** How many streams there are on all pages. */
  readonly total: number
}

/** One stream as a row: mostly one request. Counts and sums are of all its events, whatever the list was filtered by. */
export interface StreamSummary extends StreamKey {
  /** Ids of its first and last event. */
  readonly first: EventId
  readonly last: EventId
  /** Of its first event, ms since the epoch. */
  readonly time: number
  /** Of its outermost request event; null without one, or where the payload lacks it. */
  readonly method: string | null
  readonly uri: string | null
  /** Of that request event, else of the first event. */
  readonly summary: string
  /** What its outermost response event says: `status`, `statusCode` or `code` of the payload. */
  readonly status: string | null
  /**
   * ms: of the outermost response event, which by the protocol is the total; else of the request event; else from first
   * to last event, or the longest of its events if that took longer. Null where none of that is known.
   */
  readonly duration: number | null
  readonly events: number
  /** Number of events by type. */
  readonly types: Readonly<Record<string, number>>
  readonly targets: readonly TargetCount[]
  /** Summed duration of its queries, ms. */
  readonly queryTime: number
  /** Highest importance in it. */
  readonly importance: number
  /** Events with `success: false`. */
  readonly failed: number
  /** Questions of its access checks that were decided by DENIED: the vote with the highest importance decides. */
  readonly denied: number
}
