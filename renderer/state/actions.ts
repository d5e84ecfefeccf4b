import type { EventId } from '../../shared/event.ts'
import { showToast } from '../ui/toasts.tsx'
import { setPaused, useLog } from './log.ts'
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

export async function stepError({ liveLog }: Viewer, step: 1 | -1): Promise<void> {
  try {
    const isFound = await liveLog.selectError(step)
    if (!isFound) showToast(step === 1 ? 'No error further down.' : 'No error further up.')
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

/** Selects an event, wherever it stands. */
export async function goToEvent({ liveLog }: Viewer, id: EventId): Promise<void> {
  try {
    await liveLog.selectEvent(id)
  } catch (error) {
    showFailure(error)
  }
}

function findSelectedNode() {
  const { orderBy, tree } = useView.getState()
  const row = orderBy === null ? (useLog.getState().selection?.row ?? null) : null
  return { row, isOpen: row !== null && isNodeOpen(tree, row.id) }
}

function showFailure(error: unknown): void {
  showToast(error instanceof Error ? error.message : String(error), { tone: 'bad' })
}
