import { ArrowDown, ArrowUp, Clock, History, Timer } from 'lucide-react'
import { type DragEvent, type PointerEvent, useRef, useState } from 'react'
import { TIME_MODES, type TimeMode } from '../state/settings.ts'
import { useView } from '../state/view.ts'
import type { EventColumn } from './columns.tsx'
import { type ColumnHeader, type ColumnTable, findColumn, moveColumn } from './use-column-table.ts'

const COLUMN_DRAG = 'application/x-tattler-column'

/** The headers of `columns`: click sorts, dragging reorders, the right edge resizes (a double click gives the width back). */
export function HeaderRow({ table, columns }: { table: ColumnTable; columns: readonly EventColumn[] }) {
  const [dropTarget, setDropTarget] = useState<string | null>(null)

  function drop(event: DragEvent, target: string) {
    event.preventDefault()
    setDropTarget(null)
    const dragged = event.dataTransfer.getData(COLUMN_DRAG)
    const order = table.getAllLeafColumns().map(({ id }) => id)
    if (dragged) table.setColumnOrder(moveColumn(order, dragged, target))
  }

  const shown = new Set(columns.map(({ id }) => id))
  const headers = table.getFlatHeaders().filter(({ column }) => shown.has(column.id))

  return (
    <div role="row" aria-rowindex={1} className="row header-row">
      {headers.map((header) => (
        <div
          key={header.id}
          role="columnheader"
          tabIndex={-1}
          aria-sort={findAriaSort(header)}
          className={header.column.id === dropTarget ? 'header-cell is-drop-target' : 'header-cell'}
          data-numeric={findColumn(header.column.id)?.isNumeric}
          draggable
          onDragStart={(event) => event.dataTransfer.setData(COLUMN_DRAG, header.column.id)}
          onDragOver={(event) => {
            if (!event.dataTransfer.types.includes(COLUMN_DRAG)) return
            event.preventDefault()
            setDropTarget(header.column.id)
          }}
          onDragLeave={() => setDropTarget(null)}
          onDrop={(event) => drop(event, header.column.id)}
        >
          <HeaderLabel header={header} />
          {header.column.id === 'time' && <TimeModeButton />}
          <ColumnEdge header={header} />
        </div>
      ))}
    </div>
  )
}

/** The border to drag. The browser tells places in px of the screen, widths are set in px of the page. */
function ColumnEdge({ header }: { header: ColumnHeader }) {
  const { id, columnDef } = header.column
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null)

  function hold(event: PointerEvent<HTMLElement>) {
    const cell = event.currentTarget.parentElement
    if (!cell || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    // A flexible column is wider than its model says.
    start.current = { x: event.clientX, width: cell.offsetWidth }
  }

  function drag({ clientX, currentTarget }: PointerEvent<HTMLElement>) {
    if (!start.current) return
    const { x, width } = start.current
    const wanted = Math.round(width + (clientX - x) / currentTarget.currentCSSZoom)
    const { minSize = 0, maxSize = wanted } = columnDef
    const size = Math.max(minSize, Math.min(wanted, maxSize))
    useView.setState(({ columnSizes }) => ({ columnSizes: { ...columnSizes, [id]: size } }))
  }

  return (
    <span
      aria-hidden
      className="resizer"
      // Else the browser would drag the header.
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={hold}
      onPointerMove={drag}
      onLostPointerCapture={() => {
        start.current = null
      }}
      onDoubleClick={() => header.column.resetSize()}
    />
  )
}

function HeaderLabel({ header }: { header: ColumnHeader }) {
  const label = findColumn(header.column.id)?.header
  if (!header.column.getCanSort()) return <span className="header-label">{label}</span>
  const sorted = header.column.getIsSorted()
  return (
    <button
      type="button"
      className="header-label"
      title={describeSort(sorted)}
      onClick={header.column.getToggleSortingHandler()}
    >
      {label}
      {sorted === 'asc' && <ArrowUp size={12} aria-hidden />}
      {sorted === 'desc' && <ArrowDown size={12} aria-hidden />}
    </button>
  )
}

const TIME_MODE_LOOKS = {
  absolute: { icon: Clock, label: 'clock time' },
  relative: { icon: History, label: 'time ago' },
  delta: { icon: Timer, label: 'time since the row above' },
} as const

function TimeModeButton() {
  const mode = useView((view) => view.timeMode)
  const { icon: Icon, label } = TIME_MODE_LOOKS[mode]
  const next: TimeMode = TIME_MODES[(TIME_MODES.indexOf(mode) + 1) % TIME_MODES.length] ?? 'absolute'
  const title = `Shows ${label}. Click for ${TIME_MODE_LOOKS[next].label}.`
  return (
    <button
      type="button"
      className="header-tool"
      aria-label={title}
      title={title}
      onClick={() => useView.setState({ timeMode: next })}
    >
      <Icon size={12} aria-hidden />
    </button>
  )
}

function findAriaSort(header: ColumnHeader): 'ascending' | 'descending' | 'none' | undefined {
  if (!header.column.getCanSort()) return undefined
  const sorted = header.column.getIsSorted()
  if (sorted === false) return 'none'
  return sorted === 'asc' ? 'ascending' : 'descending'
}

function describeSort(sorted: false | 'asc' | 'desc'): string {
  if (sorted === false) return 'Sort ascending'
  return sorted === 'asc' ? 'Sort descending' : 'Back to the order of the log'
}
