import type { EventId } from './event.ts'

/** Measurements of one thing in one stream over time. The event that began it stands for it in the log. */
export interface Series {
  readonly id: EventId
  /** Tells it from the others of its stream. */
  readonly key: string
  /** JSON text of the event's payload: what is measured, in which unit. */
  readonly payload: string
  readonly points: number
  /** Of its newest point; null without points. */
  readonly last: { readonly time: number; readonly value: number } | null
  /** What its points come to; null without points. */
  readonly figures: { readonly least: number; readonly most: number; readonly average: number } | null
}

/** Asks for points of a series. */
export interface SeriesPart {
  readonly id: EventId
  /** Of more, those are taken that a chart shows. */
  readonly most: number
  /** ms since the epoch. No others then but one on either side: a line goes on beyond the edges. */
  readonly between?: { readonly from: number; readonly to: number }
}

export interface SeriesPoint {
  /** ms since the epoch. */
  readonly time: number
  readonly value: number
  /** JSON text of what else the sender told of it; null for nothing. */
  readonly extra: string | null
}
