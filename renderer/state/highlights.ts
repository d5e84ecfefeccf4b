import { create } from 'zustand'
import type { EventId } from '../../shared/event.ts'
import { type Backend, BackendError } from '../backend.ts'
import { activeRules, type HighlightRule } from './highlight-rules.ts'
import { useLog } from './log.ts'
import { rowAt } from './page-cache.ts'
import { useView } from './view.ts'

/** Least time between two questions, ms. */
const PAUSE = 60
/** Rows that are asked about at a time, and remembered in all. */
const MOST_ROWS = 500
const KEPT = 5000

/** The rule of each row that is, or was lately, on screen; null where none fits. Rows that are not in it are unknown. */
export const useHighlights = create<{ readonly rules: ReadonlyMap<EventId, HighlightRule | null> }>(() => ({
  rules: new Map(),
}))

/** Asks which rules the rows on screen fulfil, once for each row: an event never changes, but for its pin and its note. */
export function startHighlights(backend: Backend): () => void {
  let rules = activeRules(useView.getState().highlights)
  let timer: ReturnType<typeof setTimeout> | null = null

  function changeRules() {
    rules = activeRules(useView.getState().highlights)
    useHighlights.setState({ rules: new Map() })
    look()
  }

  function look() {
    if (timer !== null || rules.length === 0 || useLog.getState().connection !== 'open') return
    if (findUnknown().length > 0) timer = setTimeout(() => void ask(), PAUSE)
  }

  async function ask() {
    const asked = rules
    const ids = findUnknown()
    try {
      const answer = await backend.request('event/match', { ids, rules: asked.map(({ conditions }) => conditions) })
      if (asked === rules) keep(ids, answer)
    } catch (error) {
      // Without colours the list is as good as before; they come with the next rows.
      if (!(error instanceof BackendError)) throw error
    }
    timer = null
    if (asked !== rules) look()
  }

  function keep(ids: readonly EventId[], answer: readonly number[]) {
    const kept = new Map(useHighlights.getState().rules)
    for (const [index, id] of ids.entries()) kept.set(id, rules[answer[index] ?? -1] ?? null)
    for (const id of kept.keys()) {
      if (kept.size <= KEPT) break
      kept.delete(id)
    }
    useHighlights.setState({ rules: kept })
  }

  const unsubscribeView = useView.subscribe((view, before) => {
    if (view.highlights !== before.highlights) changeRules()
  })
  const unsubscribeLog = useLog.subscribe(look)
  return () => {
    unsubscribeView()
    unsubscribeLog()
    if (timer !== null) clearTimeout(timer)
  }
}

/** Rows on screen whose rule is not known. */
function findUnknown(): EventId[] {
  const { window, pages } = useLog.getState()
  const { rules } = useHighlights.getState()
  const ids: EventId[] = []
  for (let index = window.first; index <= window.last && ids.length < MOST_ROWS; index++) {
    const row = rowAt(pages, index)
    if (row && !rules.has(row.id)) ids.push(row.id)
  }
  return ids
}
