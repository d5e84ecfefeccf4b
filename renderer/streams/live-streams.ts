import type { StreamListQuery } from '../../shared/stream.ts'
import { type Backend, BackendError } from '../backend.ts'
import { toViewFilter } from '../state/filter.ts'
import { useLog } from '../state/log.ts'
import { useView } from '../state/view.ts'
import { applyPage, restart, useStreamList } from './stream-list-state.ts'

/** Rows fetched beyond the screen, on either side. */
const FETCH_AHEAD = 40
/** Least time between two questions while events stream in, ms; and as a multiple of the time an answer took. */
const PAUSE = 400
const PAUSE_PER_ANSWER = 4

/** Keeps `useStreamList` in step with the collector. */
export interface LiveStreams {
  /** Tells which rows are on screen; `offset` is the top of the first below the top of the list, px. */
  showWindow(first: number, last: number, offset: number): void
  close(): void
}

/**
 * Follows the list of streams until closed. Each question is for the rows near the screen; while one is on its way, later wishes
 * wait, and the last one wins.
 */
export function startLiveStreams(backend: Backend): LiveStreams {
  const { top } = useStreamList.getState()
  let window = { first: top.index, last: top.index }
  let scope = ''
  let revision = useStreamList.getState().revision
  let isAsking = false
  let isOutdated = true
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  function askNow() {
    clearTimeout(timer)
    timer = undefined
    if (isAsking || isClosed || useLog.getState().connection !== 'open') return
    if (!isOutdated && hasWindow(window)) return
    void ask()
  }

  async function ask() {
    isAsking = true
    if (isOutdated) revision++
    isOutdated = false
    const asked = { scope, revision }
    const started = performance.now()
    try {
      const page = await backend.request('stream/list', { ...toQuery(), ...toRange(window) })
      if (isClosed) return
      if (asked.scope === scope) useStreamList.setState((list) => applyPage(list, page, asked.revision), true)
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      if (error.code === 'disconnected') isOutdated = true
      else useStreamList.setState({ error: error.message, total: 0, rows: new Map() })
    } finally {
      isAsking = false
    }
    if (asked.scope !== scope || !hasWindow(window)) askNow()
    else if (isOutdated) askLater(PAUSE_PER_ANSWER * (performance.now() - started))
  }

  function askLater(pause: number) {
    timer ??= setTimeout(askNow, Math.max(PAUSE, pause))
  }

  /** Begins anew when filter or order changed. */
  function followScope() {
    const next = JSON.stringify(toQuery())
    if (next === scope) return
    const isFirst = scope === ''
    scope = next
    isOutdated = true
    if (!isFirst) useStreamList.setState(restart, true)
    askNow()
  }

  const unsubscribes = [
    useView.subscribe(followScope),
    useStreamList.subscribe((list, before) => {
      if (list.orderBy !== before.orderBy) followScope()
    }),
    useLog.subscribe((log, before) => {
      if (log.connection !== before.connection) isOutdated = true
      else if (log.shown === before.shown && log.generation === before.generation) return
      else if (log.isPaused) return
      isOutdated = true
      if (!isAsking) askLater(0)
    }),
  ]
  followScope()

  return {
    showWindow(first, last, offset) {
      window = { first, last }
      useStreamList.setState({ top: { index: first, offset } })
      askNow()
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      for (const unsubscribe of unsubscribes) unsubscribe()
    },
  }
}

/** What to list: all that the filter of the events shows something of. */
function toQuery(): Pick<StreamListQuery, 'from' | 'where' | 'orderBy'> {
  const { from, where, hiddenTypes } = toViewFilter(useView.getState().filter)
  const shownTypes = { not: { field: 'type', operator: 'in', value: hiddenTypes } } as const
  return {
    from,
    where: hiddenTypes.length === 0 ? where : [...where, shownTypes],
    orderBy: useStreamList.getState().orderBy,
  }
}

function toRange({ first, last }: { readonly first: number; readonly last: number }) {
  const offset = Math.max(0, first - FETCH_AHEAD)
  return { offset, limit: Math.min(500, last + FETCH_AHEAD + 1 - offset) }
}

function hasWindow({ first, last }: { readonly first: number; readonly last: number }): boolean {
  const { rows, total } = useStreamList.getState()
  if (total === null) return false
  for (let index = first; index <= Math.min(last, total - 1); index++) if (!rows.has(index)) return false
  return true
}
