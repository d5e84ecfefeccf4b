import { ArrowLeft } from 'lucide-react'
import { goBack, useScreen } from '../state/screen.ts'

const PLACES = {
  events: 'the events',
  requests: 'the requests',
  compose: 'the composer',
  query: 'the query console',
  waterfall: 'the request',
  comparison: 'the comparison',
}

/** Goes to where the user came from. */
export function BackButton() {
  const from = useScreen(({ screen }) => ('from' in screen ? screen.from.kind : screen.kind))
  const label = `Back to ${PLACES[from]}`
  return (
    <button type="button" className="icon-button" aria-label={label} title={`${label} (Esc)`} onClick={goBack}>
      <ArrowLeft size={16} aria-hidden />
    </button>
  )
}
