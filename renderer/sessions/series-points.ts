import { useEffect, useState } from 'react'
import type { Series, SeriesPoint } from '../../shared/series.ts'
import type { Backend } from '../backend.ts'
import { BackendError } from '../backend.ts'

/** The points of a series, read again when it has more; null until they are here. Of very many those a chart shows. */
export function useSeriesPoints(backend: Backend, series: Series, most: number): readonly SeriesPoint[] | null {
  const [points, setPoints] = useState<{ readonly id: number; readonly points: readonly SeriesPoint[] } | null>(null)
  const { id } = series
  const revision = `${series.points} ${series.last?.time}`
  useEffect(() => {
    if (revision === '') return
    let isCurrent = true
    backend.request('series/points', { id, most }).then(
      (read) => isCurrent && setPoints({ id, points: read }),
      (error: unknown) => {
        // What comes next is asked for again.
        if (!(error instanceof BackendError)) throw error
      },
    )
    return () => {
      isCurrent = false
    }
  }, [backend, id, most, revision])
  return points?.id === id ? points.points : null
}
