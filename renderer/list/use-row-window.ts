import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { ROW_HEIGHT } from '../state/live-log.ts'
import {
  findEnd,
  followScroll,
  placeScroll,
  type ScrollPosition,
  type ScrollSize,
  toScrollHeight,
} from './scroll-scale.ts'

/** Rows drawn beyond the screen on either side, so that scrolling shows rows before the next frame is drawn; one while following. */
const OVERSCAN = 12

/** Quiet time after which a scroll counts as ended, ms. */
const SETTLE_TIME = 150

/** The rows to draw, and where. */
export interface RowWindow {
  readonly first: number
  /** Inclusive; -1 in an empty list. */
  readonly last: number
  /** Height of the element that makes the scrollbar, px. */
  readonly height: number
  /** Top of row `first` inside that element, px. */
  readonly top: number
}

export interface RowWindowOptions {
  readonly rowCount: number
  /** px; `ROW_HEIGHT` without one. */
  readonly rowHeight?: number
  /** Rows drawn beyond the screen on either side; `OVERSCAN` where nothing is said. */
  readonly overscan?: number
  /** Part of the scrolling element that is not rows (the header), px. */
  readonly headerHeight: number
  readonly isFollowing: boolean
  /** A row that stays on screen when the list becomes smaller, if it was there before. */
  readonly keepInSight: number | null
  /** Called after each move: rows fully or partly on screen, and the top of the first, px. */
  onMove(first: number, last: number, offset: number): void
  /** Called when the user (never the list itself) scrolls; `isAtEnd` when the last row shows. */
  onUserScroll(direction: 'up' | 'down', isAtEnd: boolean): void
}

/**
 * Which of many equal rows to draw for a scrolling element. Rows have one height, so the window is arithmetic: a list of
 * millions costs what a screenful costs.
 */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, options: RowWindowOptions) {
  const { rowCount, rowHeight = ROW_HEIGHT, headerHeight, isFollowing, overscan: beyond = OVERSCAN } = options
  const [viewport, setViewport] = useState(0)
  const [position, setPosition] = useState<ScrollPosition>({ real: 0, virtual: 0 })
  const current = useRef(position)
  const latest = useRef(options)
  latest.current = options

  const size: ScrollSize = { total: rowCount * rowHeight, viewport }
  const latestSize = useRef(size)
  latestSize.current = size
  const latestHeight = useRef(rowHeight)

  const moveTo = useCallback(
    (next: ScrollPosition) => {
      const isThere = current.current.real === next.real
      current.current = next
      // Only where it moves: to read or set a scroll position makes the browser lay out all that has changed till then.
      if (!isThere && scroller.current) scroller.current.scrollTop = next.real
      const height = latestHeight.current
      // A list that follows is drawn at its end, wherever that is by now: one pass for each message instead of two.
      if (!latest.current.isFollowing) setPosition((shown) => (isSameWindow(shown, next, height) ? shown : next))
      const first = Math.floor(next.virtual / height)
      const last = Math.ceil((next.virtual + latestSize.current.viewport) / height) - 1
      latest.current.onMove(first, Math.max(first, last), first * height - next.virtual)
    },
    [scroller],
  )

  /** Brings a row to `offset` px below the top, or, with null, on screen with the least movement. */
  const scrollToRow = useCallback(
    (index: number, offset: number | null) => {
      const top = index * latestHeight.current
      const bottom = top + latestHeight.current
      const { virtual } = current.current
      const { viewport: height } = latestSize.current
      if (offset !== null) moveTo(placeScroll(top - offset, latestSize.current))
      else if (top < virtual) moveTo(placeScroll(top, latestSize.current))
      else if (bottom > virtual + height) moveTo(placeScroll(bottom - height, latestSize.current))
    },
    [moveTo],
  )

  const scrollToEnd = useCallback(() => moveTo(placeScroll(Number.MAX_SAFE_INTEGER, latestSize.current)), [moveTo])

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => setViewport(Math.max(0, element.clientHeight - headerHeight))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller, headerHeight])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let settle: ReturnType<typeof setTimeout> | undefined
    const onScroll = () => {
      const before = current.current
      const real = element.scrollTop
      // What the list itself set comes back as the nearest px of the screen, which a zoom makes a fraction here.
      if (Math.abs(real - before.real) < 1) return
      const next = followScroll(before, real, latestSize.current)
      current.current = { ...before, real }
      moveTo(next)
      const isAtEnd = next.virtual >= findEnd(latestSize.current) - 1
      latest.current.onUserScroll(next.virtual < before.virtual ? 'up' : 'down', isAtEnd)
      clearTimeout(settle)
      // In a scaled list the scrollbar catches up with the rows once it rests: the rows do not move.
      settle = setTimeout(() => moveTo(placeScroll(current.current.virtual, latestSize.current)), SETTLE_TIME)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      element.removeEventListener('scroll', onScroll)
      clearTimeout(settle)
    }
  }, [scroller, moveTo])

  const lastViewport = useRef(viewport)
  useLayoutEffect(() => {
    const { virtual } = current.current
    const before = lastViewport.current
    lastViewport.current = viewport
    const kept = latest.current.keepInSight
    if (kept === null || before === viewport) return
    const top = kept * latestHeight.current
    if (top + latestHeight.current > virtual && top < virtual + before) scrollToRow(kept, null)
  }, [viewport, scrollToRow])

  useLayoutEffect(() => {
    const before = latestHeight.current
    latestHeight.current = rowHeight
    // The topmost row stays where it is.
    if (before !== rowHeight) {
      moveTo(placeScroll((current.current.virtual / before) * rowHeight, latestSize.current))
    }
  }, [rowHeight, moveTo])

  useLayoutEffect(() => {
    const end = findEnd({ total: rowCount * rowHeight, viewport })
    if (isFollowing || current.current.virtual > end)
      moveTo(placeScroll(end, { total: rowCount * rowHeight, viewport }))
    else moveTo(current.current)
  }, [rowCount, rowHeight, viewport, isFollowing, moveTo])

  const drawn = isFollowing ? placeScroll(Number.MAX_SAFE_INTEGER, size) : position
  const topRow = Math.floor(drawn.virtual / rowHeight)
  const overscan = isFollowing ? 1 : beyond
  const first = Math.max(0, Math.min(topRow - overscan, rowCount - 1))
  const last = Math.min(rowCount - 1, topRow + Math.ceil(viewport / rowHeight) + overscan)
  const window: RowWindow = {
    first,
    last,
    height: toScrollHeight(size),
    top: first * rowHeight - (drawn.virtual - drawn.real),
  }
  return { window, scrollToRow, scrollToEnd, rowsPerPage: Math.max(1, Math.floor(viewport / rowHeight) - 1) }
}

/** Whether two positions draw the same rows at the same place inside the scrolled element. */
function isSameWindow(a: ScrollPosition, b: ScrollPosition, rowHeight: number): boolean {
  const isSameRow = Math.floor(a.virtual / rowHeight) === Math.floor(b.virtual / rowHeight)
  return isSameRow && a.virtual - a.real === b.virtual - b.real
}
