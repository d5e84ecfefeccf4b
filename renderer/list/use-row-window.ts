import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { ROW_HEIGHT } from '../state/live-log.ts'
import {
  findEnd,
  followScroll,
  placeScroll,
  type ScrollPosition,
  type ScrollSize,
  toScrollHeight,
} from './scroll-scale.ts'
import { useScrollbarTotal } from './use-scrollbar-total.ts'

/** Rows drawn beyond the screen on either side, so that scrolling shows rows before the next frame is drawn; one while following. */
const OVERSCAN = 8
/** Rows by which what is drawn moves on: a step of one row then scrolls, and changes elements only now and then. */
const STRIDE = 8

/** Quiet time after which a scroll counts as ended, ms. */
const SETTLE_TIME = 150

/** How long the rows before a jump stay on screen while those behind it are fetched, ms. */
const LONGEST_HOLD = 100

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
  /** Whether rows can be drawn with what is in them; all can where nothing is said. */
  areHere?(first: number, last: number): boolean
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
  const [isJumping, setIsJumping] = useState(false)
  const current = useRef(position)
  const hold = useRef<Hold | null>(null)
  const latest = useRef(options)
  latest.current = options

  const size: ScrollSize = { total: rowCount * rowHeight, viewport }
  const latestSize = useRef(size)
  latestSize.current = size
  const latestHeight = useRef(rowHeight)
  const isResting = useResting(!isFollowing)
  // Where all rows change at once, those that are not seen are not drawn.
  const isSparse = isFollowing || isJumping || !isResting
  const stride = isSparse ? 1 : STRIDE
  const latestStride = useRef(stride)
  latestStride.current = stride
  const { barTotal, catchUp } = useScrollbarTotal(size.total, isFollowing && size.total > viewport)
  const bar: ScrollSize = { total: barTotal, viewport }

  const draw = useCallback((next: ScrollPosition) => {
    clearTimeout(hold.current?.timer)
    hold.current = null
    setPosition((shown) => (isSameWindow(shown, next, latestStride.current * latestHeight.current) ? shown : next))
  }, [])

  /** Draws a position as soon as its rows are here; until then those that are on screen stay there. */
  const drawWhenHere = useCallback(
    (next: ScrollPosition) => {
      const { first, last } = findRows(next, latestHeight.current, latestSize.current.viewport)
      if (latest.current.areHere?.(first, last) ?? true) return draw(next)
      setPosition((shown) => ({ virtual: shown.virtual, real: next.real }))
      hold.current ??= { awaited: next, timer: setTimeout(() => draw(current.current), LONGEST_HOLD) }
    },
    [draw],
  )

  const moveTo = useCallback(
    (next: ScrollPosition) => {
      const isThere = current.current.real === next.real
      const isFar = Math.abs(next.virtual - current.current.virtual) > latestSize.current.viewport
      current.current = next
      // Only where it moves: to read or set a scroll position makes the browser lay out all that has changed till then.
      if (!isThere && scroller.current) {
        scroller.current.scrollTop = next.real
        // It stops at the end, which may have moved since it was measured: that is no scrolling of the user's.
        const { scrollTop } = scroller.current
        if (Math.abs(scrollTop - next.real) >= 1) current.current = { ...next, real: scrollTop }
      }
      const rows = findRows(next, latestHeight.current, latestSize.current.viewport)
      latest.current.onMove(rows.first, rows.last, rows.first * latestHeight.current - next.virtual)
      // A list that follows is drawn at its end, wherever that is by now: one pass for each message instead of two.
      if (latest.current.isFollowing) return
      if (isFar || hold.current) drawWhenHere(next)
      else draw(next)
    },
    [scroller, draw, drawWhenHere],
  )

  // What was waited for may have come with this render; where the list has moved on since, that is waited for next.
  useLayoutEffect(() => {
    if (!hold.current) return
    const { virtual } = hold.current.awaited
    const { first, last } = findRows(hold.current.awaited, rowHeight, viewport)
    if (!(latest.current.areHere?.(first, last) ?? true)) return
    draw({ virtual, real: current.current.real })
    if (virtual !== current.current.virtual) drawWhenHere(current.current)
  })

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
      const scrolled = element.scrollTop
      // What the list itself set comes back as the nearest px of the screen, which a zoom makes a fraction here.
      if (Math.abs(scrolled - current.current.real) < 1) return
      const behind = placeScroll(current.current.virtual, latestSize.current).real - current.current.real
      if (latest.current.isFollowing && behind > 0) {
        // That takes the list to its end, from where the user's step is made again.
        flushSync(catchUp)
        element.scrollTop = scrolled + behind
      }
      const before = current.current
      const real = element.scrollTop
      const next = followScroll(before, real, latestSize.current)
      current.current = { ...before, real }
      // In the frame that shows the new position: later, there would be nothing in it.
      flushSync(() => {
        setIsJumping((was) => was || Math.abs(next.virtual - before.virtual) > latestSize.current.viewport)
        moveTo(next)
      })
      const isAtEnd = next.virtual >= findEnd(latestSize.current) - 1
      latest.current.onUserScroll(next.virtual < before.virtual ? 'up' : 'down', isAtEnd)
      clearTimeout(settle)
      // In a scaled list the scrollbar catches up with the rows once it rests: the rows do not move.
      settle = setTimeout(() => {
        setIsJumping(false)
        moveTo(placeScroll(current.current.virtual, latestSize.current))
      }, SETTLE_TIME)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      element.removeEventListener('scroll', onScroll)
      clearTimeout(settle)
      clearTimeout(hold.current?.timer)
    }
  }, [scroller, moveTo, catchUp])

  const wasFollowing = useRef(isFollowing)
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
    const total = rowCount * rowHeight
    const end = findEnd({ total, viewport })
    const hasFollowed = wasFollowing.current
    wasFollowing.current = isFollowing
    if (isFollowing) moveTo(placeEnd({ total, viewport }, { total: barTotal, viewport }))
    else if (hasFollowed || current.current.virtual > end)
      moveTo(placeScroll(current.current.virtual, { total, viewport }))
    else moveTo(current.current)
  }, [rowCount, rowHeight, viewport, isFollowing, barTotal, moveTo])

  const drawn = isFollowing ? placeEnd(size, bar) : position
  const topRow = Math.floor(drawn.virtual / rowHeight / stride) * stride
  const overscan = isSparse ? Math.min(1, beyond) : beyond
  const first = Math.max(0, Math.min(topRow - overscan, rowCount - 1))
  const last = Math.min(rowCount - 1, topRow + stride - 1 + Math.ceil(viewport / rowHeight) + overscan)
  const window: RowWindow = {
    first,
    last,
    height: toScrollHeight(bar),
    top: first * rowHeight - (drawn.virtual - drawn.real),
  }
  return { window, scrollToRow, scrollToEnd, rowsPerPage: Math.max(1, Math.floor(viewport / rowHeight) - 1) }
}

/** Whether something has been so for a while: the key that ends following is answered before more rows are drawn. */
function useResting(is: boolean): boolean {
  const [isResting, setResting] = useState(is)
  useEffect(() => {
    if (!is) return setResting(false)
    const timer = setTimeout(() => setResting(true), SETTLE_TIME)
    return () => clearTimeout(timer)
  }, [is])
  return isResting
}

/** Rows that are awaited before they are drawn. */
interface Hold {
  readonly awaited: ScrollPosition
  readonly timer: ReturnType<typeof setTimeout>
}

/** The end of the rows, where the scrollbar's is. */
function placeEnd(rows: ScrollSize, bar: ScrollSize): ScrollPosition {
  return { virtual: findEnd(rows), real: placeScroll(findEnd(bar), bar).real }
}

/** The rows that are fully or partly on screen. */
function findRows({ virtual }: ScrollPosition, rowHeight: number, viewport: number): { first: number; last: number } {
  const first = Math.floor(virtual / rowHeight)
  return { first, last: Math.max(first, Math.ceil((virtual + viewport) / rowHeight) - 1) }
}

/** Whether two positions draw the same rows at the same place inside the scrolled element; `stride` in px. */
function isSameWindow(a: ScrollPosition, b: ScrollPosition, stride: number): boolean {
  const isSameRow = Math.floor(a.virtual / stride) === Math.floor(b.virtual / stride)
  return isSameRow && a.virtual - a.real === b.virtual - b.real
}
