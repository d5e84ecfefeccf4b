import type { StreamEvents } from '../use-stream-events.ts'
import './stream.css'

/** What there is to say of a look at the event's stream: that it goes on, failed, or does not show everything. */
export function StreamNote({ stream }: { readonly stream: StreamEvents<unknown> }) {
  if (stream.state === 'loading') return <p className="detail-loading">Looking at its request…</p>
  if (stream.state === 'failed') {
    return (
      <p className="detail-note" role="alert">
        Its request could not be looked at: {stream.reason}
      </p>
    )
  }
  if (stream.total <= stream.events.length) return null
  return (
    <p className="detail-note">
      Made from {stream.events.length.toLocaleString('en')} of the {stream.total.toLocaleString('en')} events of this
      stream.
    </p>
  )
}
