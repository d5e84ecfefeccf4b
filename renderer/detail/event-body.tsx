import { useMemo, useState } from 'react'
import type { DebugEvent } from '../../shared/event.ts'
import { isEventType } from '../../shared/events/names.ts'
import { isJsonObject, type JsonValue, parseJson } from '../ui/json-value.ts'
import { RevealButton } from '../ui/reveal-button.tsx'
import { EventFields } from './event-fields.tsx'
import { EventLocations } from './event-locations.tsx'
import { JsonSection } from './json-section.tsx'
import { viewPayload } from './views/table.tsx'

interface EventBodyProps {
  readonly event: DebugEvent
  onFilter(term: string): void
}

/** The type's view, the common fields, and below them what may be endless: JSON. */
export function EventBody({ event, onFilter }: EventBodyProps) {
  const payload = useMemo(() => readJson(event.payload), [event.payload])
  const metadata = useMemo(() => splitMetadata(readJson(event.metadata)), [event.metadata])
  const [isRevealed, setRevealed] = useState(false)
  const { view, rest, hasSecrets } = useMemo(
    () => viewPayload(event, payload, isRevealed),
    [event, payload, isRevealed],
  )
  return (
    <>
      {view !== null && (
        <section className="detail-section">
          {hasSecrets && <RevealButton isRevealed={isRevealed} onChange={setRevealed} />}
          {view}
        </section>
      )}
      <EventLocations event={event} />
      <section className="detail-section">
        <h3 className="detail-heading">Details</h3>
        <EventFields row={event} onFilter={onFilter} />
        {metadata.deviations.length > 0 && (
          <p className="detail-note">Sender deviates: {metadata.deviations.join('; ')}</p>
        )}
      </section>
      <JsonSection
        title={isEventType(event.type) && view !== null ? 'More' : 'Payload'}
        name="payload"
        value={rest}
        onFilter={onFilter}
      />
      <JsonSection title="Metadata" name="metadata" value={metadata.rest} onFilter={onFilter} />
    </>
  )
}

/** Text that is no JSON shows as the text it is: in a debugger that is a finding, not a failure. */
function readJson(text: string): JsonValue {
  try {
    return parseJson(text)
  } catch {
    return text
  }
}

function splitMetadata(metadata: JsonValue): { readonly deviations: readonly string[]; readonly rest: JsonValue } {
  if (!isJsonObject(metadata)) return { deviations: [], rest: metadata }
  const { deviations, ...rest } = metadata
  if (!Array.isArray(deviations)) return { deviations: [], rest: metadata }
  return { deviations: deviations.map(String), rest }
}
