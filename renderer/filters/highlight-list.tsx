import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { parseSearch } from '../../shared/query/search.ts'
import { addRule, HIGHLIGHT_COLORS, type HighlightRule, MOST_RULES } from '../state/highlight-rules.ts'
import { useView } from '../state/view.ts'

/** Rules that colour the rows a search finds; the first that fits a row counts. */
export function HighlightList() {
  const rules = useView((view) => view.highlights)
  const change = (index: number, next: Partial<HighlightRule>) =>
    useView.setState({ highlights: rules.map((rule, at) => (at === index ? { ...rule, ...next } : rule)) })
  return (
    <div className="filters-list">
      <div className="filters-rows">
        {rules.map((rule, index) => (
          <div key={rule.search} className="filters-row">
            <input
              type="checkbox"
              role="switch"
              className="switch"
              aria-label={`Highlight ${rule.search}`}
              checked={rule.isOn}
              aria-checked={rule.isOn}
              onChange={(event) => change(index, { isOn: event.target.checked })}
            />
            <span className="filters-search" title={rule.search}>
              {rule.search}
            </span>
            <Colors rule={rule} onChange={(color) => change(index, { color })} />
            <button
              type="button"
              className="icon-button"
              aria-label={`Delete highlight ${rule.search}`}
              title="Delete"
              onClick={() => useView.setState({ highlights: rules.filter((_, at) => at !== index) })}
            >
              <Trash2 size={14} aria-hidden />
            </button>
          </div>
        ))}
      </div>
      {rules.length < MOST_RULES && <AddForm />}
    </div>
  )
}

interface ColorsProps {
  readonly rule: HighlightRule
  onChange(color: HighlightRule['color']): void
}

function Colors({ rule, onChange }: ColorsProps) {
  return (
    <span className="highlight-colors" role="radiogroup" aria-label={`Colour of ${rule.search}`}>
      {HIGHLIGHT_COLORS.map((color) => (
        <label key={color} className="highlight-color" data-highlight={color} title={color}>
          <input
            type="radio"
            name={rule.search}
            aria-label={color}
            checked={rule.color === color}
            onChange={() => onChange(color)}
          />
        </label>
      ))}
    </span>
  )
}

/** Takes the search box's text as a start: highlighting is what one wants of a search that hides too much. */
function AddForm() {
  const search = useView((view) => view.filter.search)
  const [draft, setDraft] = useState<string | null>(null)
  const text = (draft ?? search).trim()
  const parsed = parseSearch(text)
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (text === '' || !parsed.ok) return
    useView.setState(({ highlights }) => ({ highlights: addRule(highlights, text) }))
    setDraft('')
  }
  return (
    <>
      <form className="filters-row" onSubmit={add}>
        <input
          type="text"
          className="filters-input"
          aria-label="Search to highlight"
          placeholder="level:warning.. or any other search"
          aria-invalid={!parsed.ok}
          spellCheck={false}
          value={draft ?? search}
          onChange={(event) => setDraft(event.target.value)}
        />
        <button type="submit" className="button button-small" disabled={text === '' || !parsed.ok}>
          Highlight
        </button>
      </form>
      {!parsed.ok && text !== '' && (
        <p className="filters-error" role="alert">
          {parsed.error.message}
        </p>
      )}
    </>
  )
}
