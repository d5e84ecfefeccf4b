import { useMemo, useState } from 'react'
import type { EventId } from '../../../shared/event.ts'
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
import type { ChartFrame, ChartZoom } from '../../ui/chart-frame.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { useDetail } from '../detail-context.ts'
import type { EventView } from './view.ts'

/** The most that can be asked for. */
const MOST_POINTS = 20_000
/** What a chart shows at least, ms: a single point has no length. */
const LEAST_TIME = 1000

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
  const [zoom, setZoom] = useState<ChartZoom | null>(null)
  const revision = revisionOf(series)
  const whole = useSeriesPoints(backend, { id: series.id, revision, most: MOST_POINTS })
  // Of fewer points all are here already.
  const isCut = zoom !== null && series.points > MOST_POINTS
  const zoomed = { id: series.id, revision: isCut ? revision : null, most: MOST_POINTS, between: zoom }
  const part = useSeriesPoints(backend, zoomed)
  const points = (isCut && part) || whole
  const format = useMemo(() => formatterFor(unit), [unit])
  const data = useMemo(() => toChartData(name, points ?? [], isTotal), [name, points, isTotal])
  const [from, to] = [whole?.[0]?.time ?? 0, whole?.at(-1)?.time ?? 0]
  const frame = useMemo(() => frameOf(series.id, zoom ?? { from, to }, setZoom), [series.id, zoom, from, to])
  if (!whole) return null
  if (whole.length === 0) return <p className="detail-note">Its measurements made room for newer ones.</p>
  return (
    <>
      <MetricFigures metric={metric} format={format} />
      {zoom && (
        <div>
          <button type="button" className="button button-small" onClick={() => setZoom(null)}>
            The whole time
          </button>
        </div>
      )}
      <ChartWithTable data={data} label={`${name} over time`} formatValue={format} frame={frame} />
      <Histogram points={whole} format={format} />
    </>
  )
}

function frameOf(id: EventId, { from, to }: ChartZoom, onZoom: ChartFrame['onZoom']): ChartFrame {
  return { group: `metric ${id}`, from, to: Math.max(to, from + LEAST_TIME), bands: [], onZoom }
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
