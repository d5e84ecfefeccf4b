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
