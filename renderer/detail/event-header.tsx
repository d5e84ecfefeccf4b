import { CornerLeftUp, Pin, PinOff, StickyNote, X } from 'lucide-react'
import { useState } from 'react'
import type { DebugEvent, EventId, EventRow } from '../../shared/event.ts'
import { levelOf } from '../../shared/importance.ts'
import { formatTerm } from '../../shared/query/search.ts'
import type { Backend } from '../backend.ts'
import { togglePin } from '../state/actions.ts'
import { editNote } from '../state/note-editor.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { showFailure } from '../ui/failures.ts'
import { eventJson } from './event-json.ts'
import { FilterValue } from './filter-value.tsx'
import { Note } from './note.tsx'

interface EventHeaderProps {
  readonly row: EventRow
  /** Null while it loads. */
  readonly event: DebugEvent | null
  /** Whether the view below says what the title would; the title is then for screen readers alone. */
  readonly isTitled: boolean
  readonly backend: Backend
  onClose(): void
  onFilter(term: string): void
  onSelect(id: EventId): void
}

export function EventHeader({ row, event, isTitled, backend, onClose, onFilter, onSelect }: EventHeaderProps) {
  const { importance, parent } = row
  const level = levelOf(importance)
  return (
    <header className="detail-header">
      <div className="detail-bar">
        <span className="detail-level" style={{ color: `var(--i${importance})` }}>
          <FilterValue term={formatTerm('level', level)} text={`${level} ${importance}`} onFilter={onFilter} />
        </span>
        {row.success === false && <span className="detail-failed">failed</span>}
        <span className="detail-facts">
          <FilterValue term={formatTerm('type', row.type)} text={row.type} onFilter={onFilter} />
          {row.target !== null && (
            <>
              {' · '}
              <FilterValue term={formatTerm('target', row.target)} text={row.target} onFilter={onFilter} />
            </>
          )}
          {` · #${row.id} · seq ${row.sequence}`}
        </span>
        <span className="detail-tools">
          {parent !== null && (
            <button
              type="button"
              className="detail-tool"
              title={`Open parent #${parent}`}
              aria-label={`Open parent #${parent}`}
              onClick={() => onSelect(parent)}
            >
              <CornerLeftUp size={15} aria-hidden />
            </button>
          )}
          <button
            type="button"
            className="detail-tool"
            aria-label="Note"
            title="Write a note (n)"
            onClick={() => editNote(row.id)}
          >
            <StickyNote size={15} aria-hidden />
          </button>
          <PinToggle key={`${row.id} ${row.pinned}`} row={row} backend={backend} />
          {event && (
            <CopyButton
              label="Copy event as JSON"
              makeText={async () => (await eventJson(event, { hidesSecrets: true })).text}
            />
          )}
          <CloseButton onClose={onClose} />
        </span>
      </div>
      <h2 className={isTitled ? 'sr-only' : 'detail-title'}>{row.summary}</h2>
      <Note key={row.id} row={row} backend={backend} />
    </header>
  )
}

export function CloseButton({ onClose }: { onClose(): void }) {
  return (
    <button type="button" className="detail-tool" aria-label="Close details" title="Close (Esc)" onClick={onClose}>
      <X size={16} aria-hidden />
    </button>
  )
}

function PinToggle({ row, backend }: { readonly row: EventRow; readonly backend: Backend }) {
  const [pinned, setPinned] = useState(row.pinned)
  const label = pinned ? 'Unpin' : 'Pin: keep through clear and retention'
  const toggle = () => {
    setPinned(!pinned)
    togglePin(backend, row).catch((error: unknown) => {
      setPinned(pinned)
      showFailure(error)
    })
  }
  return (
    <button type="button" className="detail-tool" aria-pressed={pinned} aria-label="Pin" title={label} onClick={toggle}>
      {pinned ? <PinOff size={15} aria-hidden /> : <Pin size={15} aria-hidden />}
    </button>
  )
}
