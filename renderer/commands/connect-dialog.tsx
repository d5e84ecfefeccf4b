import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { ConnectGuide } from '../list/connect-guide.tsx'
import { closeOverlay } from '../state/overlays.ts'
import './connect-dialog.css'

/** How an app reports here, for a log that is not empty any more. */
export function ConnectDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      className="dialog connect-dialog"
      aria-labelledby="connect-title"
      onClose={() => closeOverlay('connect')}
    >
      <header className="dialog-header">
        <h2 id="connect-title">Connect an app</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
          <X size={16} aria-hidden />
        </button>
      </header>
      <div className="connect-guide">
        <ConnectGuide />
      </div>
    </dialog>
  )
}
