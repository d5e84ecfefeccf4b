import { useMemo, useRef } from 'react'
import type { EventId } from '../../shared/event.ts'
import type { SeriesPoint } from '../../shared/series.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Chart } from '../ui/chart.tsx'
import type { ChartData } from '../ui/chart-data.ts'
import type { ChartFrame, ChartZoom } from '../ui/chart-frame.ts'
import { findLongest } from '../ui/chart-gaps.ts'
import { useInSight } from '../ui/use-in-sight.ts'
import { MetricFigures } from './metric-figures.tsx'
import { formatterFor, type MetricSeries } from './metric-series.ts'
import { revisionOf, useSeriesPoints } from './series-points.ts'

/** A chart is no wider: more points than two for each px would not be seen. */
const MOST_POINTS = 4000
const HEIGHT = 118

interface MetricRowProps {
  readonly metric: MetricSeries
  readonly frame: ChartFrame
  /** What of the time was chosen; null for all of it. */
  readonly zoom: ChartZoom | null
  onOpen(id: EventId): void
}

/** One metric among others: what it is, what it comes to, and its values over time. */
export function MetricRow({ metric, frame, zoom, onOpen }: MetricRowProps) {
  const { backend } = useViewer()
  const { series, name, unit, isTotal } = metric
  const row = useRef<HTMLElement>(null)
  const isInSight = useInSight(row)
  // Of fewer points all are here already.
  const between = series.points > MOST_POINTS ? zoom : null
  const asked = { id: series.id, revision: isInSight ? revisionOf(series) : null, most: MOST_POINTS, between }
  const points = useSeriesPoints(backend, asked)
  const format = useMemo(() => formatterFor(unit), [unit])
  const data = useMemo(() => toChartData(name, points ?? [], isTotal), [name, points, isTotal])
  return (
    <section ref={row} className="metric-row" aria-label={name}>
      <div className="metric-about">
        <button type="button" className="metric-name" title={`Open #${series.id}`} onClick={() => onOpen(series.id)}>
          {name}
        </button>
        <MetricTags metric={metric} />
        <MetricFigures metric={metric} format={format} />
      </div>
      <div className="metric-chart">
        {isInSight && points && (
          <Chart data={data} label={`${name} over time`} height={HEIGHT} formatValue={format} frame={frame} />
        )}
      </div>
    </section>
  )
}

function MetricTags({ metric: { kind, unit, tags } }: { readonly metric: MetricSeries }) {
  return (
    <span className="metric-tags">
      {kind}
      {unit !== null && `, ${unit}`}
      {tags.map((tag) => (
        <code key={tag}>{tag}</code>
      ))}
    </span>
  )
}

/** The values of a series over time. */
export function toChartData(label: string, points: readonly SeriesPoint[], isStepped: boolean): ChartData {
  const times = points.map(({ time }) => time)
  const values = points.map(({ value }) => value)
  return {
    axis: { kind: 'time', zone: 'local', values: times },
    // Of totals only the changes are here: that nothing changed is no gap.
    series: [isStepped ? { label, values, isStepped } : { label, values, longest: findLongest(times) }],
  }
}
