import { create } from 'zustand'
import type { StreamKey, StreamOrder, StreamPage, StreamSummary } from '../../shared/stream.ts'
import { isSameStream } from '../state/screen.ts'

/** The list of requests: as many of its rows as are near the screen, and where the user is in it. */
export interface StreamListState {
  readonly orderBy: StreamOrder
  /** Null until the first answer. */
  readonly total: number | null
  /** By index. */
  readonly rows: ReadonlyMap<number, StreamSummary>
  /** Which state of the log the rows are of; grows. */
  readonly revision: number
  readonly selection: StreamSelection | null
  /** The first of two streams to compare. */
  readonly marked: StreamSummary | null
  /** The topmost row on screen, and its place below the top of the list, px: where to be on the way back. */
  readonly top: { readonly index: number; readonly offset: number }
  /** Where the list should stand after its rows moved; `epoch` tells one order from the next. */
  readonly placement: { readonly epoch: number; readonly index: number; readonly offset: number | null } | null
  /** Why the list could not be read, or null. */
  readonly error: string | null
}

export interface StreamSelection {
  readonly index: number
  /** Null until the row is here. */
  readonly stream: StreamKey | null
}

export const NEWEST_FIRST: StreamOrder = { by: 'time', direction: 'desc' }

export const EMPTY_STREAM_LIST: StreamListState = {
  orderBy: NEWEST_FIRST,
  total: null,
  rows: new Map(),
  revision: 0,
  selection: null,
  marked: null,
  top: { index: 0, offset: 0 },
  placement: null,
  error: null,
}

export const useStreamList = create<StreamListState>(() => EMPTY_STREAM_LIST)

/** Rows kept of one state of the log; beyond that only those near the screen stay. */
const MOST_ROWS = 5000

/**
 * The list with the rows of an answer. In the order of time, new streams come in at the top: then what is on screen stays where
 * it is, unless that is the very top, where the list follows.
 */
export function applyPage(list: StreamListState, page: StreamPage, revision: number): StreamListState {
  const isNewestFirst = list.orderBy.by === 'time' && list.orderBy.direction === 'desc'
  const added = isNewestFirst && list.total !== null ? page.total - list.total : 0
  const isKept = revision === list.revision && added === 0 && list.rows.size < MOST_ROWS
  const rows = new Map(isKept ? list.rows : [])
  for (const [position, stream] of page.streams.entries()) rows.set(page.offset + position, stream)
  const isAtTop = list.top.index === 0 && list.top.offset === 0
  const top = isAtTop || added === 0 ? list.top : { ...list.top, index: Math.max(0, list.top.index + added) }
  return {
    ...list,
    rows,
    revision,
    top,
    total: page.total,
    selection: list.selection && moveSelection(list.selection, rows, added),
    placement: top === list.top ? list.placement : nextPlacement(list, top.index, top.offset),
    error: null,
  }
}

/** The list begun anew: with another filter or order, nothing of its rows holds. */
export function restart(list: StreamListState): StreamListState {
  const top = { index: 0, offset: 0 }
  return { ...list, rows: new Map(), total: null, selection: null, top, placement: nextPlacement(list, 0, 0) }
}

/** The list with the row at `index` selected and in sight. */
export function select(list: StreamListState, index: number): StreamListState {
  const stream = list.rows.get(index) ?? null
  return { ...list, selection: { stream, index }, placement: nextPlacement(list, index, null) }
}

/** Largest and newest first; the other way round when asked again. */
export function sortStreams(list: StreamListState, by: StreamOrder['by']): StreamListState {
  const isTurned = list.orderBy.by === by && list.orderBy.direction === 'desc'
  return { ...list, orderBy: { by, direction: isTurned ? 'asc' : 'desc' } }
}

export function nextPlacement(list: StreamListState, index: number, offset: number | null) {
  return { epoch: (list.placement?.epoch ?? 0) + 1, index, offset }
}

/** The selection where its stream stands now. */
function moveSelection(
  { stream, index }: StreamSelection,
  rows: ReadonlyMap<number, StreamSummary>,
  added: number,
): StreamSelection {
  if (stream === null) return { stream: rows.get(index) ?? null, index }
  for (const [position, row] of rows) if (isSameStream(row, stream)) return { stream, index: position }
  return { stream, index: Math.max(0, index + added) }
}
