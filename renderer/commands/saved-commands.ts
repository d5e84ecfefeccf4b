import { addRule } from '../state/highlight-rules.ts'
import { isNarrowed, saveFilter, suggestName } from '../state/saved-filters.ts'
import { applySaved, setSearch, useView } from '../state/view.ts'
import { showToast } from '../ui/toasts.tsx'
import type { Command, CommandProvider } from './command.ts'

/** Filters under a name, and colours instead of filters. */
export const SAVED_COMMANDS: readonly Command[] = [
  {
    id: 'filter/save',
    label: 'Save the filter',
    group: 'Filter',
    keywords: 'bookmark preset remember',
    isEnabled: () => isNarrowed(useView.getState().filter),
    run: () => {
      const { filter, savedFilters } = useView.getState()
      const name = suggestName(filter)
      useView.setState({ savedFilters: saveFilter(savedFilters, name, filter) })
      showToast(`Saved as “${name}”.`)
    },
  },
  {
    id: 'highlight/search',
    label: 'Highlight what the search finds, and show all',
    group: 'Filter',
    keywords: 'colour color mark rule',
    keys: ['h'],
    isEnabled: () => {
      const { filter, searchError } = useView.getState()
      return filter.search.trim() !== '' && searchError === null
    },
    run: () => {
      const { filter, highlights } = useView.getState()
      useView.setState({ highlights: addRule(highlights, filter.search.trim()) })
      setSearch('')
    },
  },
]

/** The saved filters in the palette. */
export const savedFilters: CommandProvider = {
  id: 'saved-filters',
  find: (search) =>
    useView
      .getState()
      .savedFilters.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()))
      .map((entry) => ({
        id: `filter/saved/${entry.name}`,
        label: `Filter: ${entry.name}`,
        group: 'Filter',
        detail: entry.filter.search,
        run: () => applySaved(entry),
      })),
}
