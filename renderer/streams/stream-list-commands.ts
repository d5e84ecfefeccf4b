import type { StreamSummary } from '../../shared/stream.ts'
import type { Command } from '../commands/command.ts'
import { compareWith, isSameStream, openWaterfall } from '../state/screen.ts'
import { select, useStreamList } from './stream-list-state.ts'

export function openStream({ instance, stream }: StreamSummary): void {
  openWaterfall({ instance, stream })
}

/** Marks the first of two streams to compare; the second opens the comparison, the same one again takes the mark away. */
export function markStream(stream: StreamSummary): void {
  const { marked } = useStreamList.getState()
  if (!marked || isSameStream(marked, stream)) {
    useStreamList.setState({ marked: marked ? null : stream })
    return
  }
  useStreamList.setState({ marked: null })
  compareWith(toKey(marked), toKey(stream))
}

const toKey = ({ instance, stream }: StreamSummary) => ({ instance, stream })

const hasRows = () => (useStreamList.getState().total ?? 0) > 0
const findSelected = () => {
  const { selection, rows } = useStreamList.getState()
  return selection ? rows.get(selection.index) : undefined
}

/** Moves the selection by rows; to either end if infinite. */
function step(by: number): void {
  const { selection, total, top } = useStreamList.getState()
  if (!total) return
  const from = selection?.index ?? top.index
  // Without a selection, the first step is to the topmost row.
  const start = selection || !Number.isFinite(by) ? from + by : from
  useStreamList.setState((list) => select(list, Math.min(Math.max(0, start), total - 1)), true)
}

/** An error, for the list of requests: one with a failure or an error in it. Looks at the rows that are here. */
function stepBad(by: 1 | -1): void {
  const { selection, rows } = useStreamList.getState()
  const bad = [...rows].filter(([, { failed, importance }]) => failed > 0 || importance >= 5).map(([index]) => index)
  const from = selection?.index ?? -1
  const next =
    by === 1
      ? bad.filter((index) => index > from).sort((a, b) => a - b)
      : bad.filter((index) => index < from).sort((a, b) => b - a)
  if (next[0] !== undefined) step(next[0] - from)
}

/** What the keys do while requests are listed. Those with the id of a command for events stand in its place. */
export const STREAM_LIST_COMMANDS: readonly Command[] = [
  {
    id: 'event/next',
    label: 'Next request',
    group: 'Streams',
    keys: ['j'],
    listKeys: ['ArrowDown'],
    isEnabled: hasRows,
    run: () => step(1),
  },
  {
    id: 'event/previous',
    label: 'Previous request',
    group: 'Streams',
    keys: ['k'],
    listKeys: ['ArrowUp'],
    isEnabled: hasRows,
    run: () => step(-1),
  },
  {
    id: 'event/page-down',
    label: 'A screen down',
    group: 'Streams',
    listKeys: ['PageDown'],
    isEnabled: hasRows,
    run: ({ rowsPerPage }) => step(rowsPerPage),
  },
  {
    id: 'event/page-up',
    label: 'A screen up',
    group: 'Streams',
    listKeys: ['PageUp'],
    isEnabled: hasRows,
    run: ({ rowsPerPage }) => step(-rowsPerPage),
  },
  {
    id: 'event/first',
    label: 'Newest request, and follow',
    group: 'Streams',
    keys: ['g'],
    listKeys: ['Home'],
    isEnabled: hasRows,
    run: () => step(Number.NEGATIVE_INFINITY),
  },
  {
    id: 'event/last',
    label: 'Oldest request',
    group: 'Streams',
    keys: ['G'],
    listKeys: ['End'],
    isEnabled: hasRows,
    run: () => step(Number.POSITIVE_INFINITY),
  },
  {
    id: 'list/next-error',
    label: 'Next request with an error',
    group: 'Streams',
    keys: ['e', 'F8'],
    isEnabled: hasRows,
    run: () => stepBad(1),
  },
  {
    id: 'list/previous-error',
    label: 'Previous request with an error',
    group: 'Streams',
    keys: ['E', 'Shift+F8'],
    isEnabled: hasRows,
    run: () => stepBad(-1),
  },
  {
    id: 'event/open',
    label: 'Open the waterfall',
    group: 'Streams',
    listKeys: ['Enter'],
    isEnabled: () => findSelected() !== undefined,
    run: () => {
      const stream = findSelected()
      if (stream) openStream(stream)
    },
  },
  {
    id: 'stream/compare',
    label: 'Compare with another request',
    group: 'Streams',
    keywords: 'difference diff mark',
    keys: ['d'],
    isEnabled: () => findSelected() !== undefined,
    run: () => {
      const stream = findSelected()
      if (stream) markStream(stream)
    },
  },
  {
    id: 'event/close',
    label: 'Leave a field, or drop the mark',
    group: 'Streams',
    keys: ['Escape'],
    run: ({ focusList }) => {
      useStreamList.setState({ marked: null })
      focusList()
    },
  },
]
