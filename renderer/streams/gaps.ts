import { joinIntervals } from './own-time.ts'
import { flattenSpans, type Interval, lengthOf, type Span, type Timeline } from './timeline.ts'

/** A gap is worth a mark from this share of the total on, and from this length, ms. */
const MARKED_SHARE = 0.02
const SHORTEST_MARKED = 1

/** A gap may be folded from this length on, ms. */
const SHORTEST_FOLDED = 1000
/** In streams longer than this, gaps are folded unless the user wants them; ms. A slow request is not yet a session. */
const LONG_STREAM = 60_000

/** In a stream of moments every pause is a gap, so only the longest are worth a mark. */
const MARKED_SHARE_OF_MOMENTS = 0.1

/**
 * The times about which nothing was reported, long enough to be worth a mark. Requests and middleware wrap the work of
 * others, so that they fill no gap once something is nested in them; anything else tells what its time was spent on.
 */
export function findGaps(timeline: Timeline): Interval[] {
  const spans = flattenSpans(timeline.roots)
  const share = spans.some(({ isMeasured }) => isMeasured) ? MARKED_SHARE : MARKED_SHARE_OF_MOMENTS
  const shortest = Math.max(SHORTEST_MARKED, lengthOf(timeline) * share)
  const gaps: Interval[] = []
  let end = timeline.start
  for (const known of joinIntervals(spans.filter(tellsItsTime), timeline)) {
    gaps.push({ start: end, end: known.start })
    end = known.end
  }
  gaps.push({ start: end, end: timeline.end })
  return gaps.filter((gap) => lengthOf(gap) >= shortest)
}

/** The gaps that can be folded away. */
export function findFolds(gaps: readonly Interval[]): Interval[] {
  return gaps.filter((gap) => lengthOf(gap) >= SHORTEST_FOLDED)
}

/** Whether a stream is more idle than busy for so long that its gaps are better folded. */
export function isBetterFolded(timeline: Timeline, folds: readonly Interval[]): boolean {
  const idle = folds.reduce((sum, fold) => sum + lengthOf(fold), 0)
  return lengthOf(timeline) >= LONG_STREAM && idle > lengthOf(timeline) / 2
}

function tellsItsTime({ row, isMeasured, children }: Span): boolean {
  if (children.length === 0) return true
  return isMeasured && row.type !== 'request' && row.type !== 'middleware'
}
