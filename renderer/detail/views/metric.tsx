import { useMemo } from 'react'
import type { SeriesPoint } from '../../../shared/series.ts'
import { MetricFigures } from '../../sessions/metric-figures.tsx'
import { toChartData } from '../../sessions/metric-row.tsx'
import {
  type Bucket,
  formatterFor,
  type MetricSeries,
  nameBucket,
  readBuckets,
  readMetric,
} from '../../sessions/metric-series.ts'
import { revisionOf, useSeriesPoints } from '../../sessions/series-points.ts'
import { usePolled } from '../../state/use-polled.ts'
import { Chart, ChartWithTable } from '../../ui/chart.tsx'
import { KeyValues } from '../../ui/key-values.tsx'
import { useDetail } from '../detail-context.ts'
import type { EventView } from './view.ts'

/** The most that can be asked for. */
const MOST_POINTS = 20_000

/** The series that the event stands for: what it comes to, its values over time, a histogram's buckets. */
export const MetricView: EventView<'metric'> = ({ payload, event }) => {
  const { backend } = useDetail()
  const { instance, stream } = event
  const list = usePolled(backend, 'series/list', { instance, stream })
  const series = list?.find(({ id }) => id === event.id)
  const metric = series ? readMetric(series) : null
  const { name, type, unit, tags = [] } = payload
  return (
    <>
      <KeyValues
        entries={[
          ['metric', name],
          ['type', type ?? 'gauge'],
          ['unit', unit ?? false],
          ['tags', tags.length > 0 && tags.join(', ')],
        ]}
      />
      {metric && <SeriesView metric={metric} />}
      {list && !series && <p className="detail-note">No measurements of it are kept.</p>}
    </>
  )
}

function SeriesView({ metric }: { readonly metric: MetricSeries }) {
  const { backend } = useDetail()
  const { series, name, unit, isTotal } = metric
  const points = useSeriesPoints(backend, { id: series.id, revision: revisionOf(series), most: MOST_POINTS })
  const format = useMemo(() => formatterFor(unit), [unit])
  const data = useMemo(() => toChartData(name, points ?? [], isTotal), [name, points, isTotal])
  if (!points) return null
  if (points.length === 0) return <p className="detail-note">Its measurements made room for newer ones.</p>
  return (
    <>
      <MetricFigures metric={metric} format={format} />
      <ChartWithTable data={data} label={`${name} over time`} formatValue={format} />
      <Histogram points={points} format={format} />
    </>
  )
}

interface HistogramProps {
  readonly points: readonly SeriesPoint[]
  format(value: number): string
}

/** How the samples of a histogram's newest snapshot are spread. */
function Histogram({ points, format }: HistogramProps) {
  const last = points.at(-1)
  const buckets = useMemo(() => (last ? readBuckets(last) : []), [last])
  const data = useMemo(() => toBars(buckets, format), [buckets, format])
  if (buckets.length === 0) return null
  const samples = buckets.reduce((sum, { count }) => sum + count, 0)
  return (
    <section aria-label="Histogram">
      <h3 className="detail-heading">{samples.toLocaleString('en')} samples, by their value</h3>
      <Chart data={data} label={`Samples by their value: ${describeBars(data)}`} />
    </section>
  )
}

function toBars(buckets: readonly Bucket[], format: (value: number) => string) {
  return {
    axis: { kind: 'names' as const, values: buckets.map((_, index) => nameBucket(buckets, index, format)) },
    series: [{ label: 'samples', values: buckets.map(({ count }) => count) }],
  }
}

function describeBars({ axis, series }: ReturnType<typeof toBars>): string {
  return axis.values.map((name, index) => `${name}: ${series[0]?.values[index] ?? 0}`).join(', ')
}
