import { closeOverlay, openOverlay } from '../state/overlays.ts'
import { Dialog } from '../ui/dialog.tsx'
import { nameChord } from './chord.ts'
import { COMMAND_GROUPS } from './command.ts'
import { findAllKeys, listCommands } from './registry.ts'
import './shortcuts-dialog.css'

/** Every command that has a key, with the keys it has now. */
export function ShortcutsDialog() {
  const bound = listCommands().filter((command) => findAllKeys(command).length > 0)
  return (
    <Dialog
      title="Shortcuts"
      className="shortcuts-dialog"
      onClose={() => closeOverlay('shortcuts')}
      tools={
        <>
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
        </>
      }
    >
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
    </Dialog>
  )
}
