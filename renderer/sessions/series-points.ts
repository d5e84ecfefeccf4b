import { useEffect, useRef, useState } from 'react'
import type { EventId } from '../../shared/event.ts'
import type { Series, SeriesPart, SeriesPoint } from '../../shared/series.ts'
import { type Backend, BackendError } from '../backend.ts'

interface AskedPoints {
  readonly id: EventId
  /** Another one whenever the series has more; null as long as there is nothing to read. */
  readonly revision: string | number | null
  /** Of more, those are read that a chart of so many shows. */
  readonly most: number
  /** Where the chart is zoomed: more of those in sight. */
  readonly between?: SeriesPart['between'] | null
}

/** The points of a series, read again with each revision; null until they are here. */
export function useSeriesPoints(
  backend: Backend,
  { id, revision, most, between }: AskedPoints,
): readonly SeriesPoint[] | null {
  const [read, setRead] = useState<{ readonly id: EventId; readonly points: readonly SeriesPoint[] } | null>(null)
  // An answer that was overtaken is shown as long as no later one is here: revisions may come faster than answers.
  const asked = useRef(0)
  const shown = useRef(0)
  const [from, to] = [between?.from ?? null, between?.to ?? null]
  useEffect(() => {
    if (revision === null) return
    const number = ++asked.current
    const part: SeriesPart = { id, most, ...(from !== null && to !== null && { between: { from, to } }) }
    backend.request('series/points', part).then(
      (points) => {
        if (number < shown.current) return
        shown.current = number
        setRead({ id, points })
      },
      (error: unknown) => {
        // What comes next is asked for again.
        if (!(error instanceof BackendError)) throw error
      },
    )
  }, [backend, id, most, revision, from, to])
  return read?.id === id ? read.points : null
}

/** Tells how a series stands from how it stood. */
export function revisionOf({ points, last }: Series): string {
  return `${points} ${last?.time}`
}
