import { type CSSProperties, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { pan, selectRange, type Viewport, zoomAt } from './time-scale.ts'
import { useWaterfall } from './waterfall-state.ts'

/** A shorter way of the pointer is a click, px. */
const SHORTEST_DRAG = 5
/** Zoom per pixel of the wheel. */
const WHEEL_ZOOM = 1.0025

/** Chooses a range of the axis by dragging over the chart, and zooms with the wheel and Ctrl; with Shift the wheel moves along. */
export function useRangeDrag(scroller: RefObject<HTMLElement | null>, axis: RefObject<HTMLElement | null>) {
  const area = useRef<HTMLDivElement>(null)
  const lastDrag = useRef(false)
  const [range, setRange] = useState<CSSProperties | null>(null)

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      const box = axis.current?.getBoundingClientRect()
      if (!box || !(event.ctrlKey || event.metaKey || event.shiftKey)) return
      event.preventDefault()
      const { viewport } = useWaterfall.getState()
      const by = event.deltaY || event.deltaX
      const next = event.shiftKey
        ? pan(viewport, (by / box.width) * (viewport.to - viewport.from))
        : zoomAt(viewport, WHEEL_ZOOM ** -by, toPlace(event.clientX, box, viewport))
      useWaterfall.setState({ viewport: next })
    }
    // React's own wheel handlers are passive and could not keep the page from zooming.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [scroller, axis])

  function start(event: PointerEvent<HTMLElement>) {
    lastDrag.current = false
    const box = axis.current?.getBoundingClientRect()
    const outer = area.current?.getBoundingClientRect()
    if (!box || !outer || event.button !== 0 || event.clientX < box.left || event.clientX > box.right) return
    const from = event.clientX
    const isLongEnough = (to: number) => Math.abs(to - from) >= SHORTEST_DRAG
    const end = new AbortController()
    const onMove = ({ clientX }: globalThis.PointerEvent) => {
      const to = Math.min(box.right, Math.max(box.left, clientX))
      lastDrag.current ||= isLongEnough(to)
      setRange(lastDrag.current ? { left: Math.min(from, to) - outer.left, width: Math.abs(to - from) } : null)
    }
    const onUp = ({ clientX }: globalThis.PointerEvent) => {
      end.abort()
      setRange(null)
      if (!isLongEnough(clientX)) return
      const { viewport } = useWaterfall.getState()
      const next = selectRange(toPlace(from, box, viewport), toPlace(clientX, box, viewport))
      useWaterfall.setState({ viewport: next })
    }
    document.addEventListener('pointermove', onMove, { signal: end.signal })
    document.addEventListener('pointerup', onUp, { signal: end.signal })
  }

  return { area, start, range, wasDragged: () => lastDrag.current }
}

/** The place of the axis under a pointer. */
function toPlace(clientX: number, box: DOMRect, { from, to }: Viewport): number {
  return from + ((clientX - box.left) / box.width) * (to - from)
}
