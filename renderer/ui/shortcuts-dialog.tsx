import { X } from 'lucide-react'
import type { RefObject } from 'react'

export interface ShortcutsDialogProps {
  readonly dialog: RefObject<HTMLDialogElement | null>
  readonly shortcuts: readonly { readonly shown: readonly string[]; readonly label: string }[]
}

/** Lists all shortcuts; opened with `showModal()` on its element. */
export function ShortcutsDialog({ dialog, shortcuts }: ShortcutsDialogProps) {
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="shortcuts-title">
      <header className="dialog-header">
        <h2 id="shortcuts-title">Shortcuts</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
          <X size={16} aria-hidden />
        </button>
      </header>
      <dl className="shortcuts">
        {shortcuts
          .filter(({ shown }) => shown.length > 0)
          .map(({ shown, label }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                {shown.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dd>
            </div>
          ))}
      </dl>
    </dialog>
  )
}
