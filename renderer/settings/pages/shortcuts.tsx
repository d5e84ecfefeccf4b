import { Keyboard, Plus, X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { type Chord, nameChord, refuseChord, toChord } from '../../commands/chord.ts'
import type { Command } from '../../commands/command.ts'
import { findConflicts, findKeys, listCommands } from '../../commands/registry.ts'
import { COMMANDS } from '../../commands/table.ts'
import { useView } from '../../state/view.ts'
import type { ControlProps, Setting, SettingsPage } from '../setting.ts'
import './shortcuts.css'

/** Which keys run which command. */
export const shortcutsPage: SettingsPage = {
  id: 'shortcuts',
  title: 'Shortcuts',
  icon: Keyboard,
  Note: () => (
    <p className="settings-note">
      Press + and then the key. Arrow keys, Enter and Page keys stay as they are in the list.
    </p>
  ),
  settings: COMMANDS.map(toSetting),
}

function toSetting(command: Command): Setting {
  return {
    id: `key/${command.id}`,
    label: command.label,
    keywords: `shortcut key ${command.keywords ?? ''}`,
    useControl: (props) => <KeysControl command={command} {...props} />,
    useReset: () => {
      const isChosen = useView(({ keys }) => keys[command.id] !== undefined)
      return isChosen ? () => resetKeys(command) : null
    },
  }
}

function KeysControl({ command, label }: ControlProps & { command: Command }) {
  const chosen = useView((view) => view.keys)
  const [isRecording, setIsRecording] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const keys = findKeys(command, chosen)
  const conflicts = findConflicts(command, listCommands(), chosen)

  function record(event: KeyboardEvent) {
    const chord = toChord(event.nativeEvent)
    if (chord === null) return
    event.preventDefault()
    event.stopPropagation()
    if (chord === 'Escape') return setIsRecording(false)
    const reason = refuseChord(chord)
    setRefusal(reason)
    if (reason !== null) return
    if (!keys.includes(chord)) setKeys(command, [...keys, chord])
    setIsRecording(false)
  }

  return (
    <div className="keys">
      <span className="keys-list">
        {command.listKeys?.map((key) => (
          <kbd key={key} title="In the list">
            {nameChord(key)}
          </kbd>
        ))}
        {keys.map((key) => (
          <button
            key={key}
            type="button"
            className="key-chip"
            aria-label={`Take ${nameChord(key)} from ${label}`}
            title="Take this key away"
            onClick={() => setKeys(command, without(keys, key))}
          >
            <kbd>{nameChord(key)}</kbd>
            <X size={10} aria-hidden />
          </button>
        ))}
        <button
          type="button"
          className="button button-small key-add"
          aria-label={isRecording ? `Press a key for ${label}, Escape to leave` : `Add a key for ${label}`}
          aria-pressed={isRecording}
          onClick={() => setIsRecording(!isRecording)}
          onKeyDown={isRecording ? record : undefined}
          onBlur={() => {
            setIsRecording(false)
            setRefusal(null)
          }}
        >
          {isRecording ? 'Press a key…' : <Plus size={13} aria-hidden />}
        </button>
      </span>
      {refusal !== null && (
        <p role="alert" className="setting-error">
          {refusal}.
        </p>
      )}
      {conflicts.map((other) => (
        <Conflict key={other.id} command={command} other={other} keys={keys} />
      ))}
    </div>
  )
}

/** Says which key runs two commands, and offers to leave it to this one. */
function Conflict({ command, other, keys }: { command: Command; other: Command; keys: readonly Chord[] }) {
  const theirs = findKeys(other)
  const shared = [...keys, ...(command.listKeys ?? [])].filter((key) => theirs.includes(key))
  return (
    <p role="alert" className="setting-error">
      Also runs “{other.label}”.{' '}
      {shared.length > 0 && (
        <button
          type="button"
          className="link"
          onClick={() =>
            setKeys(
              other,
              theirs.filter((key) => !shared.includes(key)),
            )
          }
        >
          Take it from there
        </button>
      )}
    </p>
  )
}

function setKeys({ id }: Command, keys: readonly Chord[]): void {
  useView.setState(({ keys: chosen }) => ({ keys: { ...chosen, [id]: keys } }))
}

function resetKeys({ id }: Command): void {
  useView.setState(({ keys: { [id]: _, ...others } }) => ({ keys: others }))
}

function without(keys: readonly Chord[], key: Chord): Chord[] {
  return keys.filter((other) => other !== key)
}
