import { useMemo } from 'react'
import type { StreamEvent } from '../../shared/messages.ts'
import type { Series, SeriesPoint } from '../../shared/series.ts'
import type { SessionInfo } from '../../shared/session.ts'
import type { StreamKey } from '../../shared/stream.ts'
import type { Backend } from '../backend.ts'
import { useNow } from '../list/use-now.ts'
import { useLiveAnswer } from '../state/use-live-answer.ts'
import { usePolled } from '../state/use-polled.ts'
import { isJsonObject, parseJson } from '../ui/json-value.ts'
import { useSeriesPoints } from './series-points.ts'
import { type LifeEvent, readLife, type SessionLife } from './session-life.ts'
import { findStatus, findStatusOfLife, type SessionStatus } from './session-status.tsx'

/** What is known of the session that a stream is. */
export interface Session {
  /** Null where its events are all that is known. */
  readonly info: SessionInfo | null
  readonly life: SessionLife
  readonly status: SessionStatus
}

/** Key of the series that holds a session's heartbeats. */
const HEARTBEATS = 'session'
const MOST_EVENTS = 5000
const MOST_HEARTBEATS = 10_000
const NONE: readonly SeriesPoint[] = []
const NO_SERIES: Series = { id: 0, key: '', payload: '', points: 0, last: null }

/** The session that a stream is, kept up to date; null for a stream that is none, and until it is read. */
export function useSession(backend: Backend, { instance, stream }: StreamKey, isSession: boolean): Session | null {
  const key = isSession ? { instance, stream } : null
  const page = { types: ['session'], after: 0, limit: MOST_EVENTS, withPayload: true }
  const answer = useLiveAnswer(backend, 'stream/events', key && { ...key, ...page })
  const info = usePolled(backend, 'session/read', key)
  const series = usePolled(backend, 'series/list', key)?.find((one) => one.key === HEARTBEATS) ?? NO_SERIES
  const heartbeats = useSeriesPoints(backend, series, MOST_HEARTBEATS) ?? NONE
  const now = useNow('relative')
  const events = useMemo(() => answer?.events.map(readLifeEvent) ?? [], [answer])
  return useMemo(() => {
    const life = readLife(events, heartbeats, now)
    return life && { info, life, status: info ? findStatus(info) : findStatusOfLife(life, now) }
  }, [events, heartbeats, info, now])
}

function readLifeEvent({ time, payload }: StreamEvent): LifeEvent {
  const value = payload === null ? null : parseJson(payload)
  const { action, reason, data } = value !== null && isJsonObject(value) ? value : {}
  const told = reason ?? (data !== undefined && isJsonObject(data) ? data.reason : undefined)
  return {
    time,
    action: typeof action === 'string' ? action : 'started',
    reason: typeof told === 'string' && told !== '' ? told : null,
  }
}
