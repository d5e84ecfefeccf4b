import { CodeXml } from 'lucide-react'
import { useState } from 'react'
import { CUSTOM_EDITOR } from '../../../shared/code.ts'
import { setEditor, useEditors, useProjects } from '../../detail/code-projects.ts'
import { LocationRoot } from '../../detail/location-root.tsx'
import { useViewer } from '../../state/viewer-context.ts'
import { showFailure } from '../../ui/failures.ts'
import { Field, Select } from '../controls.tsx'
import type { ControlProps, SettingsPage } from '../setting.ts'

/** Where the code of events lies, and where it is opened. */
export const codePage: SettingsPage = {
  id: 'code',
  title: 'Code',
  icon: CodeXml,
  settings: [
    {
      id: 'code.editor',
      label: 'Editor',
      help: 'Opens the place in the code that an event comes from. Those of this machine are offered.',
      keywords: 'open ide vscode jetbrains phpstorm webstorm intellij pycharm goland sublime zed vim',
      useControl: (props) => <EditorSelect {...props} />,
      useReset: () => null,
    },
    {
      id: 'code.command',
      label: 'Own editor',
      help: 'A command for any other: {file}, {line} and {column} become part of its arguments. It runs without a shell. Tattler’s window asks before it takes one; elsewhere it can be changed by hand only, in projects.json in the data folder while Tattler is closed.',
      keywords: 'open ide custom command line program',
      isWide: true,
      useControl: (props) => <EditorCommand {...props} />,
      useReset: () => null,
    },
    {
      id: 'code.projects',
      label: 'Project folders',
      help: 'Where the code of each app lies on this machine.',
      keywords: 'root path container docker mapping source directory app',
      isWide: true,
      useControl: () => <ProjectList />,
      useReset: () => null,
    },
  ],
}

/** The folder of each app, and the way to change it. */
function ProjectList() {
  const { backend } = useViewer()
  const projects = useProjects(backend)
  const [edited, setEdited] = useState<string | null>(null)
  if (!projects) return <span className="dim">…</span>
  if (projects.length === 0) return <p className="dim">Apps are listed here once they have sent events.</p>
  return (
    <ul className="setting-list">
      {projects.map(({ instance, ...project }) => (
        <li key={instance}>
          <span className="setting-list-row">
            <span className="setting-list-name" title={instance}>
              {instance}
            </span>
            <span className="setting-list-value" title={project.root ?? undefined}>
              {project.root === null ? <span>not named yet</span> : <code>{project.root}</code>}
            </span>
            <button
              type="button"
              className="button button-small"
              aria-label={`${project.root === null ? 'Choose' : 'Change'} the folder of ${instance}`}
              aria-expanded={edited === instance}
              onClick={() => setEdited(edited === instance ? null : instance)}
            >
              {project.root === null ? 'Choose' : 'Change'}
            </button>
          </span>
          {edited === instance && (
            <LocationRoot
              backend={backend}
              instance={instance}
              project={project}
              onDone={() => setEdited(null)}
              onCancel={() => setEdited(null)}
            />
          )}
        </li>
      ))}
    </ul>
  )
}

function EditorSelect(props: ControlProps) {
  const { backend } = useViewer()
  const editors = useEditors(backend)
  if (!editors) return <span className="dim">…</span>
  const { list, chosen } = editors
  const options = [
    ...(chosen === null ? [{ value: '', label: 'Not chosen yet' }] : []),
    ...list
      .filter(({ id, isFound }) => isFound || id === chosen?.id)
      .map(({ id, name, isFound }) => ({ value: id, label: isFound ? name : `${name} (not found)` })),
    ...(chosen?.id === CUSTOM_EDITOR ? [{ value: CUSTOM_EDITOR, label: 'Own editor' }] : []),
  ]
  return (
    <Select
      {...props}
      value={chosen?.id ?? ''}
      options={options}
      onChange={(id) => {
        setEditor(backend, { id, command: '' }).catch(showFailure)
      }}
    />
  )
}

function EditorCommand(props: ControlProps) {
  const { backend } = useViewer()
  const editors = useEditors(backend)
  const command = editors?.chosen?.command ?? ''
  if (!editors?.takesCommand) return <code className="dim">{command || 'none'}</code>
  return (
    <Field
      {...props}
      value={command}
      format={(text) => text}
      parse={(text) => text.trim()}
      onCommit={(text) => setEditor(backend, { id: CUSTOM_EDITOR, command: text })}
    />
  )
}
