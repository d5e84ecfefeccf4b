import {
  closeNode,
  copySelected,
  goToParent,
  openNode,
  pinSelected,
  selectFirst,
  selectLast,
  stepError,
  stepPinned,
  stepSelection,
} from '../state/actions.ts'
import { useLog } from '../state/log.ts'
import { editNote } from '../state/note-editor.ts'
import { useScreen } from '../state/screen.ts'
import { findSelectedRow, findSelection, hasSelectedRow } from '../state/selection.ts'
import { useView } from '../state/view.ts'
import type { Command, CommandContext } from './command.ts'
import { forgetSelected } from './forget-event.ts'

/** Whether there are rows to go to: those of a list that is not on screen stay where they are. */
const hasRows = () => useScreen.getState().screen.kind === 'events' && useLog.getState().shown.rows > 0
const hasSelection = () => findSelection() !== null
const isTree = () => hasSelectedRow() && useView.getState().orderBy === null

/** Going from event to event, and what can be done with the selected one. */
export const EVENT_COMMANDS: readonly Command[] = [
  {
    id: 'event/next',
    label: 'Next event',
    group: 'Events',
    keys: ['j'],
    listKeys: ['ArrowDown'],
    isEnabled: hasRows,
    run: (context) => stepSelection(context, 1),
  },
  {
    id: 'event/previous',
    label: 'Previous event',
    group: 'Events',
    keys: ['k'],
    listKeys: ['ArrowUp'],
    isEnabled: hasRows,
    run: (context) => stepSelection(context, -1),
  },
  {
    id: 'event/page-down',
    label: 'A screen down',
    group: 'Events',
    listKeys: ['PageDown'],
    isEnabled: hasRows,
    run: (context) => stepSelection(context, context.rowsPerPage),
  },
  {
    id: 'event/page-up',
    label: 'A screen up',
    group: 'Events',
    listKeys: ['PageUp'],
    isEnabled: hasRows,
    run: (context) => stepSelection(context, -context.rowsPerPage),
  },
  {
    id: 'event/first',
    label: 'First event',
    group: 'Events',
    keywords: 'oldest top jump',
    keys: ['g'],
    listKeys: ['Home'],
    isEnabled: hasRows,
    run: selectFirst,
  },
  {
    id: 'event/last',
    label: 'Newest event, and follow',
    group: 'Events',
    keywords: 'last bottom jump tail',
    keys: ['G'],
    listKeys: ['End'],
    isEnabled: hasRows,
    run: selectLast,
  },
  {
    id: 'list/next-pinned',
    label: 'Next pinned event',
    group: 'Events',
    keywords: 'bookmark note jump',
    keys: ['b'],
    isEnabled: hasRows,
    run: (context) => stepPinned(context, 1),
  },
  {
    id: 'list/previous-pinned',
    label: 'Previous pinned event',
    group: 'Events',
    keywords: 'bookmark note jump',
    keys: ['B'],
    isEnabled: hasRows,
    run: (context) => stepPinned(context, -1),
  },
  {
    id: 'list/next-error',
    label: 'Next error',
    group: 'Events',
    keywords: 'failure exception jump',
    keys: ['e', 'F8'],
    isEnabled: hasRows,
    run: (context) => stepError(context, 1),
  },
  {
    id: 'list/previous-error',
    label: 'Previous error',
    group: 'Events',
    keywords: 'failure exception jump',
    keys: ['E', 'Shift+F8'],
    isEnabled: hasRows,
    run: (context) => stepError(context, -1),
  },
  {
    id: 'event/open-node',
    label: 'Open nested events',
    group: 'Events',
    keywords: 'tree expand children',
    listKeys: ['ArrowRight'],
    isEnabled: isTree,
    run: openNode,
  },
  {
    id: 'event/close-node',
    label: 'Close nested events, or go to the parent',
    group: 'Events',
    keywords: 'tree collapse',
    listKeys: ['ArrowLeft'],
    isEnabled: isTree,
    run: closeNode,
  },
  {
    id: 'event/parent',
    label: 'Go to the parent event',
    group: 'Events',
    isEnabled: () => findSelectedRow()?.parent != null,
    run: goToParent,
  },
  {
    id: 'event/open',
    label: 'Open details',
    group: 'Events',
    listKeys: ['Enter'],
    isEnabled: hasSelection,
    run: openDetail,
  },
  {
    id: 'event/close',
    label: 'Close details, leave a field',
    group: 'Events',
    keys: ['Escape'],
    run: closeDetail,
  },
  {
    id: 'event/copy',
    label: 'Copy event as JSON',
    group: 'Events',
    keywords: 'clipboard',
    keys: ['c'],
    isEnabled: hasSelection,
    run: copySelected,
  },
  {
    id: 'event/pin',
    label: 'Pin or unpin event',
    group: 'Events',
    keywords: 'keep mark bookmark',
    keys: ['P'],
    isEnabled: hasSelectedRow,
    isChecked: () => findSelectedRow()?.pinned === true,
    run: pinSelected,
  },
  {
    id: 'event/forget',
    label: 'Forget this event',
    group: 'Events',
    keywords: 'delete remove erase secret password privacy',
    isEnabled: hasSelection,
    run: forgetSelected,
  },
  {
    id: 'event/note',
    label: 'Write a note',
    group: 'Events',
    keywords: 'comment remember annotate',
    keys: ['n'],
    isEnabled: hasSelection,
    run: () => {
      const selection = findSelection()
      if (!selection) return
      useLog.setState({ isDetailOpen: true })
      editNote(selection.id)
    },
  },
]

function openDetail() {
  if (hasSelection()) useLog.setState({ isDetailOpen: true })
}

function closeDetail({ focusList }: CommandContext) {
  useLog.setState({ isDetailOpen: false })
  focusList()
}
