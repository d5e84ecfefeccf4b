import { type CSSProperties, type PointerEvent, useMemo, useRef } from 'react'
import { findLook } from '../list/event-looks.ts'
import { findLanes } from './lanes.ts'
import { pan, selectRange, type Viewport } from './time-scale.ts'
import { flattenSpans } from './timeline.ts'
import { zoomOut } from './waterfall-commands.ts'
import { findScale, measured, useWaterfall } from './waterfall-state.ts'

/** Height of the whole, and of what the lanes share, px. */
const HEIGHT = 40
const PADDING = 4
/** A drag shorter than this share of the axis is a click. */
const SHORTEST_DRAG = 0.005

/** The whole axis in small, with what is on screen marked: dragging that moves it, dragging elsewhere chooses anew. */
export function Minimap() {
  const state = useWaterfall()
  const { viewport } = state
  const scale = findScale(state)
  const { timeline } = measured(state)
  const lanes = useMemo(() => findLanes(flattenSpans(timeline.roots), scale), [timeline, scale])
  const drag = useRef<{ readonly at: number; readonly viewport: Viewport; readonly isPanning: boolean } | null>(null)
  const laneHeight = (HEIGHT - 2 * PADDING) / lanes.length

  function toPlace({ currentTarget, clientX }: PointerEvent<HTMLElement>): number {
    const { left, width } = currentTarget.getBoundingClientRect()
    return Math.min(1, Math.max(0, (clientX - left) / width))
  }

  function handleDown(event: PointerEvent<HTMLElement>) {
    const at = toPlace(event)
    const isZoomed = viewport.to - viewport.from < 1
    drag.current = { at, viewport, isPanning: isZoomed && at >= viewport.from && at <= viewport.to }
    event.currentTarget.setPointerCapture(event.pointerId)
  }

  function handleMove(event: PointerEvent<HTMLElement>) {
    if (!drag.current) return
    const { at, viewport: before, isPanning } = drag.current
    const place = toPlace(event)
    if (isPanning) useWaterfall.setState({ viewport: pan(before, place - at) })
    else if (Math.abs(place - at) > SHORTEST_DRAG) useWaterfall.setState({ viewport: selectRange(at, place) })
  }

  return (
    <button
      type="button"
      className="minimap"
      aria-label="Show the whole time"
      style={{ height: HEIGHT }}
      onPointerDown={handleDown}
      onPointerMove={handleMove}
      onPointerUp={() => {
        drag.current = null
      }}
      onDoubleClick={zoomOut}
      // By key: a press of the pointer begins a drag.
      onClick={({ detail }) => detail === 0 && zoomOut()}
      title="Drag to choose what to see, double click for all of it"
    >
      {lanes.map(({ type, marks }, index) =>
        marks.map(({ from, to }) => (
          <span
            key={`${type} ${from}`}
            className="minimap-mark"
            style={
              {
                left: `${from * 100}%`,
                width: `${(to - from) * 100}%`,
                top: PADDING + index * laneHeight,
                height: Math.max(1.5, Math.min(5, laneHeight - 1)),
                background: `var(${findLook(type).color})`,
              } as CSSProperties
            }
          />
        )),
      )}
      {viewport.from > 0 && (
        <span className="minimap-shade" data-side="left" style={{ left: 0, width: `${viewport.from * 100}%` }} />
      )}
      {viewport.to < 1 && (
        <span className="minimap-shade" data-side="right" style={{ right: 0, width: `${(1 - viewport.to) * 100}%` }} />
      )}
    </button>
  )
}
