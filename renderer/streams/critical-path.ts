import type { EventId } from '../../shared/event.ts'
import { type Interval, lengthOf, ROUNDING, type Span, type Timeline } from './timeline.ts'

/** A part of the total time and the event that it was spent in; null where it was in none. */
export interface PathStep extends Interval {
  readonly id: EventId | null
}

/**
 * The chain of events that determines how long the stream took: had one of them been faster, the end would have come
 * sooner. Walks back from the end: the last event to end is on the path, before it the last one that had ended when it
 * began, and so on, and inside each of them likewise. What runs beside the path is not on it.
 *
 * The steps are in order of time, and cover the timeline without gap or overlap.
 */
export function findCriticalPath({ roots, start, end }: Timeline): PathStep[] {
  const backwards: PathStep[] = []
  walkBack(null, roots, { start, end }, backwards)
  return backwards.reverse()
}

function walkBack(id: EventId | null, children: readonly Span[], within: Interval, steps: PathStep[]): void {
  const add = (step: PathStep) => {
    if (lengthOf(step) > 0) steps.push(step)
  }
  let cursor = within.end
  for (const child of [...children].sort((a, b) => b.end - a.end)) {
    const isStillRunning = child.end > cursor + ROUNDING && cursor < within.end
    const start = Math.max(child.start, within.start)
    const end = Math.min(child.end, cursor)
    if (isStillRunning || end <= start) continue
    add({ id, start: end, end: cursor })
    walkBack(child.row.id, child.children, { start, end }, steps)
    cursor = start
  }
  add({ id, start: within.start, end: cursor })
}
