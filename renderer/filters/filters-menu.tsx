import { Bookmark } from 'lucide-react'
import { useView } from '../state/view.ts'
import { Popover } from '../ui/popover.tsx'
import { HighlightList } from './highlight-list.tsx'
import { SavedFilterList } from './saved-filter-list.tsx'
import './filters.css'

/** Filters under a name, and rules that colour rows instead of hiding the others. */
export function FiltersMenu() {
  const active = useView(({ highlights }) => highlights.filter((rule) => rule.isOn).length)
  return (
    <Popover
      className="button button-small"
      label="Saved filters and highlights"
      trigger={
        <>
          <Bookmark size={14} aria-hidden />
          <span className="button-text">Saved</span>
          {active > 0 && <b>{active}</b>}
        </>
      }
    >
      {(close) => (
        <div className="filters-panel">
          <section aria-label="Saved filters">
            <h2>Saved filters</h2>
            <SavedFilterList onUse={close} />
          </section>
          <section aria-label="Highlights">
            <h2>Highlights</h2>
            <HighlightList />
          </section>
        </div>
      )}
    </Popover>
  )
}
