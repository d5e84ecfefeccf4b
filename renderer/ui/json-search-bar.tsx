import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { JsonMatches } from './json-search.ts'
import type { JsonSearch } from './use-json-search.ts'

interface JsonSearchBarProps {
  readonly search: JsonSearch
  /** Of what is searched. */
  readonly name: string
  onClose(): void
}

export function JsonSearchBar({ search, name, onClose }: JsonSearchBarProps) {
  const { text, matches, current, setText, step } = search
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])

  const onKeyDown = (event: KeyboardEvent) => {
    const isFind = (event.ctrlKey || event.metaKey) && event.key === 'f'
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter' || event.key === 'F3') step(event.shiftKey ? -1 : 1)
    else if (!isFind) return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <search className="json-search">
      <input
        ref={field}
        type="text"
        className="json-search-field"
        aria-label={`Find in ${name}`}
        placeholder="Find keys and values"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className="json-search-count" role="status">
        {text !== '' && describe(matches, current)}
      </span>
      <button
        type="button"
        className="json-tool"
        aria-label="Previous match"
        title="Previous (Shift+Enter)"
        onClick={() => step(-1)}
      >
        <ChevronUp size={14} aria-hidden />
      </button>
      <button type="button" className="json-tool" aria-label="Next match" title="Next (Enter)" onClick={() => step(1)}>
        <ChevronDown size={14} aria-hidden />
      </button>
      <button type="button" className="json-tool" aria-label="Close search" title="Close (Esc)" onClick={onClose}>
        <X size={14} aria-hidden />
      </button>
    </search>
  )
}

function describe({ places, isDone, isCut }: JsonMatches, current: number): string {
  if (places.length === 0) return isDone ? 'Nothing found' : 'Searching…'
  const count = places.length.toLocaleString('en') + (isCut ? '+' : '')
  return `${(current + 1).toLocaleString('en')} of ${count}${isDone ? '' : '…'}`
}
