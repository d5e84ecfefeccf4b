import { ArrowDown } from 'lucide-react'
import { type CSSProperties, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import { ROW_HEIGHTS } from '../state/live-log.ts'
import { useLog } from '../state/log.ts'
import { hasRows, rowAt } from '../state/page-cache.ts'
import { isNodeOpen, toggleTreeNode, useView } from '../state/view.ts'
import { useViewer } from '../state/viewer-context.ts'
import { useWidth } from '../ui/use-width.ts'
import { EventRowView, toRowElementId } from './event-row.tsx'
import { fitColumns } from './fit-columns.ts'
import { HeaderRow } from './header-row.tsx'
import { findColumn, toGridTemplate, useColumnTable } from './use-column-table.ts'
import { useNow } from './use-now.ts'
import { type RowWindow, useRowWindow } from './use-row-window.ts'

const HEADER_HEIGHT = 28

/** The list of events: a grid of which only the rows on screen exist. */
export function EventTable({ onPageSize }: { onPageSize(rows: number): void }) {
  const { liveLog } = useViewer()
  const table = useColumnTable()
  const scroller = useRef<HTMLDivElement>(null)
  const rowCount = useLog((log) => log.shown.rows)
  const pages = useLog((log) => log.pages)
  const selection = useLog((log) => log.selection)
  const placement = useLog((log) => log.placement)
  const sortField = useView((view) => view.orderBy?.field ?? null)
  const isSorted = sortField !== null
  const isFollowing = useLog((log) => log.isFollowing && !log.isPaused) && !isSorted
  const tree = useView((view) => view.tree)
  const timeMode = useView((view) => view.timeMode)
  const columnSizes = useView((view) => view.columnSizes)
  const rowHeight = useView((view) => ROW_HEIGHTS[view.density])
  const now = useNow(timeMode)

  const columnIds = table
    .getVisibleLeafColumns()
    .map(({ id }) => id)
    .join(' ')
  const width = useWidth(scroller)
  const chosen = useMemo(() => columnIds.split(' ').flatMap((id) => findColumn(id) ?? []), [columnIds])
  const shownIds = (width === null ? chosen : fitColumns(chosen, columnSizes, width, sortField))
    .map(({ id }) => id)
    .join(' ')
  // The same list for the same columns, as every row hangs on it.
  const columns = useMemo(() => shownIds.split(' ').flatMap((id) => findColumn(id) ?? []), [shownIds])

  const { window, scrollToRow, scrollToEnd, rowsPerPage } = useRowWindow(scroller, {
    rowCount,
    rowHeight,
    headerHeight: HEADER_HEIGHT,
    isFollowing,
    keepInSight: selection?.index ?? null,
    areHere: (first, last) => hasRows(pages, { first, last }, rowCount),
    onMove: liveLog.showWindow,
    onUserScroll(direction, isAtEnd) {
      if (direction === 'up') useLog.setState({ isFollowing: false })
      else if (isAtEnd) useLog.setState({ isFollowing: true })
    },
  })

  useEffect(() => {
    if (placement) scrollToRow(placement.index, placement.offset)
  }, [placement, scrollToRow])

  useEffect(() => onPageSize(rowsPerPage), [onPageSize, rowsPerPage])

  function handleClick(event: MouseEvent<HTMLDivElement>) {
    const target = event.target as Element
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? Number.NaN)
    if (Number.isNaN(index)) return
    const row = rowAt(pages, index)
    if (target.closest('[data-toggles-node]') && row) toggleTreeNode(row.id)
    else void liveLog.selectIndex(index).then(() => useLog.setState({ isDetailOpen: true }))
  }

  const firstKey = useFirstKey(isFollowing, window)
  const indexes = Array.from({ length: Math.max(0, window.last - window.first + 1) }, (_, i) => window.first + i)
  const isSelectionDrawn = selection && selection.index >= window.first && selection.index <= window.last

  return (
    <div className="list">
      <div
        ref={scroller}
        role="grid"
        aria-label="Events"
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length}
        aria-activedescendant={isSelectionDrawn ? toRowElementId(selection.index) : undefined}
        tabIndex={0}
        className="grid"
        style={{ '--columns': toGridTemplate(columns, columnSizes), '--row': `${rowHeight}px` } as CSSProperties}
        onClick={handleClick}
      >
        <div role="rowgroup" className="grid-header">
          <HeaderRow table={table} columns={columns} />
        </div>
        <div role="rowgroup" className="grid-body" style={{ height: window.height }}>
          <div role="presentation" className="grid-rows" style={{ top: window.top }}>
            {indexes.map((index) => {
              const row = rowAt(pages, index)
              return (
                <EventRowView
                  key={index - firstKey}
                  index={index}
                  row={row}
                  columns={columns}
                  isSelected={row !== undefined && row.id === selection?.id}
                  isOpen={row && !isSorted ? isNodeOpen(tree, row.id) : null}
                  timeMode={timeMode}
                  now={now}
                  previousTime={timeMode === 'delta' ? (rowAt(pages, index - 1)?.time ?? null) : null}
                />
              )
            })}
          </div>
        </div>
      </div>
      {!isFollowing && !isSorted && <JumpToEnd scrollToEnd={scrollToEnd} />}
    </div>
  )
}

/**
 * What the keys of rows are counted from. Where all rows change, as with each message while the list follows and with a
 * jump, elements stay where they are and change their text, which costs a third of making new ones. Where rows move, they
 * keep their elements, those too that they had while they were followed.
 */
function useFirstKey(isFollowing: boolean, { first, last }: RowWindow): number {
  const drawn = useRef({ firstKey: first, first, last })
  const isJump = first > drawn.current.last || last < drawn.current.first
  const firstKey = isFollowing || isJump ? first : drawn.current.firstKey
  drawn.current = { firstKey, first, last }
  return firstKey
}

/** Says how many rows came since the list stopped following, and goes there. */
function JumpToEnd({ scrollToEnd }: { scrollToEnd(): void }) {
  const lastShown = useLog((log) => log.window.last)
  const rows = useLog((log) => log.shown.rows)
  const seenRows = useLog((log) => log.seenRows)
  const isPaused = useLog((log) => log.isPaused)
  const fresh = Math.max(0, rows - seenRows)
  if (isPaused || lastShown >= rows - 1) return null
  return (
    <button
      type="button"
      className="jump-to-end"
      data-new={fresh > 0 || undefined}
      onClick={() => {
        scrollToEnd()
        useLog.setState({ isFollowing: true })
      }}
    >
      <ArrowDown size={14} aria-hidden />
      {fresh > 0 ? `${fresh.toLocaleString('en')} new` : 'Newest'}
    </button>
  )
}
