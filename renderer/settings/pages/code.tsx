import { CodeXml } from 'lucide-react'
import { CUSTOM_EDITOR } from '../../../shared/code.ts'
import { setEditor, useEditors } from '../../detail/code-projects.ts'
import { useViewer } from '../../state/viewer-context.ts'
import { showToast } from '../../ui/toasts.tsx'
import { Field, Select } from '../controls.tsx'
import type { ControlProps, SettingsPage } from '../setting.ts'

/** Where the code of events is opened; the folders of projects are asked for beside the code. */
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
      help: 'A command for any other: {file}, {line} and {column} become part of its arguments. It runs without a shell.',
      keywords: 'open ide custom command line program',
      isWide: true,
      useControl: (props) => <EditorCommand {...props} />,
      useReset: () => null,
    },
  ],
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
        setEditor(backend, { id, command: '' }).catch((error: unknown) => showToast(String(error), { tone: 'bad' }))
      }}
    />
  )
}

function EditorCommand(props: ControlProps) {
  const { backend } = useViewer()
  const command = useEditors(backend)?.chosen?.command ?? ''
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
