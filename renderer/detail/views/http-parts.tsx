import { ChevronRight, Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { countFound, type KeyValueRow, KeyValueTable } from '../../ui/key-value-table.tsx'
import { RevealButton } from '../../ui/reveal-button.tsx'
import type { HttpBody } from './http-body.ts'
import { HttpBodyView } from './http-body-view.tsx'
import { toRows } from './http-fields.ts'
import './http.css'

export type HttpPart =
  | { readonly name: string; readonly rows: readonly KeyValueRow[] }
  | { readonly name: string; readonly body: HttpBody; readonly contentType: string | null }

interface HttpPartsProps {
  /** In the order they are shown; empty ones are left out. */
  readonly parts: readonly HttpPart[]
  /** Whether there are secrets beyond the parts, or in a body that is no table. */
  readonly hasMoreSecrets: boolean
  /** Beside the search. */
  readonly tools?: ReactNode
  /** Above the parts: shown by whether secrets are in the open. */
  children?(isRevealed: boolean): ReactNode
}

/** Headers, cookies, body and the like of a request or a response: one search over all of them, one switch for secrets. */
export function HttpParts({ parts, hasMoreSecrets, tools, children }: HttpPartsProps) {
  const [search, setSearch] = useState('')
  const [isRevealed, setRevealed] = useState(false)
  const shown = parts.map(toTable).filter(isPresent)
  const hasSecrets =
    hasMoreSecrets || shown.some((part) => 'rows' in part && part.rows.some(({ mask }) => mask !== null))
  const isSearchable = shown.some((part) => 'rows' in part && part.rows.length > 1)

  const clearOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || search === '') return
    event.preventDefault()
    event.stopPropagation()
    setSearch('')
  }

  return (
    <>
      {children?.(isRevealed)}
      {(isSearchable || hasSecrets || tools) && (
        <div className="http-tools">
          {isSearchable && (
            <label className="http-search">
              <Search size={13} aria-hidden />
              <input
                type="search"
                value={search}
                placeholder="Search"
                aria-label="Search keys and values"
                onChange={({ target }) => setSearch(target.value)}
                onKeyDown={clearOnEscape}
              />
            </label>
          )}
          {hasSecrets && <RevealButton isRevealed={isRevealed} onChange={setRevealed} />}
          {tools}
        </div>
      )}
      {shown.map((part) =>
        'rows' in part ? (
          <Part key={part.name} name={part.name} count={countText(part.rows, search)}>
            <KeyValueTable rows={part.rows} label={part.name} search={search} isRevealed={isRevealed} />
          </Part>
        ) : (
          <Part key={part.name} name={part.name} count={part.contentType ?? ''}>
            <HttpBodyView body={part.body} isRevealed={isRevealed} />
          </Part>
        ),
      )}
    </>
  )
}

interface PartProps {
  readonly name: string
  readonly count: string
  readonly children: ReactNode
}

function Part({ name, count, children }: PartProps) {
  const [isOpen, setOpen] = useState(true)
  return (
    <section className="http-part" aria-label={name}>
      <h3>
        <button type="button" className="detail-twisty" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <ChevronRight size={14} aria-hidden />
          {name}
          <span className="http-count">{count}</span>
        </button>
      </h3>
      {isOpen && children}
    </section>
  )
}

/** A form is a table, too. */
function toTable(part: HttpPart): HttpPart {
  return 'body' in part && part.body.kind === 'form' ? { name: part.name, rows: toRows(part.body.fields) } : part
}

function isPresent(part: HttpPart): boolean {
  return 'rows' in part ? part.rows.length > 0 : part.body.kind !== 'none'
}

function countText(rows: readonly KeyValueRow[], search: string): string {
  const all = rows.length.toLocaleString('en')
  return search === '' ? all : `${countFound(rows, search).toLocaleString('en')} of ${all}`
}
