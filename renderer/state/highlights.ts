import { create } from 'zustand'
import type { EventId, EventRow } from '../../shared/event.ts'
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

interface Highlight {
  /** Null where none fits. */
  readonly rule: HighlightRule | null
  /** The row it was asked for. */
  readonly row: EventRow
}

/** The rule of each row that is, or was lately, on screen. Rows that are not in it are unknown. */
export const useHighlights = create<{ readonly highlights: ReadonlyMap<EventId, Highlight> }>(() => ({
  highlights: new Map(),
}))

/** Asks which rules the rows on screen fulfil, again only where the pin or the note is another: nothing else changes. */
export function startHighlights(backend: Backend): () => void {
  let rules = activeRules(useView.getState().highlights)
  let timer: ReturnType<typeof setTimeout> | null = null

  function changeRules() {
    rules = activeRules(useView.getState().highlights)
    useHighlights.setState({ highlights: new Map() })
    look()
  }

  function look() {
    if (timer !== null || rules.length === 0 || useLog.getState().connection !== 'open') return
    if (findUnknown().length > 0) timer = setTimeout(() => void ask(), PAUSE)
  }

  async function ask() {
    const asked = rules
    const rows = findUnknown()
    const ids = rows.map(({ id }) => id)
    let isAnswered = false
    try {
      const answer = await backend.request('event/match', { ids, rules: asked.map(({ conditions }) => conditions) })
      if (asked === rules) keep(rows, answer)
      isAnswered = true
    } catch (error) {
      // Without colours the list is as good as before; they come with the next rows.
      if (!(error instanceof BackendError)) throw error
    }
    timer = null
    // Other rows may have come on screen since, or other rules.
    if (isAnswered || asked !== rules) look()
  }

  function keep(rows: readonly EventRow[], answer: readonly number[]) {
    const kept = new Map(useHighlights.getState().highlights)
    for (const [index, row] of rows.entries()) kept.set(row.id, { rule: rules[answer[index] ?? -1] ?? null, row })
    for (const id of kept.keys()) {
      if (kept.size <= KEPT) break
      kept.delete(id)
    }
    useHighlights.setState({ highlights: kept })
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
function findUnknown(): EventRow[] {
  const { window, pages } = useLog.getState()
  const { highlights } = useHighlights.getState()
  const unknown: EventRow[] = []
  for (let index = window.first; index <= window.last && unknown.length < MOST_ROWS; index++) {
    const row = rowAt(pages, index)
    if (!row) continue
    const asked = highlights.get(row.id)?.row
    if (asked?.pinned !== row.pinned || asked.note !== row.note) unknown.push(row)
  }
  return unknown
}
