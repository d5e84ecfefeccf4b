import { ArrowLeft, FoldHorizontal, type LucideIcon, Maximize, Route, ZoomIn, ZoomOut } from 'lucide-react'
import { useMemo } from 'react'
import type { EventRow } from '../../shared/event.ts'
import { formatDuration } from '../../shared/format.ts'
import type { StreamKey } from '../../shared/stream.ts'
import { useKeyName } from '../commands/registry.ts'
import { goBack, useScreen } from '../state/screen.ts'
import { TypeCounts } from './stream-columns.tsx'
import { lengthOf } from './timeline.ts'
import { toggleFolds, togglePath, zoom, zoomOut } from './waterfall-commands.ts'
import { isFolding, measured, useWaterfall } from './waterfall-state.ts'

/** The way back, which request it is, and how to look at it. */
export function WaterfallHead({ stream }: { stream: StreamKey }) {
  const state = useWaterfall()
  const { events, missing, viewport, isPathShown } = state
  const { timeline, folds } = measured(state)
  const isFolded = isFolding(state)
  const types = useMemo(() => countTypes(events), [events])
  const title = useMemo(() => findTitle(events), [events])
  const isWhole = viewport.to - viewport.from >= 1
  return (
    <header className="streams-head">
      <BackButton />
      <h2 className="streams-title" title={title ?? stream.stream}>
        {title ?? stream.stream}
      </h2>
      {events.length > 0 && (
        <>
          <b className="head-fact">{formatDuration(lengthOf(timeline))}</b>
          <TypeCounts types={types} />
        </>
      )}
      {missing > 0 && <span className="head-fact">{missing.toLocaleString('en')} more events are not drawn</span>}
      <span className="spring" />
      {folds.length > 0 && (
        <button
          type="button"
          className="button button-small"
          aria-pressed={isFolded}
          title="Draw long times without events narrow"
          onClick={() => toggleFolds(!isFolded)}
        >
          <FoldHorizontal size={13} aria-hidden />
          <span className="button-text">Fold gaps</span>
        </button>
      )}
      <button
        type="button"
        className="button button-small"
        aria-pressed={isPathShown}
        aria-label="Critical path"
        title="Underline the chain of events that made it take so long"
        onClick={togglePath}
      >
        <Route size={13} aria-hidden />
        <span className="button-text">Critical path</span>
      </button>
      <ZoomButton icon={ZoomIn} label="Zoom in" command="waterfall/zoom-in" onClick={() => zoom(2)} />
      <ZoomButton
        icon={ZoomOut}
        label="Zoom out"
        command="waterfall/zoom-out"
        isDisabled={isWhole}
        onClick={() => zoom(0.5)}
      />
      <ZoomButton
        icon={Maximize}
        label="The whole time"
        command="waterfall/zoom-all"
        isDisabled={isWhole}
        onClick={zoomOut}
      />
    </header>
  )
}

interface ZoomButtonProps {
  readonly icon: LucideIcon
  readonly label: string
  /** The command that does the same; its key is told with the label. */
  readonly command: string
  readonly isDisabled?: boolean
  onClick(): void
}

function ZoomButton({ icon: Icon, label, command, isDisabled = false, onClick }: ZoomButtonProps) {
  const key = useKeyName(command)
  const title = key === null ? label : `${label} (${key})`
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={title}
      title={title}
      disabled={isDisabled}
      onClick={onClick}
    >
      <Icon size={15} aria-hidden />
    </button>
  )
}

const PLACES = {
  events: 'the events',
  requests: 'the requests',
  waterfall: 'the request',
  comparison: 'the comparison',
}

/** Goes to where the user came from. */
export function BackButton() {
  const from = useScreen(({ screen }) => ('from' in screen ? screen.from.kind : screen.kind))
  const label = `Back to ${PLACES[from]}`
  return (
    <button type="button" className="icon-button" aria-label={label} title={`${label} (Esc)`} onClick={goBack}>
      <ArrowLeft size={16} aria-hidden />
    </button>
  )
}

function countTypes(events: readonly EventRow[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

/** The summary of the outermost request, else of the first event; null while nothing is here. */
function findTitle(events: readonly EventRow[]): string | null {
  const requests = events.filter(({ type }) => type === 'request').sort((a, b) => a.depth - b.depth || a.id - b.id)
  return (requests[0] ?? events[0])?.summary ?? null
}
