import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { isNarrowed, saveFilter, suggestName } from '../state/saved-filters.ts'
import { applySaved, useView } from '../state/view.ts'

/** Filters under a name: one click narrows the log. `onUse` is told of it. */
export function SavedFilterList({ onUse }: { onUse(): void }) {
  const saved = useView((view) => view.savedFilters)
  return (
    <div className="filters-list">
      <div className="filters-rows">
        {saved.map((entry) => (
          <div key={entry.name} className="filters-row">
            <button
              type="button"
              className="filters-name"
              title={entry.filter.search}
              onClick={() => {
                applySaved(entry)
                onUse()
              }}
            >
              {entry.name}
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={`Delete ${entry.name}`}
              title="Delete"
              onClick={() => useView.setState({ savedFilters: saved.filter((other) => other !== entry) })}
            >
              <Trash2 size={14} aria-hidden />
            </button>
          </div>
        ))}
      </div>
      <SaveForm />
    </div>
  )
}

function SaveForm() {
  const filter = useView((view) => view.filter)
  const [draft, setDraft] = useState<string | null>(null)
  if (!isNarrowed(filter)) return <p className="dim">Narrow the log with a search or a filter to save it here.</p>
  const name = (draft ?? suggestName(filter)).trim()
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (name === '') return
    useView.setState(({ savedFilters }) => ({ savedFilters: saveFilter(savedFilters, name, filter) }))
    setDraft(null)
  }
  return (
    <form className="filters-row" onSubmit={save}>
      <input
        type="text"
        className="filters-input"
        aria-label="Name of the filter"
        value={draft ?? suggestName(filter)}
        onChange={(event) => setDraft(event.target.value)}
      />
      <button type="submit" className="button button-small" disabled={name === ''}>
        Save filter
      </button>
    </form>
  )
}
