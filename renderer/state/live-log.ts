import type { EventId } from '../../shared/event.ts'
import type { FeedMessage } from '../../shared/messages.ts'
import type { Condition, OrderBy } from '../../shared/query/query.ts'
import { type Backend, BackendError } from '../backend.ts'
import { createFrameBatch } from './frame.ts'
import { applyFeed, applyView, type LogState, type Placement, useLog } from './log.ts'
import { evictPages, findMissingPages, hasRows, insertRows, PAGE_SIZE, rowAt } from './page-cache.ts'
import type { Density } from './settings.ts'
import { toViewSpec, useView } from './view.ts'

/** Height of every row of the list, px. */
export const ROW_HEIGHTS: Readonly<Record<Density, number>> = { comfortable: 28, compact: 22 }
/** Height of rows that have only one. */
export const ROW_HEIGHT = ROW_HEIGHTS.comfortable

/** Rows fetched beyond the screen, on either side. */
const FETCH_AHEAD = 60
/** Rows drawn beyond the screen while the list jumps, on either side. */
const DRAWN_AHEAD = 1
/** After a jump, rows beyond the screen are fetched once the list has rested this long, ms. */
const REST = 100
/** Pages asked for at a time: while more are wanted, the newest wish goes first. */
const PARALLEL_FETCHES = 2

/** Rows that the collector gives at once, at most. */
const MOST_ROWS = 500

/** Keeps `useLog` in step with the collector, and carries out what needs its answer. */
export interface LiveLog {
  /** Tells which rows are on screen; `offset` is the top of the first below the top of the list, px. */
  showWindow(first: number, last: number, offset: number): void
  /** Selects the row at an index, as soon as it is here. */
  selectIndex(index: number): Promise<void>
  /** Selects an event, wherever it stands. */
  selectEvent(id: EventId): Promise<void>
  /** Selects the next (1) or previous (-1) event that fulfils the conditions; false when there is none. */
  selectNext(step: 1 | -1, where: readonly Condition[]): Promise<boolean>
  /** The row that keeps its place on screen when rows around it change; null while none is here. */
  findAnchor(): Anchor | null
  close(): void
}

/** `place` is where the user was before the page was loaded again. */
export function startLiveLog(backend: Backend, place: { readonly anchor: Anchor | null } | null = null): LiveLog {
  const fetching = new Set<string>()
  let messages: FeedMessage[] = []
  let lastView = 0
  let openedSpec: string | null = null
  let openedOrder: OrderBy | null = place && useView.getState().orderBy
  let returnsTo = place
  let isOpening = false
  let lastSelect = 0
  let topOffset = 0
  /** Before a list has told what it shows, no rows are missing. */
  let hasWindow = false
  let rest: ReturnType<typeof setTimeout> | undefined

  const frames = createFrameBatch(() => {
    const { view } = useLog.getState()
    // What belongs to a view that is still being opened waits for it.
    const isEarly = (message: FeedMessage) => 'view' in message && message.view > view
    const received = messages.filter((message) => !isEarly(message))
    messages = messages.filter(isEarly)
    const wasReset = received.some(({ type }) => type === 'view/reset' || type === 'view/completed')
    const anchor = wasReset ? findAnchor(useLog.getState(), topOffset) : null
    useLog.setState(received.reduce(applyFeed, useLog.getState()), true)
    if (wasReset) void restorePlace(view, anchor)
    fetchMissing()
  })

  /** Finds where the anchor and the selection stand in a view. */
  async function findPlaces(view: number, anchor: Anchor | null): Promise<Partial<LogState>> {
    const { selection, placement, isFollowing } = useLog.getState()
    const locate = async (id: EventId) => Math.max(0, await backend.request('view/locate', { view, id }))
    const kept = isFollowing ? null : anchor
    const [anchorIndex, selectionIndex] = await Promise.all([
      kept && locate(kept.id),
      selection && locate(selection.id),
    ])
    return {
      ...(kept && anchorIndex !== null && { placement: nextPlacement(placement, anchorIndex, kept.offset) }),
      ...(selection && selectionIndex !== null && { selection: { ...selection, index: selectionIndex } }),
    }
  }

  async function restorePlace(view: number, anchor: Anchor | null) {
    try {
      useLog.setState(await findPlaces(view, anchor))
    } catch (error) {
      // Without a connection the view opens anew once there is one, and takes its place then.
      if (!(error instanceof BackendError)) throw error
    }
  }

  /** Opens the view that the settings ask for; while it opens, later wishes wait and the last one wins. */
  async function openView() {
    const spec = toViewSpec(useView.getState())
    const key = JSON.stringify(spec)
    if (isOpening || key === openedSpec || useLog.getState().connection !== 'open') return
    isOpening = true
    openedSpec = key
    try {
      const isReordered =
        spec.orderBy?.field !== openedOrder?.field || spec.orderBy?.direction !== openedOrder?.direction
      if (isReordered) useLog.setState(({ placement }) => startInOrder(spec.orderBy, placement))
      openedOrder = spec.orderBy
      const anchor = returnsTo ? returnsTo.anchor : isReordered ? null : findAnchor(useLog.getState(), topOffset)
      // Where the list keeps its place, that may be anywhere in the log, and is known once all rows are.
      const isEager = anchor === null || useLog.getState().isFollowing
      const opened = await backend.request('view/open', { ...spec, view: ++lastView, isEager })
      const placed = await findPlaces(opened.view, anchor)
      const isFirst = useLog.getState().view === 0
      useLog.setState((log) => fillSelection({ ...applyView(log, opened), ...placed }), true)
      if (isFirst && returnsTo === null && spec.orderBy === null && !useView.getState().followOnStart)
        stayAtEnd(opened.rows)
      returnsTo = null
      fetching.clear()
      frames.request()
      void fetchSelected()
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      if (error.code === 'disconnected') openedSpec = null
      else useLog.setState({ error: error.message })
    } finally {
      isOpening = false
    }
    void openView()
  }

  /** Rows on screen first, and them alone while the list jumps: what is around would be out of sight by then. */
  function fetchMissing() {
    if (!hasWindow) return
    const { pages, window, shown, generation } = useLog.getState()
    if (!hasRows(pages, window, shown.rows)) {
      const first = Math.max(0, window.first - DRAWN_AHEAD)
      void fetchRows('screen', first, window.last + DRAWN_AHEAD + 1 - first)
      return
    }
    if (rest !== undefined) return
    const range = { first: window.first - FETCH_AHEAD, last: window.last + FETCH_AHEAD }
    const center = (window.first + window.last) / 2 / PAGE_SIZE
    const missing = findMissingPages(pages, range, shown.rows, generation)
    missing.sort((a, b) => Math.abs(a + 0.5 - center) - Math.abs(b + 0.5 - center))
    for (const page of missing) {
      if (fetching.size >= PARALLEL_FETCHES) return
      void fetchPage(page)
    }
  }

  /** The row of an event that was selected before the page was loaded again. */
  async function fetchSelected() {
    const { selection, shown } = useLog.getState()
    if (selection && selection.row === null && shown.rows > 0) await fetchPage(Math.floor(selection.index / PAGE_SIZE))
  }

  function fetchPage(page: number) {
    return fetchRows(`page ${page}`, page * PAGE_SIZE, PAGE_SIZE)
  }

  /** Does nothing while rows of that name are being fetched already. */
  async function fetchRows(name: string, offset: number, limit: number) {
    const { view, generation, connection } = useLog.getState()
    const key = `${view} ${name}`
    if (fetching.has(key) || view === 0 || connection !== 'open') return
    fetching.add(key)
    try {
      const answer = await backend.request('view/page', { view, offset, limit: Math.min(limit, MOST_ROWS) })
      if (answer.view !== useLog.getState().view) return
      fetching.delete(key)
      useLog.setState((log) => {
        const filled = insertRows(log.pages, answer.offset, answer.rows, generation)
        return fillSelection({ ...log, pages: evictPages(filled, log.window.first) })
      })
      fetchMissing()
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      if (error.code !== 'disconnected') useLog.setState({ error: error.message })
    } finally {
      fetching.delete(key)
    }
  }

  const unsubscribes = [
    backend.onFeed((message) => {
      messages.push(message)
      frames.request()
    }),
    backend.onConnection((connection) => {
      useLog.setState({ connection })
      if (connection !== 'open') return
      openedSpec = null
      void openView()
    }),
    useView.subscribe(() => void openView()),
  ]

  function select(id: EventId, index: number) {
    const row = rowAt(useLog.getState().pages, index)
    useLog.setState(({ placement, selection }) => ({
      // A row that the view hides may be known from elsewhere.
      selection: { id, index, row: row?.id === id ? row : selection?.id === id ? selection.row : null },
      placement: nextPlacement(placement, index, null),
      isFollowing: false,
    }))
  }

  return {
    showWindow(first, last, offset) {
      hasWindow = true
      topOffset = offset
      const { window } = useLog.getState()
      const isJump = first > window.last || last < window.first
      if (isJump) {
        clearTimeout(rest)
        rest = setTimeout(() => {
          rest = undefined
          fetchMissing()
        }, REST)
      }
      if (window.first !== first || window.last !== last) useLog.setState({ window: { first, last } })
      fetchMissing()
    },
    async selectIndex(index) {
      const order = ++lastSelect
      if (!rowAt(useLog.getState().pages, index)) await fetchPage(Math.floor(index / PAGE_SIZE))
      const row = rowAt(useLog.getState().pages, index)
      if (row && order === lastSelect) select(row.id, index)
    },
    async selectEvent(id) {
      const order = ++lastSelect
      const index = await backend.request('view/locate', { view: useLog.getState().view, id })
      if (index >= 0 && order === lastSelect) select(id, index)
    },
    async selectNext(step, where) {
      const order = ++lastSelect
      const { view, selection } = useLog.getState()
      const found = await backend.request('view/find', { view, from: selection?.id ?? null, step, where })
      if (found && order === lastSelect) select(found.id, found.index)
      return found !== null
    },
    findAnchor: () => findAnchor(useLog.getState(), topOffset),
    close() {
      frames.cancel()
      clearTimeout(rest)
      for (const unsubscribe of unsubscribes) unsubscribe()
    },
  }
}

export interface Anchor {
  readonly id: EventId
  readonly offset: number
}

/** The log with the row of the selected event, if that has come by now. */
function fillSelection(log: LogState): LogState {
  const { selection, pages } = log
  if (selection === null || selection.row !== null) return log
  const row = rowAt(pages, selection.index)
  return row?.id === selection.id ? { ...log, selection: { ...selection, row } } : log
}

/** The row that should keep its place on screen: the selected one if it shows, else the topmost. */
function findAnchor({ selection, window, pages }: LogState, topOffset: number): Anchor | null {
  const isSelectionShown = selection && selection.index >= window.first && selection.index <= window.last
  if (isSelectionShown) {
    const rowHeight = ROW_HEIGHTS[useView.getState().density]
    return { id: selection.id, offset: topOffset + (selection.index - window.first) * rowHeight }
  }
  const top = rowAt(pages, window.first)
  return top ? { id: top.id, offset: topOffset } : null
}

function nextPlacement(last: Placement | null, index: number, offset: number | null): Placement {
  return { epoch: (last?.epoch ?? 0) + 1, index, offset }
}

/** Shows the newest rows, and leaves them there when others come. */
function stayAtEnd(rows: number): void {
  useLog.setState(({ placement }) => ({ isFollowing: false, placement: nextPlacement(placement, rows - 1, null) }))
}

/** A sorted list begins at its top; the log's own order at the newest event. */
function startInOrder(orderBy: OrderBy | null, last: Placement | null): Partial<LogState> {
  return orderBy === null ? { isFollowing: true } : { isFollowing: false, placement: nextPlacement(last, 0, 0) }
}
