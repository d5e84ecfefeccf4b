import type { Command } from '../commands/command.ts'
import type { MapPoint } from '../map/map-point.ts'
import { fitMap, zoomMap } from '../map/map-state.ts'
import { ZOOM_STEP } from '../map/use-map-gestures.ts'
import { useLog } from '../state/log.ts'
import type { Viewer } from '../state/viewer-context.ts'
import { selectStreamEvent } from './select-event.ts'
import { leave } from './waterfall-commands.ts'
import { useWaterfall } from './waterfall-state.ts'

/** What the keys do in every view of a stream. */
export const TAB_COMMANDS: readonly Command[] = [
  { id: 'event/close', label: 'Close details, or go back', group: 'Streams', keys: ['Escape'], run: leave },
]

/** What the keys do on a map of these points. */
export function makeMapCommands(points: readonly MapPoint[]): readonly Command[] {
  const group = 'Streams'
  const go = (viewer: Viewer, to: number) => {
    const point = points[Math.min(Math.max(0, to), points.length - 1)]
    const row = useWaterfall.getState().events.find(({ id }) => id === point?.id)
    if (row) selectStreamEvent(viewer, row)
  }
  const step = (viewer: Viewer, by: number) => {
    const selected = useLog.getState().selection?.id
    const index = points.findIndex(({ id }) => id === selected)
    go(viewer, index < 0 ? Math.max(0, by - 1) : index + by)
  }
  return [
    {
      id: 'event/next',
      label: 'Next place',
      group,
      keys: ['j'],
      listKeys: ['ArrowDown'],
      run: (context) => step(context, 1),
    },
    {
      id: 'event/previous',
      label: 'Place before',
      group,
      keys: ['k'],
      listKeys: ['ArrowUp'],
      run: (context) => step(context, -1),
    },
    {
      id: 'event/page-down',
      label: 'A screen down',
      group,
      listKeys: ['PageDown'],
      run: (context) => step(context, context.rowsPerPage),
    },
    {
      id: 'event/page-up',
      label: 'A screen up',
      group,
      listKeys: ['PageUp'],
      run: (context) => step(context, -context.rowsPerPage),
    },
    {
      id: 'event/first',
      label: 'First place',
      group,
      keys: ['g'],
      listKeys: ['Home'],
      run: (context) => go(context, 0),
    },
    {
      id: 'event/last',
      label: 'Last place',
      group,
      keys: ['G'],
      listKeys: ['End'],
      run: (context) => go(context, points.length - 1),
    },
    { id: 'waterfall/zoom-in', label: 'Zoom in', group, keys: ['+', '='], run: () => zoomMap(ZOOM_STEP) },
    { id: 'waterfall/zoom-out', label: 'Zoom out', group, keys: ['-'], run: () => zoomMap(1 / ZOOM_STEP) },
    { id: 'waterfall/zoom-all', label: 'The whole path', group, keys: ['0'], run: fitMap },
  ]
}
