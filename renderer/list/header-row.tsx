import { ArrowDown, ArrowUp, Clock, History, Timer } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { flushSync } from 'react-dom'
import { TIME_MODES, type TimeMode } from '../state/settings.ts'
import { useView } from '../state/view.ts'
import { type ColumnHeader, type ColumnTable, findColumn, moveColumn } from './use-column-table.ts'

const COLUMN_DRAG = 'application/x-tattler-column'

/** The column headers: click sorts, dragging reorders, the right edge resizes (a double click gives the width back). */
export function HeaderRow({ table }: { table: ColumnTable }) {
  const [dropTarget, setDropTarget] = useState<string | null>(null)

  function drop(event: DragEvent, target: string) {
    event.preventDefault()
    setDropTarget(null)
    const dragged = event.dataTransfer.getData(COLUMN_DRAG)
    const order = table.getAllLeafColumns().map(({ id }) => id)
    if (dragged) table.setColumnOrder(moveColumn(order, dragged, target))
  }

  return (
    <div role="row" aria-rowindex={1} className="row header-row">
      {table.getFlatHeaders().map((header) => (
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
          <span
            aria-hidden
            className={header.column.getIsResizing() ? 'resizer is-resizing' : 'resizer'}
            onMouseDown={(event) => {
              // Else the browser would drag the header.
              event.preventDefault()
              keepShownWidth(header, event.currentTarget)
              header.getResizeHandler()(event)
            }}
            onTouchStart={header.getResizeHandler()}
            onDoubleClick={() => header.column.resetSize()}
          />
        </div>
      ))}
    </div>
  )
}

/** A flexible column is wider than its model says: dragging must start from the width on screen. */
function keepShownWidth(header: ColumnHeader, handle: HTMLElement) {
  const cell = handle.parentElement
  if (!cell || cell.offsetWidth === header.getSize()) return
  const { id } = header.column
  flushSync(() => useView.setState(({ columnSizes }) => ({ columnSizes: { ...columnSizes, [id]: cell.offsetWidth } })))
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
