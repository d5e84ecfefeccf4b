import { ChevronDown, FolderCog, SquareArrowOutUpRight } from 'lucide-react'
import { useState } from 'react'
import { CUSTOM_EDITOR, type EditorChoice, type Editors } from '../../shared/code.ts'
import type { CodeLocation } from '../../shared/event.ts'
import { messageOf, showFailure } from '../ui/failures.ts'
import { Popover } from '../ui/popover.tsx'
import { setEditor, useEditors } from './code-projects.ts'
import { useDetail } from './detail-context.ts'

interface OpenInEditorProps {
  readonly instance: string
  readonly location: CodeLocation
  readonly hasRoot: boolean
  /** The user wants to name the project's folder, or must. */
  onRoot(): void
}

/** Opens a location in the editor that was chosen on this machine, and lets one choose. */
export function OpenInEditor({ instance, location, hasRoot, onRoot }: OpenInEditorProps) {
  const { backend } = useDetail()
  const editors = useEditors(backend)
  const icon = <SquareArrowOutUpRight size={14} aria-hidden />
  if (!hasRoot) {
    return (
      <button type="button" className="copy-button" aria-label="Open in editor" title="Open in editor" onClick={onRoot}>
        {icon}
      </button>
    )
  }
  const open = () => backend.request('code/open', { instance, location }).catch(showFailure)
  const name = editors && chosenName(editors)
  const choose = (close: () => void) => (
    <EditorMenu
      editors={editors}
      onChoose={async (choice) => {
        await setEditor(backend, choice)
        close()
        void open()
      }}
      onRoot={() => {
        close()
        onRoot()
      }}
    />
  )
  if (name === null) {
    return (
      <Popover trigger={icon} label="Open in editor" className="copy-button" align="end">
        {choose}
      </Popover>
    )
  }
  return (
    <>
      <button
        type="button"
        className="copy-button"
        aria-label={`Open in ${name}`}
        title={`Open in ${name}`}
        onClick={() => void open()}
      >
        {icon}
      </button>
      <Popover
        trigger={<ChevronDown size={12} aria-hidden />}
        label="Choose editor"
        className="copy-button location-choose"
        align="end"
      >
        {choose}
      </Popover>
    </>
  )
}

interface EditorMenuProps {
  readonly editors: Editors | null
  /** Rejects when the choice cannot be used. */
  onChoose(choice: EditorChoice): Promise<void>
  onRoot(): void
}

function EditorMenu({ editors, onChoose, onRoot }: EditorMenuProps) {
  const { list = [], chosen = null, takesCommand = false } = editors ?? {}
  const [command, setCommand] = useState(chosen?.command ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const choose = (choice: EditorChoice) => onChoose(choice).catch((error: unknown) => setProblem(messageOf(error)))
  const missing = list.filter(({ isFound }) => !isFound)
  return (
    <>
      <div className="menu">
        <div className="menu-title">Open in</div>
        {list
          .filter(({ isFound }) => isFound)
          .map(({ id, name }) => (
            <button
              key={id}
              type="button"
              className="menu-item"
              aria-pressed={id === chosen?.id}
              onClick={() => void choose({ id, command: '' })}
            >
              {name}
            </button>
          ))}
        {missing.length > 0 && (
          <p className="location-hint location-missing">
            Not found on this machine: {missing.map(({ name }) => name).join(', ')}
          </p>
        )}
      </div>
      {takesCommand ? (
        <form
          className="menu location-command"
          onSubmit={(event) => {
            event.preventDefault()
            void choose({ id: CUSTOM_EDITOR, command })
          }}
        >
          <label className="menu-title" htmlFor="editor-command">
            Own command
          </label>
          <div className="location-field">
            <input
              id="editor-command"
              value={command}
              spellCheck={false}
              placeholder="my-editor {file}:{line}:{column}"
              onChange={(event) => setCommand(event.target.value)}
            />
            <button type="submit" className="button">
              Use
            </button>
          </div>
          {problem !== null && (
            <p className="location-error" role="alert">
              {problem}
            </p>
          )}
        </form>
      ) : (
        <p className="location-hint">A command of your own is named in Tattler’s window, in the settings.</p>
      )}
      <div className="menu">
        <button type="button" className="menu-item" onClick={onRoot}>
          <FolderCog size={14} aria-hidden />
          Project folder…
        </button>
      </div>
    </>
  )
}

function chosenName({ list, chosen }: Editors): string | null {
  if (chosen === null) return null
  if (chosen.id === CUSTOM_EDITOR) return 'your editor'
  return list.find(({ id }) => id === chosen.id)?.name ?? null
}
