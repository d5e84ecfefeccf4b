import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { fitMap, panMap, useMap, zoomMap } from './map-state.ts'

/** Zoom per pixel of the wheel. */
const WHEEL_ZOOM = 1.0022
/** Px that a key moves the map. */
const KEY_STEP = 60
/** How much closer one step of the zoom is. */
export const ZOOM_STEP = 1.7
/** A shorter way of the pointer is a click, px. */
const SHORTEST_DRAG = 4

const KEYS: Readonly<Record<string, () => void>> = {
  ArrowLeft: () => panMap(-KEY_STEP, 0),
  ArrowRight: () => panMap(KEY_STEP, 0),
  ArrowUp: () => panMap(0, -KEY_STEP),
  ArrowDown: () => panMap(0, KEY_STEP),
  Home: fitMap,
}

/** Moves the map by dragging and by key, and zooms it with the wheel and a double click. */
export function useMapGestures(area: RefObject<HTMLElement | null>) {
  const wasDragged = useRef(false)

  useEffect(() => {
    const element = area.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      zoomMap(WHEEL_ZOOM ** -event.deltaY, fromMiddle(event, element))
    }
    // React's own wheel handlers are passive and could not keep the page from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [area])

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return
    wasDragged.current = false
    let { clientX: x, clientY: y } = event
    const scale = event.currentTarget.currentCSSZoom
    const [startX, startY] = [x, y]
    const end = new AbortController()
    const onMove = (move: globalThis.PointerEvent) => {
      wasDragged.current ||= Math.hypot(move.clientX - startX, move.clientY - startY) >= SHORTEST_DRAG
      if (!wasDragged.current) return
      panMap((x - move.clientX) / scale, (y - move.clientY) / scale)
      x = move.clientX
      y = move.clientY
    }
    document.addEventListener('pointermove', onMove, { signal: end.signal })
    document.addEventListener('pointerup', () => end.abort(), { signal: end.signal })
    document.addEventListener('pointercancel', () => end.abort(), { signal: end.signal })
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const run = KEYS[event.key]
    if (!run || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    run()
  }

  function onDoubleClick(event: { readonly clientX: number; readonly clientY: number }) {
    if (area.current) zoomMap(ZOOM_STEP, fromMiddle(event, area.current))
  }

  return { handlers: { onPointerDown, onKeyDown, onDoubleClick }, wasDragged: () => wasDragged.current }
}

/** The pointer's place in px of the page from the middle of the map. */
function fromMiddle(
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  element: HTMLElement,
) {
  const { left, top, width, height } = element.getBoundingClientRect()
  const scale = element.currentCSSZoom
  return { x: (clientX - left - width / 2) / scale, y: (clientY - top - height / 2) / scale }
}

/** Tells the map how large it is. */
export function useMapSize(area: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = area.current
    if (!element) return
    const measure = () => useMap.setState({ size: { width: element.clientWidth, height: element.clientHeight } })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [area])
}
