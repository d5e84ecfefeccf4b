import type { EventId } from '../../shared/event.ts'
import { formatterFor, type MetricSeries } from './metric-series.ts'

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
  const { series, name, kind, tags, unit, average } = metric
  const { last, figures } = series
  const format = formatterFor(unit)
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link" onClick={() => onOpen(series.id)}>
          {[name, ...tags].join(' ')}
        </button>
      </th>
      <td>{kind}</td>
      <td>{last && format(last.value)}</td>
      <td>{figures && format(figures.least)}</td>
      <td>{figures && format(figures.most)}</td>
      <td>{average !== null && format(average)}</td>
      <td>{series.points.toLocaleString('en')}</td>
    </tr>
  )
}
