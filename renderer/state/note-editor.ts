import { create } from 'zustand'
import type { EventId } from '../../shared/event.ts'

/** The event whose note is being written; null for none. */
export const useNoteEditor = create<{ readonly event: EventId | null }>(() => ({ event: null }))

export function editNote(event: EventId): void {
  useNoteEditor.setState({ event })
}

export function closeNoteEditor(): void {
  useNoteEditor.setState({ event: null })
}
