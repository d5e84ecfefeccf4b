import { create } from 'zustand'
import type { EventId } from '../../shared/event.ts'
import type { QueryMark } from '../../shared/query-insight.ts'
import { type Backend, BackendError } from '../backend.ts'
import { type LogState, useLog } from './log.ts'
import { rowAt } from './page-cache.ts'

/** Least time between two questions, ms. */
const PAUSE = 250
/** Share of the collector's time that marks may take: after a slow answer the next question waits longer. */
const SHARE = 0.1
/** But no longer than this, ms: an answer may be slow because the log was busy with something else. */
const LONGEST_PAUSE = 2000
/** Marks kept of rows that were on screen. */
const KEPT = 2000
/** Rows that are asked about at most; a screen shows fewer. */
const MOST_ROWS = 500

/** Marks of the queries that are, or were lately, on screen. */
export const useQueryMarks = create<{ readonly marks: ReadonlyMap<EventId, QueryMark> }>(() => ({ marks: new Map() }))

/**
 * Asks for the marks of the queries on screen: when others come on screen, and when the log grew, because a query that is
 * on screen may be repeated at any time. Rows never wait for it.
 */
export function startQueryMarks(backend: Backend): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let asked = ''

  function look() {
    if (timer !== null) return
    const log = useLog.getState()
    const ids = findQueries(log)
    if (log.connection === 'open' && ids.length > 0 && keyOf(log, ids) !== asked)
      timer = setTimeout(() => void ask(), 0)
  }

  async function ask() {
    const log = useLog.getState()
    const ids = findQueries(log)
    asked = keyOf(log, ids)
    const start = performance.now()
    try {
      keepMarks(await backend.request('query/marks', ids))
    } catch (error) {
      // Without marks the list is as good as before; they are asked for again once there is something new.
      if (!(error instanceof BackendError)) throw error
    } finally {
      const pause = Math.min(LONGEST_PAUSE, Math.max(PAUSE, (performance.now() - start) / SHARE))
      timer = setTimeout(() => {
        timer = null
        look()
      }, pause)
    }
  }

  const unsubscribe = useLog.subscribe(look)
  return () => {
    unsubscribe()
    if (timer !== null) clearTimeout(timer)
  }
}

/** What the answer depends on. */
function keyOf({ view, generation, live }: LogState, ids: readonly EventId[]): string {
  return `${view} ${generation} ${live.all} ${ids.join(' ')}`
}

function findQueries({ window, pages }: LogState): EventId[] {
  const ids: EventId[] = []
  const last = Math.min(window.last, window.first + MOST_ROWS - 1)
  for (let index = window.first; index <= last; index++) {
    const row = rowAt(pages, index)
    if (row?.query) ids.push(row.id)
  }
  return ids
}

/** A mark that did not change stays the same object, so that its row is not drawn again. */
function keepMarks(answer: readonly QueryMark[]): void {
  const { marks } = useQueryMarks.getState()
  const kept = new Map(marks)
  for (const mark of answer) {
    const known = kept.get(mark.id)
    kept.delete(mark.id)
    kept.set(mark.id, known && isEqual(known, mark) ? known : mark)
  }
  for (const id of kept.keys()) {
    if (kept.size <= KEPT) break
    kept.delete(id)
  }
  useQueryMarks.setState({ marks: kept })
}

function isEqual(a: QueryMark, b: QueryMark): boolean {
  return (
    a.same === b.same &&
    a.nPlusOne?.count === b.nPlusOne?.count &&
    a.nPlusOne?.place === b.nPlusOne?.place &&
    a.nPlusOne?.hasValues === b.nPlusOne?.hasValues
  )
}
