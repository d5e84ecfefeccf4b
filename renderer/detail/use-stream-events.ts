import { useEffect, useMemo, useState } from 'react'
import type { EventId, EventRow } from '../../shared/event.ts'
import type { RequestArg, StreamEvent } from '../../shared/messages.ts'
import { type Backend, BackendError } from '../backend.ts'
import { useDetail } from './detail-context.ts'

/** Events asked for at a time, and shown at most. */
export const STREAM_LIMIT = 5000
/** Shortest time between two looks at a stream that grows, ms. */
const REFRESH_INTERVAL = 1000

export type StreamEvents =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly events: readonly StreamEvent[]; readonly total: number }
  | { readonly state: 'failed'; readonly reason: string }

interface StreamQuery {
  /** The event whose stream it is; it is among the answer, however long the stream. */
  readonly event: Pick<EventRow, 'id' | 'instance' | 'stream'>
  /** Null for all. */
  readonly types: readonly string[] | null
  readonly withPayload: boolean
}

/** Events of the same stream in the log's order, at most `STREAM_LIMIT`, kept up to date while the stream grows. */
export function useStreamEvents({ event, types, withPayload }: StreamQuery): StreamEvents {
  const { backend } = useDetail()
  const { id, instance, stream } = event
  const typeNames = types?.join(' ') ?? null
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly events: StreamEvents } | null>(null)
  const key = `${instance} ${stream} ${typeNames} ${withPayload} ${id}`

  useEffect(() => {
    const query = { instance, stream, types: typeNames?.split(' ') ?? null, limit: STREAM_LIMIT, withPayload }
    return followStream(backend, query, id, (events) => setLoaded({ key, events }))
  }, [backend, instance, stream, typeNames, withPayload, id, key])

  return useMemo(() => (loaded?.key === key ? loaded.events : { state: 'loading' }), [loaded, key])
}

/** Tells of the stream's events at once and after each change, until the returned function is called. */
function followStream(
  backend: Backend,
  query: Omit<RequestArg<'stream/events'>, 'after'>,
  id: EventId,
  tell: (events: StreamEvents) => void,
): () => void {
  let events: readonly StreamEvent[] = []
  /** Events before the first of `events`. */
  let skipped = 0
  let isNew = true
  let isStale = false
  let isLooking = false
  let isOver = false
  let knownCount = -1

  async function loadNew() {
    let page = await backend.request('stream/events', { ...query, after: 0 })
    const { total } = page
    const last = page.events.at(-1)
    if (last && last.id < id && page.events.length < total) {
      // Ids grow by one at least, so this leaves the event among the first half of the answer.
      page = await backend.request('stream/events', { ...query, after: Math.max(0, id - STREAM_LIMIT / 2) })
    }
    isNew = false
    events = page.events
    skipped = total - page.total
    return total
  }

  async function loadMore() {
    const room = STREAM_LIMIT - events.length
    const page = await backend.request('stream/events', {
      ...query,
      after: events.at(-1)?.id ?? 0,
      limit: Math.max(1, room),
    })
    const total = skipped + events.length + page.total
    if (page.events.length > 0 && room > 0) events = [...events, ...page.events]
    return total
  }

  async function look() {
    isStale = true
    if (isLooking) return
    isLooking = true
    while (isStale && !isOver) {
      isStale = false
      try {
        const total = await (isNew ? loadNew() : loadMore())
        if (!isOver) tell({ state: 'ready', events, total })
      } catch (error) {
        if (!(error instanceof BackendError)) throw error
        // Without a connection the answer comes once there is one again.
        if (!isOver && error.code !== 'disconnected') tell({ state: 'failed', reason: error.message })
      }
      await new Promise((resolve) => setTimeout(resolve, REFRESH_INTERVAL))
    }
    isLooking = false
  }

  const unsubscribes = [
    backend.onConnection((connection) => {
      if (connection === 'open') void look()
    }),
    backend.onFeed((message) => {
      if (message.type === 'view/reset') isNew = true
      const isGrown = message.type === 'status/changed' && message.status.events !== knownCount
      if (message.type === 'status/changed') knownCount = message.status.events
      if (isGrown || message.type === 'view/changed' || message.type === 'view/reset') void look()
    }),
  ]
  return () => {
    isOver = true
    for (const unsubscribe of unsubscribes) unsubscribe()
  }
}
