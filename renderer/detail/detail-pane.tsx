import { type KeyboardEvent, useMemo, useState } from 'react'
import type { EventId, EventRow } from '../../shared/event.ts'
import type { Backend } from '../backend.ts'
import { Scroller } from '../ui/scroller.ts'
import { DetailContext } from './detail-context.ts'
import { EventBody } from './event-body.tsx'
import { EventFields } from './event-fields.tsx'
import { CloseButton, EventHeader } from './event-header.tsx'
import { type OpenedEvent, useEvent } from './use-event.ts'
import { TITLED_TYPES } from './views/table.tsx'
import './detail.css'

interface DetailPaneProps {
  readonly id: EventId
  /** The event's row where the list has it: its header shows at once, while the payload loads. */
  readonly row: EventRow | null
  readonly backend: Backend
  onClose(): void
  /** Takes a term of the search text. */
  onFilter(term: string): void
  onSelect(id: EventId): void
}

export function DetailPane({ id, row, backend, onClose, onFilter, onSelect }: DetailPaneProps) {
  const opened = useEvent(backend, id)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const event = opened.state === 'ready' ? opened.event : null
  const known = event ?? row
  const actions = useMemo(() => ({ backend, onFilter, onSelect }), [backend, onFilter, onSelect])

  const onKeyDown = (key: KeyboardEvent) => {
    if (key.key !== 'Escape' || key.defaultPrevented) return
    key.preventDefault()
    key.stopPropagation()
    onClose()
  }

  return (
    <section
      className="detail-pane"
      aria-label="Event details"
      aria-busy={opened.state === 'loading'}
      onKeyDown={onKeyDown}
    >
      {known ? (
        <EventHeader
          // The row hears of pins and notes, the opened event does not.
          row={row ? { ...known, pinned: row.pinned, note: row.note } : known}
          event={event}
          isTitled={opened.state !== 'gone' && opened.state !== 'failed' && TITLED_TYPES.has(known.type)}
          backend={backend}
          onClose={onClose}
          onFilter={onFilter}
          onSelect={onSelect}
        />
      ) : (
        <header className="detail-header">
          <div className="detail-bar">
            <span className="detail-facts">#{id}</span>
            <span className="detail-tools">
              <CloseButton onClose={onClose} />
            </span>
          </div>
        </header>
      )}
      <div ref={setScroller} className="detail-scroller">
        <Scroller value={scroller}>
          <div key={id} className="detail-content">
            {event ? (
              <DetailContext value={actions}>
                <EventBody event={event} onFilter={onFilter} />
              </DetailContext>
            ) : (
              <>
                <Waiting opened={opened} />
                {row && (
                  <section className="detail-section">
                    <h3 className="detail-heading">Details</h3>
                    <EventFields row={row} onFilter={onFilter} />
                  </section>
                )}
              </>
            )}
          </div>
        </Scroller>
      </div>
    </section>
  )
}

/** What stands in place of a payload that is not there. */
function Waiting({ opened }: { readonly opened: OpenedEvent }) {
  if (opened.state === 'loading') return <p className="detail-section detail-loading">Loading…</p>
  if (opened.state === 'gone') {
    return (
      <p className="detail-section detail-message" role="status">
        This event is gone: it was cleared, or made room for newer ones.
      </p>
    )
  }
  if (opened.state === 'failed') {
    return (
      <div className="detail-section detail-message" role="alert">
        <p>This event could not be opened: {opened.reason}</p>
        <button type="button" className="detail-button" onClick={opened.retry}>
          Try again
        </button>
      </div>
    )
  }
  return null
}
