import { Bookmark } from 'lucide-react'
import { HighlightList } from '../../filters/highlight-list.tsx'
import { SavedFilterList } from '../../filters/saved-filter-list.tsx'
import { closeOverlay } from '../../state/overlays.ts'
import type { SettingsPage } from '../setting.ts'

/** What the toolbar's menu of filters keeps. */
export const filtersPage: SettingsPage = {
  id: 'filters',
  title: 'Filters',
  icon: Bookmark,
  settings: [
    {
      id: 'filters.saved',
      label: 'Saved filters',
      help: 'A click narrows the log.',
      keywords: 'search bookmark name',
      isWide: true,
      useControl: () => <SavedFilterList onUse={() => closeOverlay('settings')} />,
      useReset: () => null,
    },
    {
      id: 'filters.highlights',
      label: 'Highlights',
      help: 'Rules that colour the rows a search finds; of several, the first counts.',
      keywords: 'color rule mark row',
      isWide: true,
      useControl: () => <HighlightList />,
      useReset: () => null,
    },
  ],
}
