import { IS_ERROR } from '../../shared/alerts.ts'
import type { EventId, EventRow } from '../../shared/event.ts'
import type { Condition } from '../../shared/query/query.ts'
import { showFailure } from '../ui/failures.ts'
import { showToast } from '../ui/toasts.tsx'
import { markPinned, setPaused, useLog } from './log.ts'
import { hasEvents, showScreen, useScreen } from './screen.ts'
import { findSelectedRow, findSelection } from './selection.ts'
import { isNodeOpen, toggleTreeNode, useView } from './view.ts'
import type { Viewer } from './viewer-context.ts'

/** Empties the log, and offers to take it back. */
export async function clearLog({ backend }: Viewer): Promise<void> {
  try {
    const { count } = await backend.request('log/clear', undefined)
    useLog.setState({ selection: null, isDetailOpen: false, isFollowing: true })
    if (count === 0) showToast('There was nothing to clear.')
    else
      showToast(count === 1 ? 'Cleared 1 event.' : `Cleared ${count.toLocaleString('en')} events.`, {
        action: { label: 'Undo', run: () => void undoClear(backend) },
      })
  } catch (error) {
    showFailure(error)
  }
}

export async function undoClear(backend: Viewer['backend']): Promise<void> {
  try {
    await backend.request('log/undo-clear', undefined)
  } catch (error) {
    showFailure(error)
  }
}

export function togglePause(): void {
  useLog.setState((log) => setPaused(log, !log.isPaused))
}

/** Moves the selection by rows; without one, begins at the newest row on screen. */
export function stepSelection({ liveLog }: Viewer, step: number): void {
  const { selection, shown, window } = useLog.getState()
  if (shown.rows === 0) return
  const start = selection ? selection.index + step : Math.min(window.last, shown.rows - 1)
  void liveLog.selectIndex(Math.min(Math.max(0, start), shown.rows - 1))
}

export function selectFirst({ liveLog }: Viewer): void {
  if (useLog.getState().shown.rows > 0) void liveLog.selectIndex(0)
}

/** Selects the last row and, in the log's order, follows what comes. */
export function selectLast({ liveLog }: Viewer): void {
  const { shown } = useLog.getState()
  if (shown.rows === 0) return
  void liveLog.selectIndex(shown.rows - 1).then(() => {
    if (useView.getState().orderBy === null) useLog.setState({ isFollowing: true })
  })
}

export function stepError(viewer: Viewer, step: 1 | -1): Promise<void> {
  return stepTo(viewer, step, IS_ERROR, 'error')
}

/** Pins, notes among them, are bookmarks. */
export function stepPinned(viewer: Viewer, step: 1 | -1): Promise<void> {
  return stepTo(viewer, step, { field: 'pinned', operator: 'eq', value: true }, 'pinned event')
}

async function stepTo({ liveLog }: Viewer, step: 1 | -1, what: Condition, name: string): Promise<void> {
  try {
    const isFound = await liveLog.selectNext(step, [what])
    if (!isFound) showToast(step === 1 ? `No ${name} further down.` : `No ${name} further up.`)
  } catch (error) {
    showFailure(error)
  }
}

/** Opens the tree below the selected event, or goes to its first nested one. */
export function openNode(viewer: Viewer): void {
  const { row, isOpen } = findSelectedNode()
  if (!row || row.descendants === 0) return
  if (isOpen) stepSelection(viewer, 1)
  else toggleTreeNode(row.id)
}

/** Closes the tree below the selected event, or goes to the event it is nested in. */
export function closeNode(viewer: Viewer): void {
  const { row, isOpen } = findSelectedNode()
  if (!row) return
  if (isOpen && row.descendants > 0) toggleTreeNode(row.id)
  else if (row.parent !== null) void goToEvent(viewer, row.parent)
}

export function goToParent(viewer: Viewer): void {
  const parent = findSelectedRow()?.parent
  if (parent != null) void goToEvent(viewer, parent)
}

/** Selects an event, wherever it stands. Where no events are on screen, the list comes back first. */
export async function goToEvent({ liveLog }: Viewer, id: EventId): Promise<void> {
  if (!hasEvents(useScreen.getState().screen)) showScreen({ kind: 'events' })
  try {
    await liveLog.selectEvent(id)
  } catch (error) {
    showFailure(error)
  }
}

/**
 * Keeps an event through clear and retention, with a note ('' for none), or no longer (null). Rejects when the collector
 * did not do it.
 */
export async function pinEvent(backend: Viewer['backend'], id: EventId, note: string | null): Promise<void> {
  await backend.request('event/pin', { id, note })
  useLog.setState((log) => markPinned(log, id, note))
}

/** Pins an event, or unpins it; a note that goes with the pin can be brought back. */
export async function togglePin(backend: Viewer['backend'], { id, pinned, note }: EventRow): Promise<void> {
  await pinEvent(backend, id, pinned ? null : '')
  if (!pinned) showToast('Pinned: it stays when the log is cleared.')
  else if (note === null) showToast('Unpinned.')
  else {
    const undo = { label: 'Undo', run: () => void pinEvent(backend, id, note).catch(showFailure) }
    showToast('Unpinned; its note is gone, too.', { action: undo })
  }
}

export async function pinSelected({ backend }: Viewer): Promise<void> {
  const row = findSelectedRow()
  if (!row) return
  try {
    await togglePin(backend, row)
  } catch (error) {
    showFailure(error)
  }
}

/** Copies the selected event, payload and all but secrets; they come along on request. */
export async function copySelected({ backend }: Viewer): Promise<void> {
  const selection = findSelection()
  if (!selection) return
  try {
    const event = await backend.request('event/open', selection.id)
    if (!event) return showToast('This event is gone.')
    const { eventJson } = await import('../detail/event-json.ts')
    const { text, hasHidden } = await eventJson(event, { hidesSecrets: true })
    await navigator.clipboard.writeText(text)
    if (!hasHidden) return showToast('Copied the event as JSON.')
    const copyAll = () =>
      void eventJson(event, { hidesSecrets: false })
        .then((all) => navigator.clipboard.writeText(all.text))
        .then(() => showToast('Copied the event as JSON, secrets included.'), showFailure)
    showToast('Copied the event as JSON, without its secrets.', { action: { label: 'Copy them, too', run: copyAll } })
  } catch (error) {
    showFailure(error)
  }
}

export async function copyAddress(): Promise<void> {
  const address = useLog.getState().status?.addresses[0]
  if (address === undefined) return
  try {
    await navigator.clipboard.writeText(address)
    showToast(`Copied ${address}`)
  } catch (error) {
    showFailure(error)
  }
}

export async function sendTestEvent(backend: Viewer['backend']): Promise<void> {
  try {
    await backend.request('collector/test-event', undefined)
  } catch (error) {
    showFailure(error)
  }
}

function findSelectedNode() {
  const { orderBy, tree } = useView.getState()
  const row = orderBy === null ? (useLog.getState().selection?.row ?? null) : null
  return { row, isOpen: row !== null && isNodeOpen(tree, row.id) }
}
