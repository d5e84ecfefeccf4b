import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { closeOverlay, openOverlay } from '../state/overlays.ts'
import { nameChord } from './chord.ts'
import { COMMAND_GROUPS } from './command.ts'
import { findAllKeys, listCommands } from './registry.ts'
import './shortcuts-dialog.css'

/** Every command that has a key, with the keys it has now. */
export function ShortcutsDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const bound = listCommands().filter((command) => findAllKeys(command).length > 0)
  return (
    <dialog
      ref={dialog}
      className="dialog shortcuts-dialog"
      aria-labelledby="shortcuts-title"
      onClose={() => closeOverlay('shortcuts')}
    >
      <header className="dialog-header">
        <h2 id="shortcuts-title">Shortcuts</h2>
        <span className="spring" />
        <button type="button" className="button button-small" onClick={() => openOverlay({ kind: 'connect' })}>
          Connect an app
        </button>
        <button
          type="button"
          className="button button-small"
          onClick={() => openOverlay({ kind: 'settings', page: 'shortcuts' })}
        >
          Change keys
        </button>
        <button type="button" className="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
          <X size={16} aria-hidden />
        </button>
      </header>
      <div className="shortcuts">
        {COMMAND_GROUPS.map((group) => {
          const commands = bound.filter((command) => command.group === group)
          if (commands.length === 0) return null
          return (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {commands.map((command) => (
                  <div key={command.id}>
                    <dt>{command.label}</dt>
                    <dd>
                      {findAllKeys(command).map((key) => (
                        <kbd key={key}>{nameChord(key)}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
    </dialog>
  )
}
