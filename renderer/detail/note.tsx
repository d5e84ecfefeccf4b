import { StickyNote } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { EventRow } from '../../shared/event.ts'
import type { Backend } from '../backend.ts'
import { pinEvent } from '../state/actions.ts'
import { closeNoteEditor, editNote, useNoteEditor } from '../state/note-editor.ts'
import { showFailure } from '../ui/failures.ts'
import './note.css'

interface NoteProps {
  readonly row: EventRow
  readonly backend: Backend
}

/** The user's note on an event, and the field to write it in. */
export function Note({ row, backend }: NoteProps) {
  const isEditing = useNoteEditor((editor) => editor.event === row.id)
  if (isEditing) return <NoteForm row={row} backend={backend} />
  if (row.note === null) return null
  return (
    <button type="button" className="note" title="Edit note (n)" onClick={() => editNote(row.id)}>
      <StickyNote size={14} aria-label="Note:" />
      <span>{row.note}</span>
    </button>
  )
}

function NoteForm({ row, backend }: NoteProps) {
  const [text, setText] = useState(row.note ?? '')
  const save = async () => {
    try {
      await pinEvent(backend, row.id, text.trim() === '' && !row.pinned ? null : text.trim())
      closeNoteEditor()
    } catch (error) {
      showFailure(error)
    }
  }
  const onKeyDown = (key: KeyboardEvent) => {
    if (key.key === 'Escape') {
      // Ends the editing, not the details around it.
      key.preventDefault()
      key.stopPropagation()
      closeNoteEditor()
    } else if (key.key === 'Enter' && !key.shiftKey) {
      key.preventDefault()
      void save()
    }
  }
  return (
    <div className="note note-form">
      <textarea
        ref={(field) => field?.focus()}
        aria-label="Note"
        placeholder="What is worth remembering here"
        rows={2}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className="note-actions">
        <span className="dim">Enter saves, Shift+Enter breaks the line. A note pins the event.</span>
        <button type="button" className="button button-small" onClick={closeNoteEditor}>
          Cancel
        </button>
        <button type="button" className="button button-small button-primary" onClick={() => void save()}>
          Save
        </button>
      </span>
    </div>
  )
}
