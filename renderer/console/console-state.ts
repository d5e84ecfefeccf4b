import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { EventQuery, QueryResult } from '../../shared/query/query.ts'
import { formatQuery } from './query-text.ts'

/** The query console: what is written, what was asked, and what was answered. */
export interface ConsoleState {
  /** The query as JSON, right or wrong; the form writes it, too. */
  readonly text: string
  readonly mode: EditMode
  readonly running: RunningQuery | null
  readonly answer: Answer | null
  /** Why the last query was not answered; null if it was. */
  readonly failure: string | null
  /** Queries that were run, newest first. */
  readonly history: readonly HistoryEntry[]
  /** Height of the results, px. */
  readonly resultSize: number
}

export type EditMode = 'json' | 'form'

export interface RunningQuery {
  /** ms since the epoch. */
  readonly since: number
}

export interface Answer {
  readonly query: EventQuery
  readonly result: QueryResult
  /** ms. */
  readonly took: number
  /** Summaries of queries by the number of their shape, where the answer has such numbers. */
  readonly shapes: ReadonlyMap<number, string>
}

export interface HistoryEntry {
  readonly text: string
  /** When it was run last, ms since the epoch. */
  readonly time: number
}

const MOST_ENTRIES = 50
/** Longer ones are not remembered: the browser keeps no more than some megabytes. Characters. */
const LONGEST_TEXT = 20_000

export const FIRST_QUERY = formatQuery({
  from: { instance: '*' },
  where: [],
  orderBy: { field: 'time', direction: 'desc' },
  limit: 100,
})

const EMPTY: ConsoleState = {
  text: FIRST_QUERY,
  mode: 'json',
  running: null,
  answer: null,
  failure: null,
  history: [],
  resultSize: 540,
}

/** Text, history and sizes are kept for the next start; answers are not. */
export const useConsole = create<ConsoleState>()(
  persist(() => EMPTY, {
    name: 'tattler-console',
    partialize: ({ text, mode, history, resultSize }) => ({
      text: text.length > LONGEST_TEXT ? FIRST_QUERY : text,
      mode,
      history,
      resultSize,
    }),
    merge: (stored, initial) => ({ ...initial, ...parseStored(stored) }),
  }),
)

/** What was kept, without what an older version or a hand has left in it. */
export function parseStored(stored: unknown): Partial<ConsoleState> {
  if (typeof stored !== 'object' || stored === null) return {}
  const { text, mode, history, resultSize } = stored as Readonly<Record<string, unknown>>
  return {
    ...(typeof text === 'string' && { text }),
    ...((mode === 'json' || mode === 'form') && { mode }),
    ...(typeof resultSize === 'number' && resultSize >= 100 && resultSize <= 4000 && { resultSize }),
    ...(Array.isArray(history) && { history: history.filter(isEntry).slice(0, MOST_ENTRIES) }),
  }
}

function isEntry(item: unknown): item is HistoryEntry {
  if (typeof item !== 'object' || item === null) return false
  return 'text' in item && typeof item.text === 'string' && 'time' in item && typeof item.time === 'number'
}

/** The history with a text at its top; it stands there once. */
export function remember(history: readonly HistoryEntry[], text: string, time: number): readonly HistoryEntry[] {
  if (text.length > LONGEST_TEXT) return history
  return [{ text, time }, ...history.filter((entry) => entry.text !== text)].slice(0, MOST_ENTRIES)
}

export function setText(text: string): void {
  useConsole.setState({ text })
}

/** Puts another query in the place of the one that is written, which is not lost: the history has it. */
export function replaceText(text: string): void {
  useConsole.setState((state) => ({
    text,
    history:
      state.text === text || state.text === FIRST_QUERY || state.text.trim() === ''
        ? state.history
        : remember(state.history, state.text, Date.now()),
  }))
}
