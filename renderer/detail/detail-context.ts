import { createContext, useContext } from 'react'
import type { EventId } from '../../shared/event.ts'
import type { Backend } from '../backend.ts'

/** What a view can do beyond showing its event: ask the collector, filter the list, open another event. */
export interface DetailActions {
  readonly backend: Backend
  /** Takes a term of the search text. */
  onFilter(term: string): void
  onSelect(id: EventId): void
}

export const DetailContext = createContext<DetailActions | null>(null)

export function useDetail(): DetailActions {
  const actions = useContext(DetailContext)
  if (!actions) throw new Error('useDetail needs a DetailContext around it')
  return actions
}
