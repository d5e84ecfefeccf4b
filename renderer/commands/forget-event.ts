import type { Backend } from '../backend.ts'
import { openOverlay } from '../state/overlays.ts'
import { findSelection } from '../state/selection.ts'
import { showToast } from '../ui/toasts.tsx'

/** Asks before it makes the log forget the selected event: nothing brings that back. */
export function forgetSelected(): void {
  const selection = findSelection()
  if (selection) openOverlay({ kind: 'forget', id: selection.id, summary: selection.row?.summary ?? null })
}

/** Tells of events that this viewer or another one has made the log forget, and drops what was answered with them. */
export function watchForgotten(backend: Backend): void {
  backend.onFeed((message) => {
    if (message.type !== 'event/forgotten') return
    showToast(`Event ${message.id} is forgotten.`)
    void import('../console/console-state.ts').then(({ useConsole }) => useConsole.setState({ answer: null }))
  })
}
