import { useMemo } from 'react'
import type { SeriesPoint } from '../../shared/series.ts'
import { findFigures } from './metric-series.ts'
import './metric-figures.css'

interface MetricFiguresProps {
  readonly points: readonly SeriesPoint[]
  /** Of how many these are those that a chart shows. */
  readonly count: number
  format(value: number): string
}

/** What a series comes to: its last value large, the others beside it. */
export function MetricFigures({ points, count, format }: MetricFiguresProps) {
  const figures = useMemo(() => findFigures(points), [points])
  if (!figures) return null
  const isPart = points.length < count
  return (
    <dl className="metric-figures">
      <div className="metric-last">
        <dt>last</dt>
        <dd>{format(figures.last)}</dd>
      </div>
      <div>
        <dt>min</dt>
        <dd>{format(figures.least)}</dd>
      </div>
      <div>
        <dt>max</dt>
        <dd>{format(figures.most)}</dd>
      </div>
      <div title={isPart ? `Of the ${points.length.toLocaleString('en')} points that are drawn` : undefined}>
        <dt>avg</dt>
        <dd>
          {isPart && '≈ '}
          {format(figures.average)}
        </dd>
      </div>
      <div>
        <dt>points</dt>
        <dd>{count.toLocaleString('en')}</dd>
      </div>
    </dl>
  )
}
