// What the user is told of the event log.

import { isDamage } from './log/database-error.ts'
import type { OpenedLog } from './log/log-keeper.ts'
import type { Notices } from './notices.ts'

/** Tells that the log could not be tidied up, or that a part of it cannot be read. */
export function noteProblem(notices: Notices, reason: string): void {
  if (isDamage(reason)) {
    notices.add({
      severity: 'error',
      code: 'log-unreadable',
      message: `A part of the event log is damaged and cannot be read: ${reason}.`,
      hint: 'New events are stored, and what else is in the log can be read. Clear the log to be rid of it; who wants to keep the damaged file copies it from the data folder before.',
    })
    return
  }
  notices.add({
    severity: 'warning',
    code: 'log-untidy',
    message: `The event log could not be tidied up: ${reason}.`,
    hint: 'Check that the disk is not full and the data folder can be written.',
  })
}

/** Tells that events are not stored. */
export function noteFault(notices: Notices, reason: string): void {
  notices.add({
    severity: 'error',
    code: 'log-failed',
    message: `Events could not be stored: ${reason}`,
    hint: 'Check that the data folder is there and can be written, and that the disk is not full. Tattler goes on by itself.',
  })
}

/** Tells that events are stored again. */
export function noteWritable(notices: Notices): void {
  notices.add({
    severity: 'info',
    code: 'log-writable',
    message: 'The event log can be written again. Nothing that was acknowledged is lost.',
  })
}

/** Tells that the log's thread ended. */
export function noteCrash(notices: Notices, reason: string): void {
  notices.add({
    severity: 'error',
    code: 'log-crashed',
    message: `The event log stopped: ${reason}`,
    hint: 'It is being started again; what was stored before is safe.',
  })
}

/** Tells that a log which had stopped cannot be opened for now. */
export function noteStillDown(notices: Notices, reason: string): void {
  notices.add({
    severity: 'error',
    code: 'log-down',
    message: `The event log cannot be started again: ${reason}`,
    hint: 'Events are not stored, and those who send them are told so. Tattler goes on trying; check that the disk is not full and the data folder can be written.',
  })
}

/** Tells that a log which had stopped works again. */
export function noteRestart(notices: Notices, { setAside }: Pick<OpenedLog, 'setAside'>): void {
  notices.add({
    severity: 'info',
    code: 'log-restarted',
    message: `The event log works again. ${setAside === null ? 'Nothing that was acknowledged is lost.' : 'It is another file than before.'}`,
  })
  if (setAside) noteSetAside(notices, setAside)
}

/** Tells which file is not used any more, and why. */
export function noteSetAside(notices: Notices, { code, file, reason }: NonNullable<OpenedLog['setAside']>): void {
  const isReplaced = code === 'database-replaced'
  notices.add({
    severity: 'error',
    code,
    message: `The event log ${isReplaced ? 'is not used any more' : 'could not be read'} and was set aside: ${reason}.`,
    hint: `It is kept as ${file}. ${isReplaced ? 'Tattler goes on with that one.' : 'A new, empty log was begun.'}`,
  })
}
