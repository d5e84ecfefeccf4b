import type { EventId, EventRow } from '../../shared/event.ts'
import { growTrees } from './event-tree.ts'

/** A stretch of time, ms since the epoch. */
export interface Interval {
  readonly start: number
  readonly end: number
}

/** An event with its place on the time axis, and the events inside it. */
export interface Span extends Interval {
  readonly row: EventRow
  /** Whether a duration is known; if not, it reaches over what is nested in it, and is a moment without that. */
  readonly isMeasured: boolean
  /** 0 at the top of the waterfall. */
  readonly depth: number
  readonly children: readonly Span[]
}

/** The events of one stream on a time axis, which reaches from the earliest start to the latest end. */
export interface Timeline extends Interval {
  readonly roots: readonly Span[]
  /** What the `time` of an event in this stream is taken for. */
  readonly stamps: Stamps
}

/** Whether events were stamped when they began or when they ended. */
export type Stamps = 'start' | 'end'

/** Times and durations are often whole numbers: what sticks out by no more is inside. ms. */
export const ROUNDING = 1

/**
 * Places the events of a stream (in the log's order) on the time axis.
 *
 * `time` and `duration` do not tell where an event lies: some senders stamp an event when it begins, others when they
 * report it, which is at its end. Each stream is read in the way that contradicts itself less:
 *
 * - what is nested in an event lies inside it;
 * - nothing lasts longer than until the last response of the stream;
 * - of two events side by side, the one that was reported first ended before the other began.
 *
 * Each event that breaks one of these counts against the reading; where both fit equally, `time` is the start. A single
 * event that breaks the first two rules in the chosen reading, and keeps them in the other, is placed by the other.
 *
 * The duration of a response is the total of its request and not its own, so a response is a moment; a request without a
 * duration takes it over. What became of a session is a moment, too: its duration is the session's. An event without a duration reaches over what is nested in it. A request without nested events
 * takes in the events beside it that lie inside its time: such a sender does not nest.
 */
export function buildTimeline(events: readonly EventRow[]): Timeline {
  const roots = buildTree(events)
  const bounds = { start: Number.NEGATIVE_INFINITY, end: findResponseTime(roots) }
  const count = (stamps: Stamps) => countContradictions(roots, stamps, bounds)
  const stamps: Stamps = count('end') < count('start') ? 'end' : 'start'
  const spans = adoptSiblings(roots.map((node) => place(node, stamps, bounds, 0)))
  return { roots: spans, stamps, ...findExtent(spans) }
}

/** All spans that are not inside one of `closed`, in the order of the tree. */
export function flattenSpans(roots: readonly Span[], closed: ReadonlySet<EventId> = new Set()): Span[] {
  const spans: Span[] = []
  const visit = (span: Span) => {
    spans.push(span)
    if (!closed.has(span.row.id)) span.children.forEach(visit)
  }
  roots.forEach(visit)
  return spans
}

export function lengthOf({ start, end }: Interval): number {
  return end - start
}

/** Types whose duration is that of the whole stream. */
const MOMENTS: ReadonlySet<string> = new Set(['response', 'session'])

interface Node {
  readonly row: EventRow
  /** ms; null where only a moment is known. */
  duration: number | null
  /** Whether the duration is told by the response: then the request was reported when it began. */
  isBorrowed: boolean
  readonly children: Node[]
}

function buildTree(events: readonly EventRow[]): Node[] {
  const roots = growTrees<EventRow, Node>(events, (row) => ({
    row,
    duration: MOMENTS.has(row.type) ? null : toLength(row.duration),
    isBorrowed: false,
    children: [],
  }))
  const request = roots.find(({ row }) => row.type === 'request')
  const response = events.findLast(
    ({ type, depth, duration }) => type === 'response' && depth <= 1 && duration !== null,
  )
  if (request?.duration === null && response) {
    request.duration = toLength(response.duration)
    request.isBorrowed = true
  }
  return roots
}

function toLength(duration: number | null): number | null {
  return duration === null ? null : Math.max(0, duration)
}

/** When the last response of the stream was reported; infinite without one. */
function findResponseTime(roots: readonly Node[]): number {
  const times = roots.filter(({ row }) => row.type === 'response').map(({ row }) => row.time)
  return times.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...times)
}

function toInterval({ row: { time }, duration, isBorrowed }: Node, stamps: Stamps): Interval {
  const length = duration ?? 0
  return stamps === 'start' || isBorrowed ? { start: time, end: time + length } : { start: time - length, end: time }
}

/** By how much an interval sticks out of its bounds, ms; 0 up to what rounding explains. */
function measureOverhang({ start, end }: Interval, bounds: Interval): number {
  const overhang = Math.max(0, bounds.start - start) + Math.max(0, end - bounds.end)
  return overhang > ROUNDING ? overhang : 0
}

function countContradictions(nodes: readonly Node[], stamps: Stamps, bounds: Interval): number {
  let count = 0
  // End of the last event that fits: one that does not fit contradicts by itself, and not also by those beside it.
  let lastEnd = Number.NEGATIVE_INFINITY
  for (const node of nodes) {
    const interval = toInterval(node, stamps)
    const isOverlapping = lastEnd - interval.start > ROUNDING && !isHost(node)
    if (isOverlapping || measureOverhang(interval, bounds) > 0) count++
    else lastEnd = isHost(node) ? Number.NEGATIVE_INFINITY : interval.end
    count += countContradictions(node.children, stamps, node.duration === null ? bounds : interval)
  }
  return count
}

/** Whether an event may have the events beside it inside, because its sender does not nest. */
function isHost({ row, children }: { readonly row: EventRow; readonly children: readonly unknown[] }): boolean {
  return row.type === 'request' && children.length === 0
}

function place(node: Node, stamps: Stamps, bounds: Interval, depth: number): Span {
  const interval = node.duration === null ? toInterval(node, 'start') : placeInside(node, stamps, bounds)
  const inner = node.duration === null ? bounds : interval
  const children = node.children.map((child) => place(child, stamps, inner, depth + 1))
  const isMeasured = node.duration !== null
  const { start, end } = isMeasured || children.length === 0 ? interval : reachOver([interval, ...children])
  return { row: node.row, depth, children, isMeasured, start, end }
}

function placeInside(node: Node, stamps: Stamps, bounds: Interval): Interval {
  const interval = toInterval(node, stamps)
  if (measureOverhang(interval, bounds) === 0) return interval
  const other = toInterval(node, stamps === 'start' ? 'end' : 'start')
  return measureOverhang(other, bounds) === 0 ? other : interval
}

function adoptSiblings(roots: readonly Span[]): readonly Span[] {
  const host = roots.find((span) => isHost(span) && span.isMeasured)
  if (!host) return roots
  const isInside = (span: Span) => span !== host && measureOverhang(span, host) === 0
  const children = roots.filter(isInside).map(moveDown)
  return roots.flatMap((span) => (span === host ? { ...host, children } : isInside(span) ? [] : span))
}

function moveDown(span: Span): Span {
  return { ...span, depth: span.depth + 1, children: span.children.map(moveDown) }
}

function findExtent(roots: readonly Span[]): Interval {
  const hull = reachOver(roots)
  const isTotalShown = roots.some(({ row, isMeasured }) => row.type === 'request' && isMeasured)
  const response = roots.findLast(({ row }) => row.type === 'response')
  if (isTotalShown || !response) return hull
  return reachOver([hull, { start: response.start - (toLength(response.row.duration) ?? 0), end: response.end }])
}

function reachOver(intervals: readonly Interval[]): Interval {
  let start = Number.POSITIVE_INFINITY
  let end = Number.NEGATIVE_INFINITY
  const visit = (interval: Interval) => {
    start = Math.min(start, interval.start)
    end = Math.max(end, interval.end)
    if ('children' in interval) (interval.children as readonly Interval[]).forEach(visit)
  }
  intervals.forEach(visit)
  return intervals.length === 0 ? { start: 0, end: 0 } : { start, end }
}
