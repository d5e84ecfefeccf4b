import { useCallback, useEffect, useMemo, useState } from 'react'
import type { EventId, EventRow } from '../../shared/event.ts'
import type { StreamEvent } from '../../shared/messages.ts'
import type { OutlineEvent } from '../../shared/stream.ts'
import { type Backend, BackendError } from '../backend.ts'
import { useDetail } from './detail-context.ts'

/** Events asked for at a time, and shown at most; of an outline there may be more. */
const STREAM_LIMIT = 5000
const OUTLINE_LIMIT = 20_000
/** Shortest time between two looks at a stream that grows, ms. */
const REFRESH_INTERVAL = 1000

export type StreamEvents<E = StreamEvent> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly events: readonly E[]; readonly total: number }
  | { readonly state: 'failed'; readonly reason: string }

/** The event whose stream it is; it is among the answer, however long the stream. */
type Place = Pick<EventRow, 'id' | 'instance' | 'stream'>

interface StreamQuery {
  readonly event: Place
  /** Null for all. */
  readonly types: readonly string[] | null
  readonly withPayload: boolean
}

/** Events of the same stream in the log's order, at most 5,000, kept up to date while the stream grows. */
export function useStreamEvents({ event, types, withPayload }: StreamQuery): StreamEvents {
  const { backend } = useDetail()
  const { instance, stream } = event
  const typeNames = types?.join(' ') ?? null
  const read = useCallback(
    (after: EventId, limit: number) => {
      const page = { instance, stream, types: typeNames?.split(' ') ?? null, after, limit, withPayload }
      return backend.request('stream/events', page)
    },
    [backend, instance, stream, typeNames, withPayload],
  )
  return useFollowed(event.id, read, STREAM_LIMIT)
}

/** The same, with no more of each event than its tree is made from, and up to 20,000 of them. */
export function useStreamOutline({ id, instance, stream }: Place): StreamEvents<OutlineEvent> {
  const { backend } = useDetail()
  const read = useCallback(
    (after: EventId, limit: number) => backend.request('stream/outline', { instance, stream, after, limit }),
    [backend, instance, stream],
  )
  return useFollowed(id, read, OUTLINE_LIMIT)
}

/** Asks for events above an id. `total` is how many there are above it, those beyond `limit` included. */
type ReadPage<E> = (after: EventId, limit: number) => Promise<{ readonly events: readonly E[]; readonly total: number }>

function useFollowed<E extends { readonly id: EventId }>(
  id: EventId,
  read: ReadPage<E>,
  limit: number,
): StreamEvents<E> {
  const { backend } = useDetail()
  const [loaded, setLoaded] = useState<{
    readonly id: EventId
    readonly read: ReadPage<E>
    readonly events: StreamEvents<E>
  } | null>(null)
  useEffect(
    () => followStream(backend, id, read, limit, (events) => setLoaded({ id, read, events })),
    [backend, id, read, limit],
  )
  return useMemo(
    () => (loaded?.id === id && loaded.read === read ? loaded.events : { state: 'loading' }),
    [loaded, id, read],
  )
}

/** Tells of the stream's events at once and after each change, until the returned function is called. */
function followStream<E extends { readonly id: EventId }>(
  backend: Backend,
  id: EventId,
  read: ReadPage<E>,
  limit: number,
  tell: (events: StreamEvents<E>) => void,
): () => void {
  let events: readonly E[] = []
  /** Events before the first of `events`. */
  let skipped = 0
  let isNew = true
  let isStale = false
  let isLooking = false
  let isOver = false
  let knownCount = -1

  async function loadNew() {
    let page = await read(0, limit)
    const { total } = page
    const last = page.events.at(-1)
    if (last && last.id < id && page.events.length < total) {
      // Ids grow by one at least, so this leaves the event among the first half of the answer.
      page = await read(Math.max(0, id - limit / 2), limit)
    }
    events = page.events
    skipped = total - page.total
    return total
  }

  async function loadMore() {
    const room = limit - events.length
    const page = await read(events.at(-1)?.id ?? 0, Math.max(1, room))
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
      const wasNew = isNew
      // A reset that comes while it looks has it begin anew.
      isNew = false
      try {
        const total = await (wasNew ? loadNew() : loadMore())
        if (!isOver) tell({ state: 'ready', events, total })
      } catch (error) {
        isNew ||= wasNew
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
