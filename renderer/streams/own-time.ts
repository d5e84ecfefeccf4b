import type { EventId } from '../../shared/event.ts'
import { flattenSpans, type Interval, lengthOf, type Span } from './timeline.ts'

/**
 * Time spent in each event itself, ms: its duration less the time that events nested in it cover. Events without a duration
 * have none. While no two events side by side overlap, the own times in a tree add up to the duration of its root.
 */
export function findOwnTimes(roots: readonly Span[]): Map<EventId, number> {
  return new Map(flattenSpans(roots).map((span) => [span.row.id, findOwnTime(span)]))
}

function findOwnTime(span: Span): number {
  if (!span.isMeasured) return 0
  // Most events have nothing inside.
  return span.children.length === 0 ? lengthOf(span) : lengthOf(span) - measureCover(findMeasured(span.children), span)
}

/** ms of `within` that at least one of the intervals covers. */
export function measureCover(intervals: readonly Interval[], within: Interval): number {
  return joinIntervals(intervals, within).reduce((sum, interval) => sum + lengthOf(interval), 0)
}

/** The intervals, cut to `within`, in order, those that touch or overlap joined into one. */
export function joinIntervals(intervals: readonly Interval[], within: Interval): Interval[] {
  const joined: { start: number; end: number }[] = []
  for (const interval of [...intervals].sort((a, b) => a.start - b.start)) {
    const start = Math.max(interval.start, within.start)
    const end = Math.min(interval.end, within.end)
    const last = joined.at(-1)
    if (end < start) continue
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else joined.push({ start, end })
  }
  return joined
}

/** What counts as nested time: an event without a duration hands on what is nested in it. */
function findMeasured(spans: readonly Span[]): Span[] {
  return spans.flatMap((span) => (span.isMeasured ? span : findMeasured(span.children)))
}
