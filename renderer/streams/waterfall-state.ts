import { create } from 'zustand'
import type { EventId, EventRow } from '../../shared/event.ts'
import type { StreamEvent } from '../../shared/messages.ts'
import type { StreamKey } from '../../shared/stream.ts'
import { findCriticalPath, type PathStep } from './critical-path.ts'
import { findFolds, findGaps, isBetterFolded } from './gaps.ts'
import { findOwnTimes } from './own-time.ts'
import { createScale, type TimeScale, type Viewport, WHOLE_AXIS } from './time-scale.ts'
import { buildTimeline, flattenSpans, type Interval, type Span, type Timeline } from './timeline.ts'

/** The waterfall of one stream, and how the user looks at it. */
export interface WaterfallState {
  readonly stream: StreamKey | null
  readonly events: readonly StreamEvent[]
  readonly isLoaded: boolean
  /** Events of the stream beyond those that are drawn. */
  readonly missing: number
  /** Why it could not be read, or null. */
  readonly error: string | null
  /** Ids of events whose nested ones are hidden. */
  readonly closed: ReadonlySet<EventId>
  readonly viewport: Viewport
  /** Null until the user decides: then the stream does. */
  readonly isFolded: boolean | null
  readonly isPathShown: boolean
}

const EMPTY: WaterfallState = {
  stream: null,
  events: [],
  isLoaded: false,
  missing: 0,
  error: null,
  closed: new Set(),
  viewport: WHOLE_AXIS,
  isFolded: null,
  isPathShown: true,
}

export const useWaterfall = create<WaterfallState>(() => EMPTY)

/** Begins with another stream. */
export function startWaterfall(stream: StreamKey): void {
  useWaterfall.setState(({ isPathShown }) => ({ ...EMPTY, stream, isPathShown }), true)
}

/** What follows from the events of a stream alone. */
export interface Measured {
  readonly timeline: Timeline
  readonly ownTimes: ReadonlyMap<EventId, number>
  /** The critical path, by event. */
  readonly path: ReadonlyMap<EventId, readonly PathStep[]>
  readonly gaps: readonly Interval[]
  readonly folds: readonly Interval[]
  readonly isBetterFolded: boolean
}

export function measureStream(events: readonly EventRow[]): Measured {
  const timeline = buildTimeline(events)
  const gaps = findGaps(timeline)
  const folds = findFolds(gaps)
  return {
    timeline,
    ownTimes: findOwnTimes(timeline.roots),
    path: groupSteps(findCriticalPath(timeline)),
    gaps,
    folds,
    isBetterFolded: isBetterFolded(timeline, folds),
  }
}

function groupSteps(steps: readonly PathStep[]): Map<EventId, PathStep[]> {
  const groups = new Map<EventId, PathStep[]>()
  for (const step of steps) {
    if (step.id === null) continue
    const known = groups.get(step.id)
    if (known) known.push(step)
    else groups.set(step.id, [step])
  }
  return groups
}

/** The value for the last arguments it was asked with: actions and views ask for the same thing. */
function remember<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { readonly args: A; readonly result: R } | null = null
  return (...args) => {
    if (!last?.args.every((arg, index) => arg === args[index])) last = { args, result: compute(...args) }
    return last.result
  }
}

const measure = remember(measureStream)

/** What follows from the events of the open stream. */
export function measured({ events }: Pick<WaterfallState, 'events'>): Measured {
  return measure(events)
}

const flatten = remember(({ timeline }: Measured, closed: ReadonlySet<EventId>) => flattenSpans(timeline.roots, closed))

/** The rows of the waterfall. */
export function listSpans(state: WaterfallState): readonly Span[] {
  return flatten(measured(state), state.closed)
}

export function isFolding(state: WaterfallState): boolean {
  return state.isFolded ?? measured(state).isBetterFolded
}

const foldedScale = remember(({ timeline, folds }: Measured) => createScale(timeline, folds))
const openScale = remember(({ timeline }: Measured) => createScale(timeline, []))

export function findScale(state: WaterfallState): TimeScale {
  return isFolding(state) ? foldedScale(measured(state)) : openScale(measured(state))
}
