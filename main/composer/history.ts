import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { HistoryEntry, Outcome, RequestDraft } from '../../shared/composer.ts'
import type { StoredEntry } from './composer-file.ts'

/** Requests that are kept, those with a name or a pin not counted. */
export const MOST_ENTRIES = 200
/** Characters of JSON of all of them: bodies may be large. */
const LARGEST_HISTORY = 16 * 1024 * 1024

/** The history with a request that was sent. One that was sent before moves to the top and keeps its name. */
export function addToHistory(
  history: readonly StoredEntry[],
  sent: { readonly draft: RequestDraft; readonly time: number; readonly outcome: Outcome },
): StoredEntry[] {
  const draft = toStored(sent.draft)
  const known = history.find((entry) => isDeepStrictEqual(entry.draft, draft))
  const { id, name, isPinned } = known ?? { id: randomUUID(), name: '', isPinned: false }
  const entry = { id, name, isPinned, draft, time: sent.time, outcome: sent.outcome }
  return keepNewest([entry, ...history.filter((other) => other !== known)])
}

/** Cuts the history to its size from its end; what the user named or pinned is not cut. */
function keepNewest(history: readonly StoredEntry[]): StoredEntry[] {
  let entries = 0
  let size = 0
  return history.filter((entry, index) => {
    size += JSON.stringify(entry.draft).length
    if (entry.isPinned || entry.name !== '') return true
    entries++
    return index === 0 || (entries <= MOST_ENTRIES && size <= LARGEST_HISTORY)
  })
}

/** An entry without the request itself, which is fetched when it is opened. */
export function toHistoryEntry({ draft, ...entry }: StoredEntry): HistoryEntry {
  return { ...entry, method: draft.method, url: draft.url }
}

/** As it comes back from the file. */
function toStored(draft: RequestDraft): StoredEntry['draft'] {
  return structuredClone(draft) as StoredEntry['draft']
}
