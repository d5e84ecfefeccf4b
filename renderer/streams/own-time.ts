import type { EventId } from '../../shared/event.ts'
import { flattenSpans, type Interval, lengthOf, type Span } from './timeline.ts'

/**
 * Time spent in each event itself, ms: its duration less the time that events nested in it cover. Events without a duration
 * have none. While no two events side by side overlap, the own times in a tree add up to the duration of its root.
 */
export function findOwnTimes(roots: readonly Span[]): Map<EventId, number> {
  return new Map(
    flattenSpans(roots).map((span) => [
      span.row.id,
      span.isMeasured ? lengthOf(span) - measureCover(findMeasured(span.children), span) : 0,
    ]),
  )
}

/** ms of `within` that at least one of the intervals covers. */
export function measureCover(intervals: readonly Interval[], within: Interval): number {
  return joinIntervals(intervals, within).reduce((sum, interval) => sum + lengthOf(interval), 0)
}

/** The intervals, cut to `within`, in order, those that touch or overlap joined into one. */
export function joinIntervals(intervals: readonly Interval[], within: Interval): Interval[] {
  const cut = intervals
    .map(({ start, end }) => ({ start: Math.max(start, within.start), end: Math.min(end, within.end) }))
    .filter(({ start, end }) => end >= start)
    .sort((a, b) => a.start - b.start)
  const joined: Interval[] = []
  for (const interval of cut) {
    const last = joined.at(-1)
    if (last && interval.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, interval.end) }
    } else joined.push(interval)
  }
  return joined
}

/** What counts as nested time: an event without a duration hands on what is nested in it. */
function findMeasured(spans: readonly Span[]): Span[] {
  return spans.flatMap((span) => (span.isMeasured ? span : findMeasured(span.children)))
}
