import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { EventId } from '../../shared/event.ts'
import type { TreeState, ViewSpec } from '../../shared/messages.ts'
import { parseSearch } from '../../shared/query/search.ts'
import { EVERY_INSTANCE, type Filter, NO_FILTER, toViewFilter } from './filter.ts'
import type { SavedFilter } from './saved-filters.ts'
import { DEFAULT_SETTINGS, parseSettings, type Settings } from './settings.ts'

/** How the user looks at the log: the settings that are kept, and what belongs to this session. */
export interface ViewSettings extends Settings {
  readonly searchError: SearchError | null
  readonly tree: TreeState
}

export interface SearchError {
  readonly message: string
  /** Characters of the search text it is about. */
  readonly start: number
  readonly end: number
}

const OPEN_TREE: TreeState = { open: true, toggled: [] }

export const useView = create<ViewSettings>()(
  persist((): ViewSettings => ({ ...DEFAULT_SETTINGS, searchError: null, tree: OPEN_TREE }), {
    name: 'tattler',
    partialize: ({ searchError: _error, tree: _tree, filter, ...settings }) => ({
      ...settings,
      filter: { ...filter, searchConditions: [], from: EVERY_INSTANCE },
    }),
    merge: (stored, initial) => {
      const settings = parseSettings(stored)
      return { ...initial, ...settings, ...applySearch(settings.filter, settings.filter.search) }
    },
  }),
)

/**
 * The filter with another search text. Where one term is wrong, or not yet complete, the others hold; where that does
 * not help, the last valid conditions stay in force.
 */
export function applySearch(filter: Filter, search: string): Pick<ViewSettings, 'filter' | 'searchError'> {
  const parsed = parseSearch(search)
  if (parsed.ok) return { filter: { ...filter, search, searchConditions: parsed.conditions }, searchError: null }
  const rest = parseSearch(cutTerm(search, parsed.error))
  const searchConditions = rest.ok ? rest.conditions : filter.searchConditions
  return { filter: { ...filter, search, searchConditions }, searchError: parsed.error }
}

/** The text without the words that an error touches. */
function cutTerm(search: string, { start, end }: SearchError): string {
  const before = search.slice(0, start).replace(/\S+$/, '')
  const after = search.slice(end).replace(/^\S+/, '')
  return `${before} ${after}`
}

export function setSearch(search: string): void {
  useView.setState(({ filter }) => applySearch(filter, search))
}

export function changeFilter(change: (filter: Filter) => Filter): void {
  useView.setState(({ filter }) => ({ filter: change(filter) }))
}

/** Narrows the log as a saved filter does, whatever was narrowed before; where to look stays. */
export function applySaved({ filter }: SavedFilter): void {
  useView.setState(({ filter: { from } }) => applySearch({ ...NO_FILTER, ...filter, from }, filter.search))
}

/** Shows everything again. The instance or stream stays: it says where to look, not what to hide. */
export function resetFilter(): void {
  useView.setState(({ filter }) => ({ filter: { ...NO_FILTER, from: filter.from }, searchError: null }))
}

/** Shows all there is, of every app: for those who find nothing where they look. */
export function showEverything(): void {
  useView.setState({ filter: NO_FILTER, searchError: null })
}

export function toggleTreeNode(id: EventId): void {
  useView.setState(({ tree }) => ({ tree: toggleNode(tree, id) }))
}

/** Opens or closes the whole tree. */
export function setTreeOpen(open: boolean): void {
  useView.setState({ tree: { open, toggled: [] } })
}

export function toggleNode(tree: TreeState, id: EventId): TreeState {
  const toggled = tree.toggled.includes(id) ? tree.toggled.filter((other) => other !== id) : [...tree.toggled, id]
  return { ...tree, toggled }
}

export function isNodeOpen(tree: TreeState, id: EventId): boolean {
  return tree.open !== tree.toggled.includes(id)
}

/** The view to ask for, all but its number. */
export function toViewSpec({ filter, orderBy, tree }: ViewSettings): Omit<ViewSpec, 'view'> {
  return { ...toViewFilter(filter), orderBy, tree: orderBy === null ? tree : OPEN_TREE }
}
