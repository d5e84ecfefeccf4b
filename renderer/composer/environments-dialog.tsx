import { Plus, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import type { Environment, EnvironmentVariable } from '../../shared/composer.ts'
import { isSecretName } from '../../shared/secrets.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useComposer } from './composer-state.ts'
import { withPlaces } from './field-table.tsx'
import { saveEnvironments } from './save-environments.ts'
import './framed.css'
import './environments-dialog.css'

/** All environments with their variables; what is written is taken over when the dialog is closed by “Save”. */
export function EnvironmentsDialog({ onClose }: { onClose(): void }) {
  const { backend } = useViewer()
  const saved = useComposer((composer) => composer.saved)
  const [drafts, setDrafts] = useState<readonly Environment[]>(() =>
    saved && saved.environments.length > 0 ? saved.environments : [{ name: 'local', variables: [] }],
  )
  const [index, setIndex] = useState(() =>
    Math.max(
      0,
      drafts.findIndex(({ name }) => name === saved?.environment),
    ),
  )
  const shown = drafts[index]
  const names = drafts.map(({ name }) => name.trim())
  const problem = names.includes('')
    ? 'An environment needs a name.'
    : new Set(names).size < names.length
      ? 'Two environments have the same name.'
      : null

  const replace = (next: Environment) => setDrafts(drafts.toSpliced(index, 1, next))
  const add = () => {
    const free = ['local', 'staging', 'production'].find((name) => !names.includes(name))
    setDrafts([...drafts, { name: free ?? `environment ${drafts.length + 1}`, variables: [] }])
    setIndex(drafts.length)
  }
  const remove = () => {
    setDrafts(drafts.toSpliced(index, 1))
    setIndex(Math.max(0, index - 1))
  }
  const save = async () => {
    const cleaned = drafts.map(({ name, variables }) => ({
      name: name.trim(),
      variables: variables.filter((variable) => variable.name.trim() !== ''),
    }))
    if (await saveEnvironments(backend, cleaned, cleaned[index]?.name ?? null)) onClose()
  }

  return (
    <Dialog title="Environments" className="environments" onClose={onClose}>
      <div className="environments-body">
        <nav className="environments-list" aria-label="Environments">
          {withPlaces(drafts).map(({ row: environment, place: at }) => (
            <button
              key={at}
              type="button"
              className="menu-item"
              aria-pressed={at === index}
              onClick={() => setIndex(at)}
            >
              {environment.name || <span className="dim">no name</span>}
            </button>
          ))}
          <button type="button" className="menu-item" onClick={add}>
            <Plus size={13} aria-hidden />
            New
          </button>
        </nav>
        {shown && (
          <div className="environment">
            <div className="environment-head">
              <input
                className="framed"
                aria-label="Name of the environment"
                value={shown.name}
                maxLength={100}
                onChange={({ target }) => replace({ ...shown, name: target.value })}
              />
              <button type="button" className="button button-small" onClick={remove}>
                <Trash2 size={13} aria-hidden />
                Delete
              </button>
            </div>
            <VariableRows variables={shown.variables} onChange={(variables) => replace({ ...shown, variables })} />
            <p className="composer-note">
              Write <code>{'{{name}}'}</code> in an address, a header or a body. The values stay on this machine.
            </p>
          </div>
        )}
      </div>
      <footer className="environments-foot">
        {problem !== null && (
          <p role="alert" className="body-problem">
            {problem}
          </p>
        )}
        <span className="spring" />
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button button-primary" disabled={problem !== null} onClick={() => void save()}>
          Save
        </button>
      </footer>
    </Dialog>
  )
}

interface VariableRowsProps {
  readonly variables: readonly EnvironmentVariable[]
  onChange(variables: readonly EnvironmentVariable[]): void
}

function VariableRows({ variables, onChange }: VariableRowsProps) {
  const rows = [...variables, { name: '', value: '' }]
  const replace = (at: number, next: EnvironmentVariable) => onChange(variables.toSpliced(at, 1, next))
  return (
    <table className="field-table" aria-label="Variables">
      <tbody>
        {withPlaces(rows).map(({ row, place: at }) => {
          const isNew = at === variables.length
          const label = isNew ? 'new variable' : `variable ${at + 1}`
          return (
            <tr key={at}>
              <td>
                <input
                  aria-label={`Name of ${label}`}
                  placeholder={isNew ? 'Add a variable' : 'name'}
                  spellCheck={false}
                  value={row.name}
                  onChange={({ target }) => replace(at, { ...row, name: target.value.replace(/[^\w.-]/g, '_') })}
                />
              </td>
              <td>
                <input
                  aria-label={`Value of ${label}`}
                  // What signs in is not for everybody who looks at the screen.
                  type={isSecretName(row.name) ? 'password' : 'text'}
                  placeholder={isNew ? '' : 'value'}
                  spellCheck={false}
                  autoComplete="off"
                  value={row.value}
                  onChange={({ target }) => replace(at, { ...row, value: target.value })}
                />
              </td>
              <td className="field-tools">
                {!isNew && (
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={`Delete ${row.name || label}`}
                    title="Delete"
                    onClick={() => onChange(variables.toSpliced(at, 1))}
                  >
                    <X size={13} aria-hidden />
                  </button>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
