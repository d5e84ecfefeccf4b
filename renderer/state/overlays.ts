import { create } from 'zustand'
import type { EventId } from '../../shared/event.ts'

/** What may lie over the whole viewer; one at a time. */
export type Overlay =
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'connect' }
  | { readonly kind: 'watch' }
  | { readonly kind: 'doctor' }
  | { readonly kind: 'forget'; readonly id: EventId; readonly summary: string | null }
  /** `page` and `setting` are ids: which page to open, and which of its settings to point at. */
  | { readonly kind: 'settings'; readonly page?: string; readonly setting?: string }

export const useOverlay = create<{ readonly overlay: Overlay | null }>(() => ({ overlay: null }))

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay })
}

/** Closes an overlay, and no other: a dialog hears that it was closed after what it ran has opened the next. */
export function closeOverlay(kind: Overlay['kind']): void {
  if (useOverlay.getState().overlay?.kind === kind) useOverlay.setState({ overlay: null })
}
