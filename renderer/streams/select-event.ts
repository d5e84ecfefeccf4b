import type { EventRow } from '../../shared/event.ts'
import { goToEvent } from '../state/actions.ts'
import { useLog } from '../state/log.ts'
import type { Viewer } from '../state/viewer-context.ts'

/** Selects an event of the stream on screen, in the list of events as well. */
export function selectStreamEvent(viewer: Viewer, row: EventRow): void {
  useLog.setState(({ selection }) => ({ selection: { id: row.id, index: selection?.index ?? 0, row } }))
  void goToEvent(viewer, row.id)
}

/** Selects it and opens its details. */
export function openStreamEvent(viewer: Viewer, row: EventRow): void {
  selectStreamEvent(viewer, row)
  useLog.setState({ isDetailOpen: true })
}
