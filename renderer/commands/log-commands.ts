import { clearLog, copyAddress, sendTestEvent, togglePause, undoClear } from '../state/actions.ts'
import { useLog } from '../state/log.ts'
import type { Command } from './command.ts'

/** The log as a whole, and the collector behind it. */
export const LOG_COMMANDS: readonly Command[] = [
  {
    id: 'list/pause',
    label: 'Pause or resume',
    group: 'Log',
    keywords: 'stop freeze continue',
    keys: ['p'],
    isChecked: () => useLog.getState().isPaused,
    run: togglePause,
  },
  {
    id: 'log/clear',
    label: 'Clear the log',
    group: 'Log',
    keywords: 'delete empty remove',
    keys: ['Mod+Shift+Backspace'],
    isEnabled: () => useLog.getState().live.all > 0,
    run: clearLog,
  },
  {
    id: 'log/undo-clear',
    label: 'Undo clear',
    group: 'Log',
    keywords: 'restore bring back',
    isEnabled: () => useLog.getState().status?.undoUntil != null,
    run: ({ backend }) => undoClear(backend),
  },
  {
    id: 'collector/test-event',
    label: 'Send a test event',
    group: 'Log',
    keywords: 'sample example try',
    run: ({ backend }) => sendTestEvent(backend),
  },
  {
    id: 'collector/copy-address',
    label: 'Copy the address that apps send to',
    group: 'Log',
    keywords: 'port url listener clipboard',
    isEnabled: () => (useLog.getState().status?.addresses.length ?? 0) > 0,
    run: copyAddress,
  },
]
