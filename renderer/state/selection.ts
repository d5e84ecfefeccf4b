import type { EventRow } from '../../shared/event.ts'
import { type Selection, useLog } from './log.ts'
import { hasEvents, useScreen } from './screen.ts'

/** The selected event while events are on screen: nothing may act on one that stays selected behind the requests. */
export function findSelection(): Selection | null {
  return hasEvents(useScreen.getState().screen) ? useLog.getState().selection : null
}

export function hasSelectedRow(): boolean {
  return findSelectedRow() !== null
}

export function findSelectedRow(): EventRow | null {
  return findSelection()?.row ?? null
}
