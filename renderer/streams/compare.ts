import type { EventId, EventRow } from '../../shared/event.ts'
import { findOwnTimes } from './own-time.ts'
import { buildTimeline } from './timeline.ts'

/** What one stream has of something that both may have. */
export interface Side {
  readonly count: number
  /** Summed, ms. */
  readonly time: number
  /** Of the first of these events; null without one. */
  readonly first: EventId | null
}

export type Change = 'added' | 'removed' | 'changed' | 'same'

/** Things that are the same in both streams but for their number and time: queries of one shape, templates of one name. */
export interface ComparedEntry {
  readonly key: string
  readonly label: string
  /** The service of a query. */
  readonly target: string | null
  readonly left: Side
  readonly right: Side
  readonly change: Change
}

export interface ComparedGroup {
  readonly type: (typeof COMPARED_TYPES)[number]
  /** Added and removed ones first, then by how much time they changed; what is the same comes last. */
  readonly entries: readonly ComparedEntry[]
}

/** Time spent in one kind of work, ms. */
export interface ComparedTime {
  readonly name: string
  readonly left: number
  readonly right: number
}

export interface Comparison {
  readonly groups: readonly ComparedGroup[]
  /** Own time by event type, most first. */
  readonly types: readonly ComparedTime[]
  /** Time of queries by target, most first. */
  readonly targets: readonly ComparedTime[]
}

export const COMPARED_TYPES = ['query', 'template', 'middleware', 'email', 'access_check'] as const

/** A time changed if it differs by this much, ms, and by this share of the larger one: less is noise. */
const CHANGED_TIME = 1
const CHANGED_SHARE = 0.25

const NOTHING: Side = { count: 0, time: 0, first: null }
const ORDER: Readonly<Record<Change, number>> = { added: 0, removed: 0, changed: 1, same: 2 }

/**
 * What differs between two streams. Queries are told apart by target and shape, so that other values are no difference; all else
 * by its summary. The time of a query is its duration; the time of anything else is its own, without what is nested in it.
 */
export function compareStreams(left: readonly EventRow[], right: readonly EventRow[]): Comparison {
  const [leftTimes, rightTimes] = [measureEvents(left), measureEvents(right)]
  const groups = COMPARED_TYPES.map((type) => ({ type, entries: compareType(type, leftTimes, rightTimes) }))
  const queriesOf = (events: readonly MeasuredEvent[]) => events.filter(({ row }) => row.type === 'query')
  return {
    groups: groups.filter(({ entries }) => entries.length > 0),
    types: compareTimes(
      leftTimes,
      rightTimes,
      ({ row }) => row.type,
      ({ own }) => own,
    ),
    targets: compareTimes(queriesOf(leftTimes), queriesOf(rightTimes), ({ row }) => row.target ?? 'unknown', toTime),
  }
}

interface MeasuredEvent {
  readonly row: EventRow
  /** ms. */
  readonly own: number
}

function measureEvents(events: readonly EventRow[]): MeasuredEvent[] {
  const ownTimes = findOwnTimes(buildTimeline(events).roots)
  return events.map((row) => ({ row, own: ownTimes.get(row.id) ?? 0 }))
}

function compareType(type: string, left: readonly MeasuredEvent[], right: readonly MeasuredEvent[]): ComparedEntry[] {
  const [leftSides, rightSides] = [groupEvents(type, left), groupEvents(type, right)]
  const keys = new Set([...leftSides.keys(), ...rightSides.keys()])
  const entries = [...keys].map((key): ComparedEntry => {
    const leftGroup = leftSides.get(key)
    const rightGroup = rightSides.get(key)
    const example = leftGroup?.example ?? rightGroup?.example
    const sides = { left: leftGroup?.side ?? NOTHING, right: rightGroup?.side ?? NOTHING }
    const label = example?.summary || type
    return { key, label, target: example?.target ?? null, ...sides, change: findChange(sides.left, sides.right) }
  })
  return entries.sort((a, b) => ORDER[a.change] - ORDER[b.change] || toDifference(b) - toDifference(a))
}

function groupEvents(type: string, events: readonly MeasuredEvent[]) {
  const groups = new Map<string, { readonly example: EventRow; readonly side: Side }>()
  for (const event of events) {
    if (event.row.type !== type) continue
    const key = toKey(event.row)
    const known = groups.get(key)
    const { count, time, first } = known?.side ?? NOTHING
    const side = { count: count + 1, time: time + toTime(event), first: first ?? event.row.id }
    groups.set(key, { example: known?.example ?? event.row, side })
  }
  return groups
}

function toKey({ query, target, summary }: EventRow): string {
  return query ? `shape ${query.shape}` : `${target ?? ''} ${summary}`
}

function toTime({ row, own }: MeasuredEvent): number {
  return row.type === 'query' ? (row.duration ?? 0) : own
}

function toDifference({ left, right }: ComparedEntry): number {
  return Math.abs(right.time - left.time)
}

function findChange(left: Side, right: Side): Change {
  if (left.count === 0) return 'added'
  if (right.count === 0) return 'removed'
  if (left.count !== right.count) return 'changed'
  return isChangedTime(left.time, right.time) ? 'changed' : 'same'
}

/** Whether two times differ by more than two runs of the same work do. ms. */
export function isChangedTime(left: number, right: number): boolean {
  const difference = Math.abs(right - left)
  return difference >= CHANGED_TIME && difference >= Math.max(left, right) * CHANGED_SHARE
}

function compareTimes(
  left: readonly MeasuredEvent[],
  right: readonly MeasuredEvent[],
  nameOf: (event: MeasuredEvent) => string,
  timeOf: (event: MeasuredEvent) => number,
): ComparedTime[] {
  const times = new Map<string, { left: number; right: number }>()
  const add = (events: readonly MeasuredEvent[], side: 'left' | 'right') => {
    for (const event of events) {
      const known = times.get(nameOf(event)) ?? { left: 0, right: 0 }
      known[side] += timeOf(event)
      times.set(nameOf(event), known)
    }
  }
  add(left, 'left')
  add(right, 'right')
  return [...times]
    .map(([name, time]) => ({ name, ...time }))
    .filter((time) => time.left > 0 || time.right > 0)
    .sort((a, b) => Math.max(b.left, b.right) - Math.max(a.left, a.right))
}
