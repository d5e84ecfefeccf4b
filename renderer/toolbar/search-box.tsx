import { Search, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useId, useMemo, useRef, useState } from 'react'
import { parseSearch } from '../../shared/query/search.ts'
import { suggest } from '../../shared/query/suggest.ts'
import { setSearch, useView } from '../state/view.ts'
import { useKnownValues } from './use-known-values.ts'

/** The search text, with its terms coloured, its error marked in place, and suggestions while typing. */
export function SearchBox({ input }: { input: RefObject<HTMLInputElement | null> }) {
  const search = useView((view) => view.filter.search)
  const error = useView((view) => view.searchError)
  const [isFocused, setIsFocused] = useState(false)
  const known = useKnownValues(isFocused)
  const [caret, setCaret] = useState<number | null>(null)
  const [active, setActive] = useState(-1)
  const [isOpen, setIsOpen] = useState(false)
  const mirror = useRef<HTMLDivElement>(null)
  const listId = useId()

  const suggestions = useMemo(() => (caret === null ? null : suggest(search, caret, known)), [search, caret, known])
  const items = isOpen ? (suggestions?.items ?? []) : []
  const errorId = `${listId}-error`

  function accept(position: number) {
    const item = items[position]
    if (!item || !suggestions) return
    const end = suggestions.from + item.insert.length
    setSearch(search.slice(0, suggestions.from) + item.insert + search.slice(suggestions.to))
    setActive(-1)
    setCaret(end)
    // The caret can only be set once React has put the new text in.
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(end, end)
    })
  }

  function handleKey(event: KeyboardEvent<HTMLInputElement>) {
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && items.length > 0) {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((active + step + items.length + (active < 0 && step < 0 ? 1 : 0)) % items.length)
    } else if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0 && items.length > 0) {
      event.preventDefault()
      accept(active)
    } else if (event.key === 'Enter') {
      setIsOpen(false)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (isOpen && items.length > 0) setIsOpen(false)
      else document.querySelector<HTMLElement>('[role=grid]')?.focus()
      if (!isOpen || items.length === 0) input.current?.blur()
    }
  }

  return (
    <search className="search" data-invalid={error !== null || undefined}>
      <Search size={14} aria-hidden className="search-icon" />
      <div className="search-field">
        <div ref={mirror} className="search-mirror" aria-hidden>
          <Highlighted text={search} error={error} />
        </div>
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Search events"
          aria-autocomplete="list"
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-activedescendant={active >= 0 && active < items.length ? `${listId}-${active}` : undefined}
          aria-invalid={error !== null}
          aria-describedby={error ? errorId : undefined}
          placeholder="Search: words, type:query, duration:>50, -tag:cache"
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value)
            setCaret(event.target.selectionStart)
            setActive(-1)
            setIsOpen(true)
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onScroll={(event) => {
            if (mirror.current) mirror.current.scrollLeft = event.currentTarget.scrollLeft
          }}
          onFocus={() => {
            setIsFocused(true)
            setIsOpen(true)
          }}
          onBlur={() => {
            setIsFocused(false)
            setIsOpen(false)
          }}
          onKeyDown={handleKey}
        />
      </div>
      {search === '' ? (
        <kbd>/</kbd>
      ) : (
        <button type="button" className="icon-button" aria-label="Clear the search" onClick={() => setSearch('')}>
          <X size={14} aria-hidden />
        </button>
      )}
      {error && items.length === 0 && (
        <p id={errorId} role="alert" className="search-error">
          {error.message}
        </p>
      )}
      <div id={listId} role="listbox" aria-label="Suggestions" className="suggestions" hidden={items.length === 0}>
        {items.map((item, position) => (
          <div
            key={item.insert}
            id={`${listId}-${position}`}
            role="option"
            aria-selected={position === active}
            // Before the click the field would lose the focus, and with it the list would close.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => accept(position)}
          >
            <span className="mono">{item.label}</span>
            <span className="dim">{item.detail}</span>
          </div>
        ))}
      </div>
    </search>
  )
}

/** The text as the input shows it, in pieces that can be coloured. */
function Highlighted({
  text,
  error,
}: {
  text: string
  error: { readonly start: number; readonly end: number } | null
}) {
  const parts = useMemo(() => splitSearch(text, error), [text, error])
  return parts.map(({ start, className, part }) => (
    <span key={start} className={className}>
      {part}
    </span>
  ))
}

function splitSearch(text: string, error: { readonly start: number; readonly end: number } | null) {
  const parsed = parseSearch(text)
  const marks = parsed.ok
    ? parsed.terms.map(({ start, end, kind, negated }) => ({
        start,
        end,
        className: negated ? 'term term-negated' : `term term-${kind}`,
      }))
    : error
      ? [{ start: error.start, end: Math.max(error.end, error.start + 1), className: 'term-error' }]
      : []
  const parts: { start: number; className: string | undefined; part: string }[] = []
  let position = 0
  for (const { start, end, className } of marks) {
    if (start > position) parts.push({ start: position, className: undefined, part: text.slice(position, start) })
    parts.push({ start, className, part: text.slice(start, end) || ' ' })
    position = end
  }
  parts.push({ start: position, className: undefined, part: text.slice(position) })
  return parts
}
