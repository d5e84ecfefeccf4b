import { useEffect, useRef, useState } from 'react'
import type { EventId } from '../../shared/event.ts'
import { closeOverlay } from '../state/overlays.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Dialog } from '../ui/dialog.tsx'
import { showFailure } from '../ui/failures.ts'
import { showToast } from '../ui/toasts.tsx'
import './forget-dialog.css'

interface ForgetDialogProps {
  readonly id: EventId
  /** Null where its row is not here. */
  readonly summary: string | null
}

/** Asks whether an event shall be forgotten, and shows that the log is at work, which may take seconds. */
export function ForgetDialog({ id, summary }: ForgetDialogProps) {
  const { backend } = useViewer()
  const [isWorking, setWorking] = useState(false)
  const cancel = useRef<HTMLButtonElement>(null)
  // What a hasty Enter meets.
  useEffect(() => cancel.current?.focus(), [])

  const forget = async () => {
    setWorking(true)
    try {
      const isForgotten = await backend.request('event/forget', id)
      if (!isForgotten) showToast(`Event ${id} was gone already.`)
    } catch (error) {
      showFailure(error)
    }
    closeOverlay('forget')
  }

  return (
    <Dialog title={`Forget event ${id}?`} className="forget" onClose={() => closeOverlay('forget')}>
      <div className="forget-text">
        {summary !== null && <p className="forget-summary">{summary}</p>}
        {isWorking ? (
          <p role="status">Forgetting: the log is written anew without it. Until that is done, senders wait.</p>
        ) : (
          <p>
            It is removed from the log and from the disk, and nothing brings it back. Events nested in it stay, and so
            does what was exported, copied or opened in the composer.
          </p>
        )}
      </div>
      <footer className="forget-buttons">
        <button type="button" className="button" disabled={isWorking} onClick={() => void forget()}>
          Forget it
        </button>
        <button ref={cancel} type="button" className="button button-primary" onClick={() => closeOverlay('forget')}>
          {isWorking ? 'Close' : 'Cancel'}
        </button>
      </footer>
    </Dialog>
  )
}
