import { useEffect } from 'react'
import { assertNever } from '../shared/assert.ts'
import type { MenuAction } from '../shared/desktop.ts'
import {
  clearLog,
  closeNode,
  openNode,
  selectFirst,
  selectLast,
  stepError,
  stepSelection,
  togglePause,
  undoClear,
} from './state/actions.ts'
import { useLog } from './state/log.ts'
import { useView } from './state/view.ts'
import type { Viewer } from './state/viewer-context.ts'

/** What shortcuts and the application menu reach beyond the log itself. */
export interface Commands extends Viewer {
  readonly rowsPerPage: number
  focusSearch(): void
  focusList(): void
  showShortcuts(): void
}

export interface Shortcut {
  /** `KeyboardEvent.key` values that trigger it. */
  readonly keys: readonly string[]
  /** As the help shows them. */
  readonly shown: readonly string[]
  readonly label: string
  /** `list`: only while the list (or nothing) has the focus, since other controls use these keys themselves. */
  readonly scope: 'anywhere' | 'list'
  run(commands: Commands): void
}

/** All shortcuts, in the order of the help. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['j'], shown: ['j', '↓'], label: 'Next event', scope: 'anywhere', run: (to) => stepSelection(to, 1) },
  { keys: ['k'], shown: ['k', '↑'], label: 'Previous event', scope: 'anywhere', run: (to) => stepSelection(to, -1) },
  { keys: ['ArrowDown'], shown: [], label: '', scope: 'list', run: (to) => stepSelection(to, 1) },
  { keys: ['ArrowUp'], shown: [], label: '', scope: 'list', run: (to) => stepSelection(to, -1) },
  {
    keys: ['PageDown'],
    shown: ['Page ↓'],
    label: 'A screen down',
    scope: 'list',
    run: (to) => stepSelection(to, to.rowsPerPage),
  },
  {
    keys: ['PageUp'],
    shown: ['Page ↑'],
    label: 'A screen up',
    scope: 'list',
    run: (to) => stepSelection(to, -to.rowsPerPage),
  },
  { keys: ['g'], shown: ['g', 'Home'], label: 'First event', scope: 'anywhere', run: selectFirst },
  { keys: ['G'], shown: ['G', 'End'], label: 'Newest event, and follow', scope: 'anywhere', run: selectLast },
  { keys: ['Home'], shown: [], label: '', scope: 'list', run: selectFirst },
  { keys: ['End'], shown: [], label: '', scope: 'list', run: selectLast },
  { keys: ['e'], shown: ['e'], label: 'Next error', scope: 'anywhere', run: (to) => void stepError(to, 1) },
  { keys: ['E'], shown: ['E'], label: 'Previous error', scope: 'anywhere', run: (to) => void stepError(to, -1) },
  { keys: ['ArrowRight'], shown: ['→'], label: 'Open nested events', scope: 'list', run: openNode },
  { keys: ['ArrowLeft'], shown: ['←'], label: 'Close them, or go to the parent', scope: 'list', run: closeNode },
  { keys: ['Enter'], shown: ['Enter'], label: 'Open details', scope: 'list', run: openDetail },
  { keys: ['Escape'], shown: ['Esc'], label: 'Close details, leave a field', scope: 'anywhere', run: closeDetail },
  { keys: ['/'], shown: ['/'], label: 'Search', scope: 'anywhere', run: (to) => to.focusSearch() },
  { keys: ['p'], shown: ['p'], label: 'Pause or resume', scope: 'anywhere', run: togglePause },
  { keys: ['?'], shown: ['?'], label: 'All shortcuts', scope: 'anywhere', run: (to) => to.showShortcuts() },
]

function openDetail() {
  if (useLog.getState().selection) useLog.setState({ isDetailOpen: true })
}

function closeDetail({ focusList }: Commands) {
  useLog.setState({ isDetailOpen: false })
  focusList()
}

/** Listens for shortcuts and for the application menu. */
export function useKeyboard(commands: Commands): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = findShortcut(event)
      if (!shortcut) return
      event.preventDefault()
      shortcut.run(commands)
    }
    document.addEventListener('keydown', onKeyDown)
    const unsubscribe = window.tattler?.onMenu((action) => runMenuAction(action, commands))
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      unsubscribe?.()
    }
  }, [commands])
}

function findShortcut(event: KeyboardEvent): Shortcut | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return undefined
  if (document.querySelector('dialog[open], :popover-open')) return undefined
  const target = event.target instanceof HTMLElement ? event.target : document.body
  const isTyping = target.isContentEditable || target.matches('input, textarea, select')
  if (isTyping && event.key !== 'Escape') return undefined
  const isInList = target === document.body || target.matches('[role=grid]')
  return SHORTCUTS.find(({ keys, scope }) => keys.includes(event.key) && (scope === 'anywhere' || isInList))
}

function runMenuAction(action: MenuAction, commands: Commands): void {
  switch (action) {
    case 'log/clear':
      void clearLog(commands)
      break
    case 'log/undo-clear':
      void undoClear(commands.backend)
      break
    case 'search/focus':
      commands.focusSearch()
      break
    case 'list/pause':
      togglePause()
      break
    case 'list/next-error':
      void stepError(commands, 1)
      break
    case 'list/previous-error':
      void stepError(commands, -1)
      break
    case 'theme/system':
      useView.setState({ theme: 'system' })
      break
    case 'theme/light':
      useView.setState({ theme: 'light' })
      break
    case 'theme/dark':
      useView.setState({ theme: 'dark' })
      break
    case 'help/shortcuts':
      commands.showShortcuts()
      break
    default:
      assertNever(action, 'menu action')
  }
}
