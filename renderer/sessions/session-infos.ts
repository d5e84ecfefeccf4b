import { create } from 'zustand'
import type { EventId } from '../../shared/event.ts'
import type { SessionInfo } from '../../shared/session.ts'
import type { StreamKey } from '../../shared/stream.ts'
import { type Backend, BackendError } from '../backend.ts'
import { isGoing } from './session-status.tsx'

/** A stream of the list; `last` is the id of its newest event. */
export interface ListedSession extends StreamKey {
  readonly last: EventId
}

interface KnownSession {
  /** Null for a stream that is none. */
  readonly info: SessionInfo | null
  readonly last: EventId
  /** When it was asked for, ms since the epoch. */
  readonly asked: number
}

/** What is known of the sessions in the list, by `nameOf`. */
const useInfos = create<{ readonly known: ReadonlyMap<string, KnownSession> }>(() => ({ known: new Map() }))

/** Sessions kept; beyond that all are asked for anew. */
const CAPACITY = 2000
/** Between two looks at what is due, ms. */
const PERIOD = 1000
/** Until a session that runs is asked for again, and one that is quiet, ms: neither needs an event to change. */
const PAUSE = { going: 5000, quiet: 30_000 } as const

/** What is known of a session; undefined until it is asked for. */
export function useKnownSession(key: StreamKey): SessionInfo | null | undefined {
  return useInfos(({ known }) => known.get(nameOf(key)))?.info
}

/** Keeps what is known of the sessions on screen up to date. */
export interface FollowedSessions {
  show(sessions: readonly ListedSession[]): void
  close(): void
}

/** Asks for all sessions that are due at once: those with a new event, and those that may have changed without one. */
export function followSessions(backend: Backend): FollowedSessions {
  let shown: readonly ListedSession[] = []
  let isAsking = false

  async function ask() {
    const due = isAsking ? [] : shown.filter((session) => isDue(session, Date.now()))
    if (due.length === 0) return
    isAsking = true
    try {
      const keys = due.map(({ instance, stream }) => ({ instance, stream }))
      keep(due, await backend.request('session/read', keys))
    } catch (error) {
      // They are still due.
      if (!(error instanceof BackendError)) throw error
    } finally {
      isAsking = false
    }
  }

  const timer = setInterval(ask, PERIOD)
  return {
    show(sessions) {
      shown = sessions
      void ask()
    },
    close: () => clearInterval(timer),
  }
}

function isDue(session: ListedSession, now: number): boolean {
  const known = useInfos.getState().known.get(nameOf(session))
  if (known?.last !== session.last) return true
  const { info, asked } = known
  if (!info || info.crashed || info.ended !== null) return false
  return now - asked >= (isGoing(info, now) ? PAUSE.going : PAUSE.quiet)
}

function keep(sessions: readonly ListedSession[], infos: readonly (SessionInfo | null)[]): void {
  const asked = Date.now()
  const read = sessions.map((session, index): [string, KnownSession] => [
    nameOf(session),
    { info: infos[index] ?? null, last: session.last, asked },
  ])
  useInfos.setState(({ known }) => ({ known: new Map([...(known.size < CAPACITY ? known : []), ...read]) }))
}

function nameOf({ instance, stream }: StreamKey): string {
  return `${instance}\n${stream}`
}
