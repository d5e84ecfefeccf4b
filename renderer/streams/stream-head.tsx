import { useMemo } from 'react'
import type { EventRow } from '../../shared/event.ts'
import { formatDuration } from '../../shared/format.ts'
import type { SessionInfo } from '../../shared/session.ts'
import type { StreamKey } from '../../shared/stream.ts'
import { isGoing, StatusBadge } from '../sessions/session-status.tsx'
import type { Session } from '../sessions/use-session.ts'
import { BackButton } from './back-button.tsx'
import { findSkew } from './clock-skew.ts'
import { TypeCounts } from './stream-columns.tsx'
import { lengthOf } from './timeline.ts'
import { measured, useWaterfall } from './waterfall-state.ts'
import { WaterfallTools } from './waterfall-tools.tsx'

interface StreamHeadProps {
  readonly stream: StreamKey
  /** Null for a stream that is none. */
  readonly session: Session | null
  /** Whether the waterfall is what is shown of it. */
  readonly hasTools: boolean
}

/** The way back, which stream it is, and how to look at it. */
export function StreamHead({ stream, session, hasTools }: StreamHeadProps) {
  const state = useWaterfall()
  const { events, missing } = state
  const { timeline } = measured(state)
  const types = useMemo(() => countTypes(events), [events])
  const firstLine = useMemo(() => findTitle(events), [events])
  const title = (session && nameSession(session.info)) || firstLine
  return (
    <header className="streams-head">
      <BackButton />
      <h2 className="streams-title" data-session={session ? '' : undefined} title={title ?? stream.stream}>
        {title ?? stream.stream}
      </h2>
      {session && <SessionFacts session={session} />}
      {events.length > 0 && (
        <>
          <b className="head-fact">{formatDuration(session ? lengthOfLife(session) : lengthOf(timeline))}</b>
          <TypeCounts types={types} />
          <ClockSkew events={events} />
        </>
      )}
      {missing > 0 && <span className="head-fact">{missing.toLocaleString('en')} more events are not drawn</span>}
      <span className="spring" />
      {hasTools && <WaterfallTools />}
    </header>
  )
}

/** Empty for one of which neither product nor version is known. */
function nameSession({ product, version }: SessionInfo): string {
  return [product, version].filter(Boolean).join(' ')
}

/** As long as it goes on, in whole seconds: parts of one would never stand still. */
function lengthOfLife({ info, life: { start, latest, end } }: Session): number {
  const length = (end ?? latest) - start
  return isGoing(info, Date.now()) ? Math.floor(length / 1000) * 1000 : length
}

function SessionFacts({ session: { info } }: { readonly session: Session }) {
  return (
    <>
      <StatusBadge info={info} now={Date.now()} />
      {info.hostname && (
        <span
          className="head-host"
          title={info.machine === null ? info.hostname : `${info.hostname}, machine ${info.machine}`}
        >
          on {info.hostname}
        </span>
      )}
    </>
  )
}

/** Said only where it is noticeable. */
function ClockSkew({ events }: { readonly events: readonly EventRow[] }) {
  const skew = useMemo(() => findSkew(events), [events])
  if (!skew) return null
  const { behind, of } = skew
  return (
    <span
      className="head-fact head-skew"
      title={`Median of ${of.toLocaleString('en')} events: the sender's clock differs from this one, or it sends late.`}
    >
      clock {formatDuration(Math.abs(behind))} {behind > 0 ? 'behind' : 'ahead'}
    </span>
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
