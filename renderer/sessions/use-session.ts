import { useMemo } from 'react'
import type { StreamEvent } from '../../shared/messages.ts'
import type { SeriesPoint } from '../../shared/series.ts'
import type { SessionInfo } from '../../shared/session.ts'
import type { StreamKey } from '../../shared/stream.ts'
import type { Backend } from '../backend.ts'
import { useNow } from '../list/use-now.ts'
import { useLiveAnswer } from '../state/use-live-answer.ts'
import { usePolled } from '../state/use-polled.ts'
import { isJsonObject, parseJson } from '../ui/json-value.ts'
import { useSeriesPoints } from './series-points.ts'
import { type LifeEvent, readLife, type SessionLife } from './session-life.ts'
import { findStatus } from './session-status.tsx'

/** What is known of the session that a stream is. */
export interface Session {
  readonly info: SessionInfo
  readonly life: SessionLife
}

const MOST_EVENTS = 5000
/** Of more, those with the longest gaps are among them. */
const MOST_HEARTBEATS = 2000
const NONE: readonly SeriesPoint[] = []

/** The session that a stream is, kept up to date; null for a stream that is none, and until it is read. */
export function useSession(backend: Backend, { instance, stream }: StreamKey, isSession: boolean): Session | null {
  const key = isSession ? { instance, stream } : null
  const page = { types: ['session'], after: 0, limit: MOST_EVENTS, withPayload: true }
  const answer = useLiveAnswer(backend, 'stream/events', key && { ...key, ...page })
  const info = usePolled(backend, 'session/read', key && [key])?.[0] ?? null
  const now = useNow('relative')
  const events = useMemo(() => answer?.events.map(readLifeEvent) ?? [], [answer])
  // The event that began a session stands for the series of its heartbeats.
  const first = answer?.events[events.findIndex(({ action }) => action === 'started')]
  const revision = first ? (info?.lastHeartbeat ?? null) : null
  const heartbeats = useSeriesPoints(backend, { id: first?.id ?? 0, revision, most: MOST_HEARTBEATS }) ?? NONE
  return useMemo(() => {
    if (!info) return null
    const until = findStatus(info, now) === 'quiet' ? info.lastSeen : now
    const life = readLife(events, heartbeats, until)
    return life && { info, life }
  }, [events, heartbeats, info, now])
}

function readLifeEvent({ time, payload }: StreamEvent): LifeEvent {
  const value = payload === null ? null : parseJson(payload)
  const { action, reason, data, daemon } = value !== null && isJsonObject(value) ? value : {}
  const more = data !== undefined && isJsonObject(data) ? data : {}
  const told = reason ?? more.reason
  const lastSign = typeof more.last_heartbeat === 'string' ? Date.parse(more.last_heartbeat) : Number.NaN
  return {
    time,
    action: typeof action === 'string' ? action : 'started',
    reason: typeof told === 'string' && told !== '' ? told : null,
    lastSign: Number.isNaN(lastSign) ? null : lastSign,
    isWatched: daemon === true,
  }
}
