import type { EventId } from '../../shared/event.ts'
import { useViewer } from '../state/viewer-context.ts'
import { findFigures, formatterFor, type MetricSeries } from './metric-series.ts'
import { useSeriesPoints } from './series-points.ts'

const MOST_POINTS = 20_000

interface MetricTableProps {
  readonly metrics: readonly MetricSeries[]
  onOpen(id: EventId): void
}

/** All metrics in figures. */
export function MetricTable({ metrics, onOpen }: MetricTableProps) {
  return (
    <table className="chart-table metric-table" aria-label="Metrics">
      <thead>
        <tr>
          {['Metric', 'Type', 'Last', 'Min', 'Max', 'Average', 'Points'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {metrics.map((metric) => (
          <TableRow key={metric.series.id} metric={metric} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  )
}

function TableRow({ metric, onOpen }: { readonly metric: MetricSeries; onOpen(id: EventId): void }) {
  const { backend } = useViewer()
  const { series, name, kind, tags, unit } = metric
  const points = useSeriesPoints(backend, series, MOST_POINTS)
  const figures = findFigures(points ?? [])
  const format = formatterFor(unit)
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link" onClick={() => onOpen(series.id)}>
          {[name, ...tags].join(' ')}
        </button>
      </th>
      <td>{kind}</td>
      {(['last', 'least', 'most', 'average'] as const).map((figure) => (
        <td key={figure}>{figures && format(figures[figure])}</td>
      ))}
      <td>{series.points.toLocaleString('en')}</td>
    </tr>
  )
}
