import type { DebugEvent } from '../../shared/event.ts'
import { Location } from './location.tsx'

/** Where an event comes from, with its lines, and where what it is about is defined. */
export function EventLocations({ event: { instance, calledFrom, definedIn } }: { readonly event: DebugEvent }) {
  return (
    <>
      {calledFrom && (
        <section className="detail-section">
          <h3 className="detail-heading">Called from</h3>
          <Location instance={instance} location={calledFrom} label="called from" isCaller />
        </section>
      )}
      {definedIn && (
        <section className="detail-section">
          <h3 className="detail-heading">Defined in</h3>
          <Location instance={instance} location={definedIn} label="defined in" />
        </section>
      )}
    </>
  )
}
