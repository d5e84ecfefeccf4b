import { type CSSProperties, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import { useCommands } from '../commands/registry.ts'
import { useSelectedRows } from '../list/use-selected-rows.ts'
import { ROW_HEIGHT } from '../state/live-log.ts'
import { useLog } from '../state/log.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Axis } from './axis.tsx'
import { drawBackdrop } from './backdrop.ts'
import { Minimap } from './minimap.tsx'
import type { Span } from './timeline.ts'
import { useRangeDrag } from './use-range-drag.ts'
import { openSpan, toggleSpan, WATERFALL_COMMANDS } from './waterfall-commands.ts'
import { toSpanElementId, WaterfallRow } from './waterfall-row.tsx'
import { findScale, listSpans, measured, useWaterfall } from './waterfall-state.ts'
import './waterfall.css'

const HEADER_HEIGHT = 40
/** Rows drawn beyond the screen: fewer than in the list, as each has a chart of its own. */
const OVERSCAN = 6

/** The events of one stream as a tree on a time axis. */
export function Waterfall({ onPageSize }: { onPageSize(rows: number): void }) {
  const isLoaded = useWaterfall((state) => state.isLoaded)
  const isEmpty = useWaterfall((state) => state.events.length === 0)
  const error = useWaterfall((state) => state.error)
  useCommands(WATERFALL_COMMANDS)
  return (
    <section className="waterfall" aria-label="Waterfall">
      {isEmpty ? (
        <p className="waterfall-note" role={error === null ? 'status' : 'alert'}>
          {error ??
            (isLoaded ? 'The events of this request are gone: they were cleared, or made room for newer ones.' : '')}
        </p>
      ) : (
        <>
          <Minimap />
          <SpanGrid onPageSize={onPageSize} />
        </>
      )}
    </section>
  )
}

export interface SpanGridProps {
  onPageSize(rows: number): void
  /** What a click does in another screen, which keeps the focus. */
  onOpen?(span: Span): void
}

export function SpanGrid({ onPageSize, onOpen }: SpanGridProps) {
  const viewer = useViewer()
  const scroller = useRef<HTMLDivElement>(null)
  const axis = useRef<HTMLDivElement>(null)
  const state = useWaterfall()
  const spans = listSpans(state)
  const { ownTimes, path, gaps, timeline } = measured(state)
  const scale = findScale(state)
  const { viewport, isPathShown, closed } = state
  const selectedId = useLog((log) => log.selection?.id ?? null)
  const selectedIndex = useMemo(() => spans.findIndex(({ row }) => row.id === selectedId), [spans, selectedId])

  const { window, indexes, isSelectionDrawn } = useSelectedRows(scroller, {
    rowCount: spans.length,
    headerHeight: HEADER_HEIGHT,
    overscan: OVERSCAN,
    selected: selectedIndex,
    onPageSize,
  })
  const takesFocus = onOpen === undefined
  useEffect(() => {
    // Who goes through the tabs by key goes on there.
    if (takesFocus && !document.activeElement?.matches('[role=tab]')) scroller.current?.focus()
  }, [takesFocus])
  const drag = useRangeDrag(scroller, axis)

  function handleClick(event: MouseEvent<HTMLDivElement>) {
    const target = event.target as Element
    const span = spans[Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? Number.NaN)]
    if (!span || drag.wasDragged()) return
    if (target.closest('[data-toggles-node]')) toggleSpan(span)
    else if (onOpen) onOpen(span)
    else openSpan(viewer, span)
  }

  const backdrop = useMemo(() => drawBackdrop(gaps, scale, viewport), [gaps, scale, viewport])
  return (
    <div className="list" ref={drag.area}>
      <div
        ref={scroller}
        role="grid"
        aria-label="Waterfall"
        aria-rowcount={spans.length + 1}
        aria-activedescendant={isSelectionDrawn ? toSpanElementId(selectedIndex) : undefined}
        tabIndex={0}
        className="grid span-grid"
        style={{ '--row': `${ROW_HEIGHT}px`, '--backdrop': backdrop } as CSSProperties}
        onClick={handleClick}
        onPointerDown={drag.start}
      >
        <div role="rowgroup" className="grid-header">
          <div role="row" aria-rowindex={1} className="row header-row">
            <div role="columnheader" className="header-cell">
              <span className="header-label">Event</span>
            </div>
            <div role="columnheader" className="header-cell" data-numeric>
              <span className="header-label">Total</span>
            </div>
            <div role="columnheader" className="header-cell span-own" data-numeric>
              <span className="header-label" title="Without what is nested in it">
                Own
              </span>
            </div>
            <div role="columnheader" className="header-cell span-axis" ref={axis} aria-label="Time">
              <Axis scale={scale} viewport={viewport} gaps={gaps} />
            </div>
          </div>
        </div>
        <div role="rowgroup" className="grid-body" style={{ height: window.height }}>
          <div role="presentation" className="grid-rows" style={{ top: window.top }}>
            {indexes.map((index) => {
              const span = spans[index]
              if (!span) return null
              return (
                <WaterfallRow
                  key={span.row.id}
                  index={index}
                  span={span}
                  own={ownTimes.get(span.row.id) ?? 0}
                  isOpen={!closed.has(span.row.id)}
                  isSelected={index === selectedIndex}
                  path={(isPathShown && path.get(span.row.id)) || null}
                  scale={scale}
                  viewport={viewport}
                  start={timeline.start}
                />
              )
            })}
          </div>
        </div>
      </div>
      {drag.range && <div className="drag-range" style={drag.range} />}
    </div>
  )
}
