import { create } from 'zustand'
import { assertNever } from '../../shared/assert.ts'
import type { EventId, EventRow } from '../../shared/event.ts'
import type { CollectorStatus, Facets, FeedMessage, ViewCounts, ViewState } from '../../shared/messages.ts'
import type { Connection } from '../backend.ts'
import { type CachedPage, evictPages, insertRows, type PageCache } from './page-cache.ts'

/** What the viewer knows of the log: the open view, as much of its rows as is near the screen, and the collector. */
export interface LogState {
  readonly connection: Connection
  readonly status: CollectorStatus | null
  /** Number of the open view; 0 before the first. */
  readonly view: number
  /** Counts as they are now, and as they are shown: the two differ while paused. */
  readonly live: ViewCounts
  readonly shown: ViewCounts
  readonly isPaused: boolean
  readonly pages: PageCache
  /** Grows when earlier rows may have moved, which makes all pages before stale. */
  readonly generation: number
  /** True when that happened while paused: the pages become stale with the end of the pause. */
  readonly movedWhilePaused: boolean
  readonly facets: Facets
  /** Types seen since the log was last empty, in no order: their switches stay when a filter leaves none of a type. */
  readonly seenTypes: readonly string[]
  /** Targets seen since then: what the search box can suggest. */
  readonly seenTargets: readonly string[]
  /** Rows on screen. */
  readonly window: { readonly first: number; readonly last: number }
  /** Where the list should stand after the view changed below it; `epoch` tells one order from the next. */
  readonly placement: Placement | null
  /** True while the list sticks to the newest row. */
  readonly isFollowing: boolean
  /** Rows there were when the list last followed: what came since is new to the user. */
  readonly seenRows: number
  readonly selection: Selection | null
  readonly isDetailOpen: boolean
  /** How many events were deleted for good: what was read of the log before is not to be shown any longer. */
  readonly forgotten: number
  /** Why the view could not be opened, or null. */
  readonly error: string | null
}

export interface Placement {
  readonly epoch: number
  readonly index: number
  /** Of the row's top edge below the top of the list, px; null to show the row wherever it is least movement. */
  readonly offset: number | null
}

export interface Selection {
  readonly id: EventId
  /** Where it stands in the view, or would stand if the filter hides it. */
  readonly index: number
  readonly row: EventRow | null
}

/** Targets can be any text; past this many, suggestions help nobody. */
const MAX_SEEN_TARGETS = 200

const NO_COUNTS: ViewCounts = { rows: 0, matching: 0, all: 0, isComplete: true }

export const EMPTY_LOG: LogState = {
  connection: 'connecting',
  status: null,
  view: 0,
  live: NO_COUNTS,
  shown: NO_COUNTS,
  isPaused: false,
  pages: new Map(),
  generation: 0,
  movedWhilePaused: false,
  facets: { types: {}, targets: [], tags: [] },
  seenTypes: [],
  seenTargets: [],
  window: { first: 0, last: 0 },
  placement: null,
  isFollowing: true,
  seenRows: 0,
  selection: null,
  isDetailOpen: false,
  forgotten: 0,
  error: null,
}

export const useLog = create<LogState>(() => EMPTY_LOG)

/** The log with a view opened, or emptied and filled anew: nothing of its earlier rows holds any more. */
export function applyView(log: LogState, opened: ViewState): LogState {
  const generation = log.generation + 1
  const counts = toCounts(opened)
  return {
    ...log,
    view: opened.view,
    live: counts,
    shown: counts,
    seenRows: counts.rows,
    generation,
    movedWhilePaused: false,
    pages: insertRows(new Map(), opened.tail.offset, opened.tail.rows, generation),
    error: null,
  }
}

/** The log after a message of the feed. Messages of another view change nothing; the same message twice is once. */
export function applyFeed(log: LogState, message: FeedMessage): LogState {
  switch (message.type) {
    case 'status/changed':
      return { ...log, status: message.status }
    case 'alert':
      return log
    case 'event/forgotten':
      return forget(log, message.id)
    case 'facets/changed':
      if (message.view !== log.view) return log
      return { ...log, facets: message.facets, ...findSeen(log, message.facets) }
    case 'view/reset':
    case 'view/completed':
      return message.view === log.view ? applyView(log, message) : log
    case 'view/failed':
      return { ...log, error: message.reason }
    case 'view/changed': {
      if (message.view !== log.view) return log
      const live = toCounts(message)
      const shown = log.isPaused ? log.shown : live
      const seenRows = log.isFollowing ? shown.rows : log.seenRows
      if (message.tail) {
        const pages = insertRows(log.pages, message.tail.offset, message.tail.rows, log.generation)
        return { ...log, live, shown, seenRows, pages: evictPages(pages, log.window.last) }
      }
      if (log.isPaused) return { ...log, live, movedWhilePaused: true }
      return { ...log, live, shown, seenRows, generation: log.generation + 1 }
    }
    default:
      return assertNever(message, 'feed message')
  }
}

/** How many events hide behind the filter. */
export function countHidden(counts: ViewCounts): number {
  return Math.max(0, counts.all - counts.matching)
}

/** Freezes what is shown, or shows all that came meanwhile and jumps to the newest. */
export function setPaused(log: LogState, isPaused: boolean): LogState {
  if (isPaused === log.isPaused) return log
  if (isPaused) return { ...log, isPaused, isFollowing: false }
  const generation = log.movedWhilePaused ? log.generation + 1 : log.generation
  const { live } = log
  return { ...log, isPaused, shown: live, seenRows: live.rows, generation, movedWhilePaused: false, isFollowing: true }
}

/** The log with an event pinned with a note ('' for none), or not pinned (null), wherever it is here. */
export function markPinned(log: LogState, id: EventId, note: string | null): LogState {
  const { selection } = log
  const pin = { pinned: note !== null, note: note || null }
  const mark = <R extends EventRow | null | undefined>(row: R): R => (row?.id === id ? { ...row, ...pin } : row)
  const pages = new Map<number, CachedPage>()
  for (const [number, page] of log.pages) {
    const isHere = page.rows.some((row) => row?.id === id)
    pages.set(number, isHere ? { ...page, rows: page.rows.map(mark) } : page)
  }
  return { ...log, pages, selection: selection && { ...selection, row: mark(selection.row) } }
}

/** The log without an event that was deleted for good; its row is a hole until the rows are read anew. */
function forget(log: LogState, id: EventId): LogState {
  const pages = new Map<number, CachedPage>()
  for (const [number, page] of log.pages) {
    const isHere = page.rows.some((row) => row?.id === id)
    pages.set(number, isHere ? { ...page, rows: page.rows.map((row) => (row?.id === id ? undefined : row)) } : page)
  }
  const left = { ...log, pages, forgotten: log.forgotten + 1 }
  return log.selection?.id === id ? { ...left, selection: null, isDetailOpen: false } : left
}

function findSeen(log: LogState, { types, targets }: Facets): Pick<LogState, 'seenTypes' | 'seenTargets'> {
  if (log.live.all === 0) return { seenTypes: [], seenTargets: [] }
  return {
    seenTypes: [...new Set([...log.seenTypes, ...Object.keys(types)])],
    seenTargets: [...new Set([...log.seenTargets, ...targets.map(({ target }) => target)])].slice(0, MAX_SEEN_TARGETS),
  }
}

function toCounts({ rows, matching, all, isComplete }: ViewCounts): ViewCounts {
  return { rows, matching, all, isComplete }
}
