import { COLUMNS, type EventColumn } from '../list/columns.tsx'
import { resetColumns, toggleColumn } from '../state/columns.ts'
import { DENSITIES, TIME_MODES } from '../state/settings.ts'
import { useView } from '../state/view.ts'
import type { Command } from './command.ts'

const TIME_MODE_LABELS = {
  absolute: 'Clock time',
  relative: 'Time ago',
  delta: 'Time since the row above',
} as const

/** How the list shows events: columns, order, times, room. */
export const LIST_COMMANDS: readonly Command[] = [
  ...COLUMNS.map(
    ({ id, header }): Command => ({
      id: `column/${id}`,
      label: `Column ${header}`,
      group: 'List',
      keywords: 'show hide columns',
      isChecked: () => !useView.getState().hiddenColumns.includes(id),
      run: () => toggleColumn(id),
    }),
  ),
  { id: 'column/reset', label: 'Reset columns', group: 'List', run: resetColumns },
  {
    id: 'sort/log',
    label: 'Order of the log',
    group: 'List',
    keywords: 'sort none tree',
    isChecked: () => useView.getState().orderBy === null,
    run: () => useView.setState({ orderBy: null }),
  },
  ...COLUMNS.flatMap(makeSort),
  ...TIME_MODES.map(
    (mode): Command => ({
      id: `time/${mode}`,
      label: TIME_MODE_LABELS[mode],
      group: 'List',
      keywords: 'time column absolute relative delta',
      isChecked: () => useView.getState().timeMode === mode,
      run: () => useView.setState({ timeMode: mode }),
    }),
  ),
  ...DENSITIES.map(
    (density): Command => ({
      id: `density/${density}`,
      label: density === 'compact' ? 'Compact rows' : 'Comfortable rows',
      group: 'List',
      keywords: 'density height',
      isChecked: () => useView.getState().density === density,
      run: () => useView.setState({ density }),
    }),
  ),
]

/** Largest first, and smallest first when asked again. */
function makeSort({ id, header, sortBy }: EventColumn): Command[] {
  if (sortBy === undefined) return []
  const findOrder = () => {
    const { orderBy } = useView.getState()
    return orderBy?.field === sortBy ? orderBy : null
  }
  return [
    {
      id: `sort/${id}`,
      label: `Sort by ${header}`,
      group: 'List',
      keywords: 'order largest smallest',
      isChecked: () => findOrder() !== null,
      run: () => {
        const direction = findOrder()?.direction === 'desc' ? 'asc' : 'desc'
        useView.setState({ orderBy: { field: sortBy, direction } })
      },
    },
  ]
}
