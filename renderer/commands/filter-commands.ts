import { EVENT_TYPE_NAMES } from '../../shared/events/names.ts'
import { EVERY_INSTANCE, FULL_RANGE, hasTerm, isolateType, toggleTerm } from '../state/filter.ts'
import { useLog } from '../state/log.ts'
import { findSelectedRow, hasSelectedRow } from '../state/selection.ts'
import { changeFilter, resetFilter, setSearch, setTreeOpen, useView } from '../state/view.ts'
import type { Command } from './command.ts'

/** Searching, and narrowing the log to a part of it. */
export const FILTER_COMMANDS: readonly Command[] = [
  {
    id: 'search/focus',
    label: 'Search',
    group: 'Filter',
    keywords: 'find query',
    keys: ['/', 'Mod+f'],
    run: ({ focusSearch }) => focusSearch(),
  },
  {
    id: 'filter/reset',
    label: 'Show all: lift the filter',
    group: 'Filter',
    keywords: 'reset clear everything',
    run: resetFilter,
  },
  {
    id: 'filter/every-app',
    label: 'All apps and streams',
    group: 'Filter',
    isChecked: () => useView.getState().filter.from.instance === '*',
    run: () => changeFilter((filter) => ({ ...filter, from: EVERY_INSTANCE })),
  },
  {
    id: 'filter/this-stream',
    label: 'Only the stream of the selected event',
    group: 'Filter',
    keywords: 'request session isolate',
    isEnabled: hasSelectedRow,
    run: () => narrowToSelected(({ instance, stream }) => ({ instance, stream })),
  },
  {
    id: 'filter/this-app',
    label: 'Only the app of the selected event',
    group: 'Filter',
    keywords: 'instance isolate',
    isEnabled: hasSelectedRow,
    run: () => narrowToSelected(({ instance }) => ({ instance })),
  },
  makeRange('warnings', 'Only warnings and worse', 4),
  makeRange('errors', 'Only errors and worse', 5),
  makeTerm('failed', 'Only what failed', () => 'success:false'),
  makeTerm('slow', 'Only what is slow', () => `duration:>=${useView.getState().slowQuery}ms`),
  makeTerm('recent', 'Only the last 10 minutes', () => 'after:10m'),
  ...EVENT_TYPE_NAMES.map(
    (type): Command => ({
      id: `filter/type/${type}`,
      label: `Only ${type}`,
      group: 'Filter',
      keywords: 'type isolate',
      run: () => changeFilter((filter) => isolateType(filter, type, listTypes())),
    }),
  ),
  {
    id: 'tree/open',
    label: 'Open all nested events',
    group: 'List',
    keywords: 'tree expand',
    isEnabled: isInLogOrder,
    run: () => setTreeOpen(true),
  },
  {
    id: 'tree/close',
    label: 'Close all nested events',
    group: 'List',
    keywords: 'tree collapse',
    isEnabled: isInLogOrder,
    run: () => setTreeOpen(false),
  },
]

/** Shows what has at least this importance, or everything again. */
function makeRange(name: string, label: string, lowest: number): Command {
  const isChecked = () => useView.getState().filter.importance[0] === lowest
  return {
    id: `filter/${name}`,
    label,
    group: 'Filter',
    keywords: 'level importance preset',
    isChecked,
    run: () => changeFilter((filter) => ({ ...filter, importance: isChecked() ? FULL_RANGE : [lowest, 8] })),
  }
}

/** Adds a term to the search text, or takes it away. */
function makeTerm(name: string, label: string, findTerm: () => string): Command {
  return {
    id: `filter/${name}`,
    label,
    group: 'Filter',
    keywords: 'preset',
    isChecked: () => hasTerm(useView.getState().filter.search, findTerm()),
    run: () => setSearch(toggleTerm(useView.getState().filter.search, findTerm())),
  }
}

function narrowToSelected(
  choose: (row: { instance: string; stream: string }) => { instance: string; stream?: string },
) {
  const row = findSelectedRow()
  if (row) changeFilter((filter) => ({ ...filter, from: choose(row) }))
}

function isInLogOrder(): boolean {
  return useView.getState().orderBy === null
}

function listTypes(): string[] {
  return [...new Set([...useLog.getState().seenTypes, ...EVENT_TYPE_NAMES])]
}
