import { type CSSProperties, type MouseEvent, useRef } from 'react'
import { formatClock } from '../list/format-time.ts'
import { useNow } from '../list/use-now.ts'
import { useSelectedRows } from '../list/use-selected-rows.ts'
import { ROW_HEIGHT } from '../state/live-log.ts'
import type { MapPoint } from './map-point.ts'
import type { PointLook } from './marks.ts'
import { PointShape } from './point-shape.tsx'

const HEADER_HEIGHT = 28

interface PathListProps {
  readonly points: readonly MapPoint[]
  readonly looks: ReadonlyMap<string, PointLook>
  readonly selected: number
  onSelect(point: MapPoint): void
  onPageSize(rows: number): void
}

/** The events of the map as rows: the same, for who reads or goes by key. */
export function PathList({ points, looks, selected, onSelect, onPageSize }: PathListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const now = useNow('absolute')
  const rows = { rowCount: points.length, headerHeight: HEADER_HEIGHT, selected, onPageSize }
  const { window, indexes, isSelectionDrawn } = useSelectedRows(scroller, rows)

  function handleClick(event: MouseEvent<HTMLDivElement>) {
    const index = (event.target as Element).closest<HTMLElement>('[data-index]')?.dataset.index
    const point = index === undefined ? undefined : points[Number(index)]
    if (point) onSelect(point)
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Path"
      aria-rowcount={points.length + 1}
      aria-activedescendant={isSelectionDrawn ? toElementId(selected) : undefined}
      tabIndex={0}
      className="grid path-grid"
      style={{ '--row': `${ROW_HEIGHT}px` } as CSSProperties}
      onClick={handleClick}
    >
      <div role="rowgroup" className="grid-header">
        <div role="row" aria-rowindex={1} className="row header-row">
          {['Time', 'Event', 'Place'].map((name) => (
            <div key={name} role="columnheader" className="header-cell">
              <span className="header-label">{name}</span>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="grid-body" style={{ height: window.height }}>
        <div role="presentation" className="grid-rows" style={{ top: window.top }}>
          {indexes.map((index) => {
            const point = points[index]
            const look = point && looks.get(point.type)
            if (!point || !look) return null
            return (
              <div
                key={point.id}
                role="row"
                id={toElementId(index)}
                aria-rowindex={index + 2}
                aria-selected={index === selected}
                className="row"
                data-index={index}
              >
                <div role="gridcell" className="cell cell-time">
                  {formatClock(point.time, now)}
                </div>
                <div role="gridcell" className="cell path-event" title={`${point.type}: ${point.summary}`}>
                  <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden>
                    <PointShape look={look} />
                  </svg>
                  <span className="path-type">{point.type}</span>
                </div>
                <div role="gridcell" className="cell cell-mono">
                  {formatPlace(point)}
                </div>
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

function toElementId(index: number): string {
  return `point-${index}`
}

/** To about a meter. */
function formatPlace({ latitude, longitude }: MapPoint): string {
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
}
