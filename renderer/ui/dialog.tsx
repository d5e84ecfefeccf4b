import { X } from 'lucide-react'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'

interface DialogProps {
  readonly title: string
  readonly className?: string
  /** Buttons beside the one that closes. */
  readonly tools?: ReactNode
  readonly children: ReactNode
  /** By its button or Escape; the dialog stays until it is not rendered any more. */
  onClose(): void
}

/** A modal dialog under a title. However it ends, the focus goes back to where it was. */
export function Dialog({ title, className = '', tools, children, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Before the effects of what is in it: only in an open dialog can a field be focused.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // One that is removed while it is open keeps the focus from going back.
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={`dialog titled-dialog ${className}`}
      aria-labelledby={titleId}
      // Effects that run twice while developing close and open it again.
      onClose={() => dialog.current?.open === false && onClose()}
    >
      <header className="dialog-header">
        <h2 id={titleId}>{title}</h2>
        <span className="spring" />
        {tools}
        <button
          type="button"
          className="icon-button"
          aria-label="Close"
          title="Close (Esc)"
          onClick={() => dialog.current?.close()}
        >
          <X size={16} aria-hidden />
        </button>
      </header>
      {children}
    </dialog>
  )
}
