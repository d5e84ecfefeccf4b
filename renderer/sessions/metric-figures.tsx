import type { MetricSeries } from './metric-series.ts'
import './metric-figures.css'

interface MetricFiguresProps {
  readonly metric: MetricSeries
  format(value: number): string
}

/** What a series comes to: its last value large, the others beside it. */
export function MetricFigures({ metric: { series, average }, format }: MetricFiguresProps) {
  const { last, figures, points } = series
  if (!last || !figures) return null
  return (
    <dl className="metric-figures">
      <div className="metric-last">
        <dt>last</dt>
        <dd>{format(last.value)}</dd>
      </div>
      <div>
        <dt>min</dt>
        <dd>{format(figures.least)}</dd>
      </div>
      <div>
        <dt>max</dt>
        <dd>{format(figures.most)}</dd>
      </div>
      {average !== null && (
        <div>
          <dt>avg</dt>
          <dd>{format(average)}</dd>
        </div>
      )}
      <div>
        <dt>points</dt>
        <dd>{points.toLocaleString('en')}</dd>
      </div>
    </dl>
  )
}
