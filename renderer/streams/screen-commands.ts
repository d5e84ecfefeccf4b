import type { Command } from '../commands/command.ts'
import { openWaterfall, showScreen } from '../state/screen.ts'
import { findSelectedRow } from '../state/selection.ts'

/** What leads from screen to screen, from everywhere. */
export const SCREEN_COMMANDS: readonly Command[] = [
  {
    id: 'screen/events',
    label: 'Show events',
    group: 'Streams',
    keywords: 'list log screen',
    keys: ['1'],
    run: () => showScreen({ kind: 'events' }),
  },
  {
    id: 'screen/requests',
    label: 'Show requests',
    group: 'Streams',
    keywords: 'streams list screen',
    keys: ['2'],
    run: () => showScreen({ kind: 'requests' }),
  },
  {
    id: 'screen/compose',
    label: 'Compose a request',
    group: 'Streams',
    keywords: 'http send client curl postman screen',
    keys: ['3'],
    run: () => showScreen({ kind: 'compose' }),
  },
  {
    id: 'screen/waterfall',
    label: "Waterfall of the event's request",
    group: 'Streams',
    keywords: 'timeline trace duration stream',
    keys: ['w'],
    isEnabled: () => findSelectedRow() !== null,
    run: () => {
      const row = findSelectedRow()
      if (row) openWaterfall({ instance: row.instance, stream: row.stream })
    },
  },
]
