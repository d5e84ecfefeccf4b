import { useEffect, useRef } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import { Address } from './preview-links.tsx'

interface OpenLinkProps {
  /** Of the web or a mailbox, as the browser would read it: look-alike letters in the host as punycode. */
  readonly address: string
  onClose(): void
}

/** Asks, showing the whole address, before it opens outside. The desktop window asks by itself. */
export function OpenLink({ address, onClose }: OpenLinkProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const cancel = useRef<HTMLButtonElement>(null)
  const isDesktop = window.tattler !== undefined
  const open = () => {
    window.open(address, '_blank', 'noopener,noreferrer')
    onClose()
  }
  useEffect(() => {
    if (isDesktop) {
      window.open(address, '_blank', 'noopener,noreferrer')
      onClose()
      return
    }
    dialog.current?.showModal()
    // What a hasty Enter meets.
    cancel.current?.focus()
  }, [isDesktop, address, onClose])

  if (isDesktop) return null
  return (
    <dialog ref={dialog} className="dialog mail-open" aria-labelledby="mail-open-title" onClose={onClose}>
      <h2 id="mail-open-title">Open this link outside Tattler?</h2>
      <p>
        <code>{address.startsWith('mailto:') ? address : <Address url={new URL(address)} />}</code>
      </p>
      <footer>
        <CopyButton label="Copy address" caption="Copy" makeText={() => address} />
        <button type="button" className="button" onClick={open}>
          Open
        </button>
        <button ref={cancel} type="button" className="button button-primary" onClick={onClose}>
          Cancel
        </button>
      </footer>
    </dialog>
  )
}
