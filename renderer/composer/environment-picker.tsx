import { Check, ChevronDown, SlidersHorizontal, Variable } from 'lucide-react'
import { useState } from 'react'
import type { Environment } from '../../shared/composer.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Popover } from '../ui/popover.tsx'
import { useComposer } from './composer-state.ts'
import { EnvironmentsDialog } from './environments-dialog.tsx'
import { saveEnvironments } from './save-environments.ts'

const NONE: readonly Environment[] = []

/** Which environment the variables take their values from, and the way to change them. */
export function EnvironmentPicker() {
  const { backend } = useViewer()
  const environments = useComposer(({ saved }) => saved?.environments ?? NONE)
  const chosen = useComposer(({ saved }) => saved?.environment ?? null)
  const [isEditing, setEditing] = useState(false)

  return (
    <>
      <Popover
        label="Environment"
        className="button button-small"
        align="end"
        trigger={
          <>
            <Variable size={13} aria-hidden />
            <span className="trigger-values">{chosen ?? 'No environment'}</span>
            <ChevronDown size={13} aria-hidden />
          </>
        }
      >
        {(close) => {
          const choose = (name: string | null) => {
            close()
            void saveEnvironments(backend, environments, name)
          }
          return (
            <>
              <div className="menu">
                {[null, ...environments.map(({ name }) => name)].map((name) => (
                  <button
                    key={name ?? ''}
                    type="button"
                    className="menu-item"
                    aria-pressed={name === chosen}
                    onClick={() => choose(name)}
                  >
                    {name ?? 'No environment'}
                    {name === chosen && <Check size={13} aria-hidden className="count" />}
                  </button>
                ))}
              </div>
              <div className="menu">
                <button
                  type="button"
                  className="menu-item"
                  onClick={() => {
                    close()
                    setEditing(true)
                  }}
                >
                  <SlidersHorizontal size={13} aria-hidden />
                  Environments and variables…
                </button>
              </div>
            </>
          )
        }}
      </Popover>
      {isEditing && <EnvironmentsDialog onClose={() => setEditing(false)} />}
    </>
  )
}
