import { ConnectGuide } from '../list/connect-guide.tsx'
import { closeOverlay } from '../state/overlays.ts'
import { Dialog } from '../ui/dialog.tsx'

/** How an app reports here, for a log that is not empty any more. */
export function ConnectDialog() {
  return (
    <Dialog title="Connect an app" onClose={() => closeOverlay('connect')}>
      <div className="dialog-content">
        <ConnectGuide />
      </div>
    </Dialog>
  )
}
