import { useEffect } from 'react'
import { create } from 'zustand'
import type { EventId } from '../../shared/event.ts'
import type { SessionInfo } from '../../shared/session.ts'
import type { StreamKey } from '../../shared/stream.ts'
import { type Backend, BackendError } from '../backend.ts'

/** What is known of the sessions in the list, by `nameOf`; null for a stream that is none. */
const useInfos = create<{ readonly infos: ReadonlyMap<string, SessionInfo | null> }>(() => ({ infos: new Map() }))

/** Sessions kept; beyond that all are asked for anew. */
const CAPACITY = 2000
/** Until a session that runs is asked for again, and one that sleeps, ms: neither needs an event to change. */
const PAUSE = { running: 5000, sleeping: 30_000 } as const

function nameOf({ instance, stream }: StreamKey): string {
  return `${instance}\n${stream}`
}

/** What is known of a session; undefined until it is asked for. */
export function useKnownSession(key: StreamKey): SessionInfo | null | undefined {
  return useInfos(({ infos }) => infos.get(nameOf(key)))
}

/** Asks for a session as long as it is on screen, and again with each event: `last` is the id of its newest. */
export function useAskedSession(
  backend: Backend,
  { instance, stream }: StreamKey,
  last: EventId,
): SessionInfo | null | undefined {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = last < 0
    const ask = async () => {
      try {
        const info = await backend.request('session/read', { instance, stream })
        keep(nameOf({ instance, stream }), info)
        if (isOver || !info || info.crashed || info.ended !== null) return
        timer = setTimeout(ask, info.suspended ? PAUSE.sleeping : PAUSE.running)
      } catch (error) {
        if (!(error instanceof BackendError)) throw error
        if (!isOver) timer = setTimeout(ask, PAUSE.running)
      }
    }
    if (!isOver) void ask()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [backend, instance, stream, last])
  return useKnownSession({ instance, stream })
}

function keep(name: string, info: SessionInfo | null): void {
  useInfos.setState(({ infos }) => {
    const kept = infos.size < CAPACITY ? infos : []
    return { infos: new Map([...kept, [name, info]]) }
  })
}
