import { ScanEye, Send } from 'lucide-react'
import { sendTestEvent } from '../state/actions.ts'
import { useLog } from '../state/log.ts'
import { openOverlay } from '../state/overlays.ts'
import { useView } from '../state/view.ts'
import { useViewer } from '../state/viewer-context.ts'
import { ConnectGuide } from './connect-guide.tsx'

/** Whether nothing has been reported yet, and not just by the app that is looked at. */
export function useIsLogEmpty(): boolean {
  const isEmpty = useLog((log) => log.shown.all === 0)
  const hasFrom = useView((view) => view.filter.from.instance !== '*')
  return isEmpty && !hasFrom
}

/** What an empty log shows: how an app reports here, and a way to see an event without an app. */
export function FirstEvent() {
  const { backend } = useViewer()
  return (
    <div className="state">
      <div className="state-card">
        <h2>Waiting for the first event</h2>
        <ConnectGuide />
        <div className="state-actions">
          <button type="button" className="button button-primary" onClick={() => void sendTestEvent(backend)}>
            <Send size={14} aria-hidden /> Send a test event
          </button>
          <span className="dim">goes through the same listener as your app</span>
          <button type="button" className="button" onClick={() => openOverlay({ kind: 'watch' })}>
            <ScanEye size={14} aria-hidden /> Watch an app
          </button>
        </div>
      </div>
    </div>
  )
}
