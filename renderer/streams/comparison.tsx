import { ArrowLeftRight } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { EventId } from '../../shared/event.ts'
import { formatDuration } from '../../shared/format.ts'
import type { StreamEvent } from '../../shared/messages.ts'
import type { StreamKey, StreamSummary } from '../../shared/stream.ts'
import { useCommands } from '../commands/registry.ts'
import { goToEvent } from '../state/actions.ts'
import { useLog } from '../state/log.ts'
import { openWaterfall, useScreen } from '../state/screen.ts'
import { useViewer } from '../state/viewer-context.ts'
import { messageOf } from '../ui/failures.ts'
import { BackButton } from './back-button.tsx'
import { compareStreams } from './compare.ts'
import { ComparedEntries } from './compared-entries.tsx'
import { ComparedTimes } from './compared-times.tsx'
import { COMPARISON_COMMANDS } from './comparison-commands.ts'
import { readStream } from './read-stream.ts'
import { Marks, StatusMark, StreamTitle, TypeCounts } from './stream-columns.tsx'
import './comparison.css'

export interface StreamComparisonProps {
  readonly left: StreamKey
  readonly right: StreamKey
}

/** One of the two, read. */
interface ComparedStream {
  readonly summary: StreamSummary
  readonly events: readonly StreamEvent[]
}

/** What differs between two requests: queries, templates, mails; and where the time went. */
export function StreamComparison({ left, right }: StreamComparisonProps) {
  const viewer = useViewer()
  const streams = useStreams(left, right)
  const [isSameShown, setSameShown] = useState(false)
  const comparison = useMemo(
    () => (streams.both ? compareStreams(streams.both.left.events, streams.both.right.events) : null),
    [streams.both],
  )
  useCommands(COMPARISON_COMMANDS)

  /** Shows an event in the waterfall of its stream; the way back leads here. */
  function goTo(stream: StreamKey, events: readonly StreamEvent[], id: EventId) {
    const row = events.find((event) => event.id === id) ?? null
    useLog.setState({ selection: { id, index: 0, row }, isDetailOpen: true })
    openWaterfall(stream)
    void goToEvent(viewer, id)
  }

  return (
    <section className="comparison" aria-label="Comparison">
      <header className="streams-head">
        <BackButton />
        <h2 className="streams-title">Comparison</h2>
        <span className="spring" />
        <label className="check compare-same">
          <input type="checkbox" checked={isSameShown} onChange={(event) => setSameShown(event.target.checked)} />
          What is the same, too
        </label>
        <button type="button" className="button button-small" onClick={() => swap(left, right)}>
          <ArrowLeftRight size={13} aria-hidden />
          Swap sides
        </button>
      </header>
      {streams.error !== null && (
        <p className="waterfall-note" role="alert">
          {streams.error}
        </p>
      )}
      {streams.both && comparison && (
        <div className="comparison-body">
          <div className="compared-streams">
            <StreamCard side="left" {...streams.both.left} />
            <StreamCard side="right" {...streams.both.right} />
          </div>
          <div className="compared-phases">
            <ComparedTimes title="Time by type" times={comparison.types} isType />
            {comparison.targets.length > 0 && <ComparedTimes title="Query time by target" times={comparison.targets} />}
          </div>
          {comparison.groups.map((group) => (
            <ComparedEntries
              key={group.type}
              group={group}
              isSameShown={isSameShown}
              onSelect={(side, id) =>
                side === 'left'
                  ? goTo(left, streams.both?.left.events ?? [], id)
                  : goTo(right, streams.both?.right.events ?? [], id)
              }
            />
          ))}
        </div>
      )}
    </section>
  )
}

function swap(left: StreamKey, right: StreamKey) {
  useScreen.setState(({ screen }) =>
    screen.kind === 'comparison' ? { screen: { ...screen, left: right, right: left } } : {},
  )
}

function StreamCard({ side, summary }: ComparedStream & { side: 'left' | 'right' }) {
  const { status, duration, types, instance, stream, time } = summary
  return (
    <button
      type="button"
      className="compared-stream"
      data-side={side}
      title="Open its waterfall"
      onClick={() => openWaterfall({ instance, stream })}
    >
      <span className="side-mark">{side === 'left' ? 'A' : 'B'}</span>
      <StreamTitle stream={summary} />
      <span className="compared-facts">
        {status !== null && <StatusMark status={status} />}
        {duration !== null && <b>{formatDuration(duration)}</b>}
        <Marks stream={summary} />
        <TypeCounts types={types} />
        <span className="dim">{new Date(time).toLocaleTimeString('en-GB')}</span>
      </span>
    </button>
  )
}

function useStreams(left: StreamKey, right: StreamKey) {
  const { backend } = useViewer()
  const isConnected = useLog((log) => log.connection === 'open')
  const [read, setRead] = useState<{
    readonly both: { readonly left: ComparedStream; readonly right: ComparedStream } | null
    readonly error: string | null
  }>({ both: null, error: null })
  useEffect(() => {
    if (!isConnected) return
    let isLatest = true
    Promise.all([readStream(backend, left), readStream(backend, right)]).then(
      ([a, b]) => isLatest && setRead({ both: { left: a, right: b }, error: null }),
      (error: unknown) => isLatest && setRead({ both: null, error: messageOf(error) }),
    )
    return () => {
      isLatest = false
    }
  }, [backend, left, right, isConnected])
  return read
}
