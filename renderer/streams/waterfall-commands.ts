import { ERROR_IMPORTANCE } from '../../shared/importance.ts'
import type { Command, CommandContext } from '../commands/command.ts'
import { useLog } from '../state/log.ts'
import { goBack } from '../state/screen.ts'
import type { Viewer } from '../state/viewer-context.ts'
import { selectStreamEvent } from './select-event.ts'
import { pan, type TimeScale, type Viewport, WHOLE_AXIS, zoomAt } from './time-scale.ts'
import type { Span } from './timeline.ts'
import { findScale, listSpans, useWaterfall } from './waterfall-state.ts'

/** How much narrower one step of the zoom makes what is on screen. */
const ZOOM_STEP = 1.6

/** Selects the event of a span, in the list of events as well, and brings its time on screen. */
export function selectSpan(viewer: Viewer, span: Span): void {
  const { row } = span
  useWaterfall.setState((state) => ({ viewport: bringOnScreen(state.viewport, findScale(state), span) }))
  selectStreamEvent(viewer, row)
}

function bringOnScreen(viewport: Viewport, scale: TimeScale, { start, end }: Span): Viewport {
  const [from, to] = [scale.toPlace(start), scale.toPlace(end)]
  const isOnScreen = to >= viewport.from && from <= viewport.to
  return isOnScreen ? viewport : pan(viewport, (from + to) / 2 - (viewport.from + viewport.to) / 2)
}

export function openSpan(viewer: Viewer, span: Span): void {
  selectSpan(viewer, span)
  useLog.setState({ isDetailOpen: true })
}

/** Opens or closes what is nested in an event. */
export function toggleSpan({ row: { id } }: Span): void {
  useWaterfall.setState(({ closed }) => {
    const next = new Set(closed)
    if (!next.delete(id)) next.add(id)
    return { closed: next }
  })
}

export function toggleFolds(isFolded: boolean): void {
  // Places mean other times from now on.
  useWaterfall.setState({ isFolded, viewport: WHOLE_AXIS })
}

export function togglePath(): void {
  useWaterfall.setState(({ isPathShown }) => ({ isPathShown: !isPathShown }))
}

/** Zooms towards the selected event if it is on screen, else towards the middle. */
export function zoom(factor: number): void {
  const { span } = findPlace()
  useWaterfall.setState((state) => {
    const { viewport } = state
    const scale = findScale(state)
    const place = span ? (scale.toPlace(span.start) + scale.toPlace(span.end)) / 2 : Number.NaN
    const isOnScreen = place >= viewport.from && place <= viewport.to
    return { viewport: zoomAt(viewport, factor, isOnScreen ? place : (viewport.from + viewport.to) / 2) }
  })
}

export function zoomOut(): void {
  useWaterfall.setState({ viewport: WHOLE_AXIS })
}

function findPlace() {
  const spans = listSpans(useWaterfall.getState())
  const id = useLog.getState().selection?.id
  const index = spans.findIndex(({ row }) => row.id === id)
  return { spans, index, span: spans[index] }
}

function step(viewer: Viewer, by: number): void {
  const { spans, index } = findPlace()
  const span = spans[Math.min(Math.max(0, index < 0 ? Math.max(0, by - 1) : index + by), spans.length - 1)]
  if (span) selectSpan(viewer, span)
}

function stepError(viewer: Viewer, by: 1 | -1): void {
  const { spans, index } = findPlace()
  const isBad = ({ row }: Span) => row.success === false || row.importance >= ERROR_IMPORTANCE
  const next = by === 1 ? spans.slice(index + 1).find(isBad) : spans.slice(0, Math.max(0, index)).findLast(isBad)
  if (next) selectSpan(viewer, next)
}

function openNode(viewer: Viewer): void {
  const { span } = findPlace()
  if (!span || span.children.length === 0) return
  if (useWaterfall.getState().closed.has(span.row.id)) toggleSpan(span)
  else step(viewer, 1)
}

function closeNode(viewer: Viewer): void {
  const { spans, index, span } = findPlace()
  if (!span) return
  const parent = spans.slice(0, index).findLast(({ depth }) => depth < span.depth)
  if (span.children.length > 0 && !useWaterfall.getState().closed.has(span.row.id)) toggleSpan(span)
  else if (parent) selectSpan(viewer, parent)
}

/** Out of a field, out of the details, out of the waterfall: one step at a time. */
export function leave({ focusList }: CommandContext): void {
  const field = document.activeElement
  if (field instanceof HTMLElement && field.matches('input, textarea, select')) {
    field.blur()
    focusList()
  } else if (useLog.getState().isDetailOpen && useLog.getState().selection) {
    useLog.setState({ isDetailOpen: false })
    focusList()
  } else goBack()
}

const hasSpan = () => findPlace().span !== undefined

/** What the keys do in a waterfall. Those with the id of a command for events stand in its place. */
export const WATERFALL_COMMANDS: readonly Command[] = [
  {
    id: 'event/next',
    label: 'Next event',
    group: 'Streams',
    keys: ['j'],
    listKeys: ['ArrowDown'],
    run: (context) => step(context, 1),
  },
  {
    id: 'event/previous',
    label: 'Previous event',
    group: 'Streams',
    keys: ['k'],
    listKeys: ['ArrowUp'],
    run: (context) => step(context, -1),
  },
  {
    id: 'event/page-down',
    label: 'A screen down',
    group: 'Streams',
    listKeys: ['PageDown'],
    run: (context) => step(context, context.rowsPerPage),
  },
  {
    id: 'event/page-up',
    label: 'A screen up',
    group: 'Streams',
    listKeys: ['PageUp'],
    run: (context) => step(context, -context.rowsPerPage),
  },
  {
    id: 'event/first',
    label: 'First event',
    group: 'Streams',
    keys: ['g'],
    listKeys: ['Home'],
    run: (context) => step(context, Number.NEGATIVE_INFINITY),
  },
  {
    id: 'event/last',
    label: 'Last event',
    group: 'Streams',
    keys: ['G'],
    listKeys: ['End'],
    run: (context) => step(context, Number.POSITIVE_INFINITY),
  },
  {
    id: 'list/next-error',
    label: 'Next error',
    group: 'Streams',
    keys: ['e', 'F8'],
    run: (context) => stepError(context, 1),
  },
  {
    id: 'list/previous-error',
    label: 'Previous error',
    group: 'Streams',
    keys: ['E', 'Shift+F8'],
    run: (context) => stepError(context, -1),
  },
  {
    id: 'event/open-node',
    label: 'Open nested events',
    group: 'Streams',
    listKeys: ['ArrowRight'],
    isEnabled: hasSpan,
    run: openNode,
  },
  {
    id: 'event/close-node',
    label: 'Close nested events, or go to the parent',
    group: 'Streams',
    listKeys: ['ArrowLeft'],
    isEnabled: hasSpan,
    run: closeNode,
  },
  {
    id: 'event/close',
    label: 'Close details, or go back',
    group: 'Streams',
    keys: ['Escape'],
    run: leave,
  },
  { id: 'waterfall/zoom-in', label: 'Zoom in', group: 'Streams', keys: ['+', '='], run: () => zoom(ZOOM_STEP) },
  { id: 'waterfall/zoom-out', label: 'Zoom out', group: 'Streams', keys: ['-'], run: () => zoom(1 / ZOOM_STEP) },
  { id: 'waterfall/zoom-all', label: 'The whole time', group: 'Streams', keys: ['0'], run: zoomOut },
  {
    id: 'waterfall/path',
    label: 'Critical path',
    group: 'Streams',
    isChecked: () => useWaterfall.getState().isPathShown,
    run: togglePath,
  },
]
