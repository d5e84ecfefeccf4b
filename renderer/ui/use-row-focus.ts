import type { Virtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'

interface RowFocusOptions {
  readonly scroller: RefObject<HTMLElement | null>
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>
  /** Whether a row has a button; by the index that its `data-row` tells. */
  hasButton(row: number): boolean
}

interface RowFocus {
  /** The row whose button Tab leads to; null where no row in sight has one. */
  readonly stop: number | null
  /** Of the element around the rows. */
  onKeyDown(event: KeyboardEvent): void
}

/**
 * One stop of Tab for the buttons of all rows, of which only those in sight exist: arrows, Home, End and the page keys lead
 * from one to the next.
 */
export function useRowFocus({ scroller, virtualizer, hasButton }: RowFocusOptions): RowFocus {
  const [active, setActive] = useState(0)
  const isWanted = useRef(false)
  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: 0, endIndex: -1 }
  const last = virtualizer.options.count - 1

  useEffect(() => {
    if (!isWanted.current) return
    // A row that is far away is drawn only after the scrolling.
    const button = scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"] button`)
    if (!button) return
    isWanted.current = false
    button.focus({ preventScroll: true })
  })

  function onKeyDown(event: KeyboardEvent) {
    const from = Number((event.target as Element).closest<HTMLElement>('[data-row]')?.dataset.row ?? Number.NaN)
    const page = Math.max(1, endIndex - startIndex - 1)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -last,
      End: last,
    }
    const step = steps[event.key]
    if (Number.isNaN(from) || step === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    const target = Math.min(last, Math.max(0, from + step))
    const edge = step < 0 ? 0 : last
    const next = findRow(target, edge, hasButton) ?? findRow(target, from, hasButton) ?? from
    isWanted.current = true
    setActive(next)
    virtualizer.scrollToIndex(next)
  }

  const isInSight = active >= startIndex && active <= endIndex
  return { stop: isInSight && hasButton(active) ? active : findRow(startIndex, endIndex, hasButton), onKeyDown }
}

/** The first row from one to another, in either direction, that fulfils a condition. */
function findRow(from: number, to: number, fulfils: (row: number) => boolean): number | null {
  const way = to < from ? -1 : 1
  for (let row = from; way * (to - row) >= 0; row += way) if (fulfils(row)) return row
  return null
}
