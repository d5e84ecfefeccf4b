import { ArrowDown, ArrowUp, FilterX, GitCompareArrows, X } from 'lucide-react'
import { type CSSProperties, type MouseEvent, useEffect, useRef } from 'react'
import type { StreamSummary } from '../../shared/stream.ts'
import { useCommands, useKeyName } from '../commands/registry.ts'
import { FirstEvent, useIsLogEmpty } from '../list/first-event.tsx'
import { useNow } from '../list/use-now.ts'
import { useRowWindow } from '../list/use-row-window.ts'
import { type FollowedSessions, followSessions } from '../sessions/session-infos.ts'
import { toViewFilter } from '../state/filter.ts'
import { ROW_HEIGHT } from '../state/live-log.ts'
import { isSameStream } from '../state/screen.ts'
import { showEverything, useView } from '../state/view.ts'
import { useViewer } from '../state/viewer-context.ts'
import { type LiveStreams, startLiveStreams } from './live-streams.ts'
import { ignoreSecondPress } from './second-press.ts'
import { isSession } from './session-cells.tsx'
import { STREAM_COLUMNS, StreamTitle } from './stream-columns.tsx'
import { markStream, openStream, STREAM_LIST_COMMANDS } from './stream-list-commands.ts'
import { sortStreams, useStreamList } from './stream-list-state.ts'
import { StreamRow, toStreamElementId } from './stream-row.tsx'

const HEADER_HEIGHT = 28

/** The log as a list of requests: one row for each stream, the newest first. */
export function StreamList({ onPageSize }: { onPageSize(rows: number): void }) {
  const { backend } = useViewer()
  const scroller = useRef<HTMLDivElement>(null)
  const live = useRef<LiveStreams>(null)
  const total = useStreamList((list) => list.total) ?? 0
  const rows = useStreamList((list) => list.rows)
  const selection = useStreamList((list) => list.selection)
  const marked = useStreamList((list) => list.marked)
  const placement = useStreamList((list) => list.placement)
  const now = useNow('absolute')
  useCommands(STREAM_LIST_COMMANDS)

  useEffect(() => {
    live.current = startLiveStreams(backend)
    return () => {
      live.current?.close()
      // On the way back the list stands where it stood, and not where it was once sent.
      useStreamList.setState({ placement: null })
    }
  }, [backend])

  const { window, scrollToRow, rowsPerPage } = useRowWindow(scroller, {
    rowCount: total,
    headerHeight: HEADER_HEIGHT,
    isFollowing: false,
    keepInSight: selection?.index ?? null,
    onMove: (first, last, offset) => live.current?.showWindow(first, last, offset),
    onUserScroll: () => undefined,
  })

  useRestoredPlace(scrollToRow)
  useEffect(() => {
    if (placement) scrollToRow(placement.index, placement.offset)
  }, [placement, scrollToRow])
  useEffect(() => onPageSize(rowsPerPage), [onPageSize, rowsPerPage])
  useEffect(() => scroller.current?.focus(), [])

  function handleClick(event: MouseEvent<HTMLDivElement>) {
    const target = event.target as Element
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? Number.NaN)
    const stream = rows.get(index)
    if (!stream) return
    useStreamList.setState({ selection: { stream, index } })
    if (target.closest('.cell-mark')) markStream(stream)
    else {
      openStream(stream)
      ignoreSecondPress()
    }
  }

  const indexes = Array.from({ length: Math.max(0, window.last - window.first + 1) }, (_, i) => window.first + i)
  useSessionsOnScreen(indexes.flatMap((index) => rows.get(index) ?? []).filter(isSession))
  const isSelectionDrawn = selection && selection.index >= window.first && selection.index <= window.last
  return (
    <section className="streams" aria-label="Requests">
      <StreamListHead />
      <div className="list">
        <div
          ref={scroller}
          role="grid"
          aria-label="Requests"
          aria-rowcount={total + 1}
          aria-activedescendant={isSelectionDrawn ? toStreamElementId(selection.index) : undefined}
          tabIndex={0}
          className="grid stream-grid"
          style={{ '--row': `${ROW_HEIGHT}px` } as CSSProperties}
          onClick={handleClick}
        >
          <div role="rowgroup" className="grid-header">
            <StreamHeaderRow />
          </div>
          <div role="rowgroup" className="grid-body" style={{ height: window.height }}>
            <div role="presentation" className="grid-rows" style={{ top: window.top }}>
              {indexes.map((index) => {
                const stream = rows.get(index)
                return (
                  <StreamRow
                    key={index}
                    index={index}
                    stream={stream}
                    isSelected={index === selection?.index}
                    isMarked={stream !== undefined && isSameStream(stream, marked)}
                    now={now}
                  />
                )
              })}
            </div>
          </div>
        </div>
        <EmptyList />
      </div>
    </section>
  )
}

/** What their rows tell of sessions is kept up to date. */
function useSessionsOnScreen(sessions: readonly StreamSummary[]) {
  const { backend } = useViewer()
  const followed = useRef<FollowedSessions>(null)
  useEffect(() => {
    followed.current = followSessions(backend)
    return () => followed.current?.close()
  }, [backend])
  useEffect(() => followed.current?.show(sessions))
}

/** Goes to where the user was when the list was last on screen, once its rows are back. */
function useRestoredPlace(scrollToRow: (index: number, offset: number | null) => void) {
  const place = useRef(useStreamList.getState().top)
  const isLoaded = useStreamList((list) => list.total !== null)
  useEffect(() => {
    if (isLoaded) scrollToRow(place.current.index, place.current.offset)
  }, [isLoaded, scrollToRow])
}

/** How many requests there are, what the filter does to them, and how to compare two. */
function StreamListHead() {
  const total = useStreamList((list) => list.total)
  const marked = useStreamList((list) => list.marked)
  const isFiltered = useView(({ filter }) => {
    const { where, hiddenTypes } = toViewFilter(filter)
    return where.length > 0 || hiddenTypes.length > 0
  })
  const count = (total ?? 0).toLocaleString('en')
  const compareKey = useKeyName('stream/compare')
  return (
    <header className="streams-head">
      {total !== null && (
        <span role="status">
          {isFiltered ? (
            <>
              <b>{count}</b> {total === 1 ? 'request' : 'requests'} in which an event matches the filter
            </>
          ) : (
            <>
              <b>{count}</b> {total === 1 ? 'request' : 'requests'}
            </>
          )}
        </span>
      )}
      <span className="spring" />
      {marked ? (
        <span className="compare-hint">
          <GitCompareArrows size={13} aria-hidden /> Compare <StreamTitle stream={marked} /> with…
          <button
            type="button"
            className="icon-button"
            aria-label="Do not compare"
            title="Do not compare"
            onClick={() => useStreamList.setState({ marked: null })}
          >
            <X size={13} aria-hidden />
          </button>
        </span>
      ) : (
        compareKey !== null && (
          <span className="dim compare-hint">
            <kbd>{compareKey}</kbd> on two of them compares
          </span>
        )
      )}
    </header>
  )
}

function StreamHeaderRow() {
  const orderBy = useStreamList((list) => list.orderBy)
  const Arrow = orderBy.direction === 'asc' ? ArrowUp : ArrowDown
  const sort = (by: typeof orderBy.by) => useStreamList.setState((list) => sortStreams(list, by), true)
  return (
    <div role="row" aria-rowindex={1} className="row header-row">
      <div role="columnheader" className="header-cell">
        <span className="sr-only">Compare</span>
      </div>
      {STREAM_COLUMNS.map(({ id, header, isNumeric, sortBy }) => (
        <div
          key={id}
          role="columnheader"
          className="header-cell"
          data-column={id}
          data-numeric={isNumeric}
          aria-sort={sortBy && toAriaSort(orderBy.by === sortBy ? orderBy.direction : null)}
        >
          {sortBy ? (
            <button type="button" className="header-label" onClick={() => sort(sortBy)}>
              {header}
              {orderBy.by === sortBy && <Arrow size={12} aria-hidden />}
            </button>
          ) : (
            <span className="header-label">{header}</span>
          )}
        </div>
      ))}
    </div>
  )
}

function EmptyList() {
  const total = useStreamList((list) => list.total)
  const error = useStreamList((list) => list.error)
  const isLogEmpty = useIsLogEmpty()
  if (error !== null) {
    return (
      <p className="state" role="alert">
        The requests could not be read: {error}
      </p>
    )
  }
  if (total === null) return <p className="state state-quiet">Reading the log…</p>
  if (total > 0) return null
  if (isLogEmpty) return <FirstEvent />
  return (
    <div className="state">
      <div className="state-card state-center">
        <FilterX size={24} aria-hidden />
        <h2>No request matches</h2>
        <p className="dim">Requests appear here as soon as one of their events arrives that the filter shows.</p>
        <button type="button" className="button" onClick={showEverything}>
          Show all
        </button>
      </div>
    </div>
  )
}

function toAriaSort(direction: 'asc' | 'desc' | null) {
  if (direction === null) return 'none'
  return direction === 'asc' ? 'ascending' : 'descending'
}
