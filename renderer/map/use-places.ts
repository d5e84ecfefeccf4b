import { useEffect, useState } from 'react'
import type { EventId } from '../../shared/event.ts'
import type { StreamKey } from '../../shared/stream.ts'
import { type Backend, BackendError } from '../backend.ts'
import { HAS_PLACE, type MapPoint, POINT_FIELDS, readPoint } from './map-point.ts'

/** Points asked for at once, and shown at most. */
const PAGE = 5000
const MOST_POINTS = 20_000

/** Where the events of a stream happened. */
export interface Places {
  /** In the order in which they happened. */
  readonly points: readonly MapPoint[]
  /** Events that tell a place which is none on Earth. */
  readonly unread: number
}

interface KnownPoints extends Places {
  /** Up to which event the log was asked. */
  readonly upTo: EventId
}

const NOTHING: KnownPoints = { points: [], unread: 0, upTo: 0 }

/** The places of a stream. `newest` is the id of its last event, null without one: what came since is asked for. */
export function usePlaces(backend: Backend, { instance, stream }: StreamKey, newest: EventId | null): Places {
  const [known, setKnown] = useState(NOTHING)
  const isGone = newest === null
  useEffect(() => {
    if (isGone) setKnown(NOTHING)
  }, [isGone])
  useEffect(() => {
    if (newest === null || newest <= known.upTo) return
    let isCurrent = true
    readPoints(backend, { instance, stream }, known, newest).then(
      (points) => isCurrent && setKnown(points),
      (error: unknown) => {
        // The next event asks again.
        if (!(error instanceof BackendError)) throw error
      },
    )
    return () => {
      isCurrent = false
    }
  }, [backend, instance, stream, newest, known])
  return known
}

async function readPoints(
  backend: Backend,
  { instance, stream }: StreamKey,
  known: KnownPoints,
  newest: EventId,
): Promise<KnownPoints> {
  const found: MapPoint[] = []
  let { unread } = known
  for (let after = known.upTo; known.points.length + found.length < MOST_POINTS; ) {
    const { events = [], total } = await backend.request('log/query', {
      from: { instance, stream },
      where: [{ field: 'id', operator: 'between', value: [after + 1, newest] }, HAS_PLACE],
      select: POINT_FIELDS,
      limit: PAGE,
    })
    for (const event of events) {
      const point = readPoint(event)
      if (point) found.push(point)
      else unread++
    }
    const last = events.at(-1)
    if (last === undefined || total === events.length) break
    after = Number(last.id)
  }
  const points = found.length === 0 ? known.points : [...known.points, ...found].sort(byTime)
  return { points, unread, upTo: newest }
}

function byTime(a: MapPoint, b: MapPoint): number {
  return a.time - b.time || a.id - b.id
}
