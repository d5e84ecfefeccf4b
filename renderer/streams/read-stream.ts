import type { StreamEvent } from '../../shared/messages.ts'
import type { StreamKey, StreamSummary } from '../../shared/stream.ts'
import type { Backend } from '../backend.ts'

/** Events asked for at once, and read at most of one stream. */
const PAGE = 5000
export const MOST_EVENTS = 50_000

/** Events of a stream, and how many there are beyond. */
export interface StreamEvents {
  readonly events: readonly StreamEvent[]
  readonly missing: number
}

/** The events that are known, and all that were stored after them; the same list where there are none. */
export async function readEvents(
  backend: Backend,
  stream: StreamKey,
  known: readonly StreamEvent[] = [],
): Promise<StreamEvents> {
  let events = known
  for (;;) {
    const after = events.at(-1)?.id ?? 0
    const limit = Math.max(1, Math.min(PAGE, MOST_EVENTS - events.length))
    const page = await backend.request('stream/events', { ...stream, types: null, after, limit, withPayload: false })
    if (events.length >= MOST_EVENTS) return { events, missing: page.total }
    if (page.events.length > 0) events = [...events, ...page.events]
    if (page.events.length === page.total) return { events, missing: 0 }
  }
}

/** A stream as its row in the list, with its events. Rejects when it is gone. */
export async function readStream(
  backend: Backend,
  { instance, stream }: StreamKey,
): Promise<{ summary: StreamSummary; events: readonly StreamEvent[] }> {
  const [{ streams }, { events }] = await Promise.all([
    backend.request('stream/list', {
      from: { instance, stream },
      where: [],
      orderBy: { by: 'time', direction: 'desc' },
      offset: 0,
      limit: 1,
    }),
    readEvents(backend, { instance, stream }),
  ])
  const [summary] = streams
  if (!summary) throw new Error(`The events of ${stream} are gone: they were cleared, or made room for newer ones.`)
  return { summary, events }
}
