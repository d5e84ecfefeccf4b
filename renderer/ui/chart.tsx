import { ChartLine, Table } from 'lucide-react'
import { type CSSProperties, lazy, Suspense, useState } from 'react'
import { type ChartData, findColor, formatAt, formatNumber } from './chart-data.ts'
import type { ChartFrame } from './chart-frame.ts'
import './chart.css'

export interface ChartProps {
  readonly data: ChartData
  /** Accessible name: what is shown, and over what. */
  readonly label: string
  /** px; bars beside names take the room they need. */
  readonly height?: number
  /** Values as text, on the axis and beside the pointer; the same function as long as it says the same. */
  readonly formatValue?: (value: number) => string
  /** For a chart over time among others: the same one as long as nothing in it changes. */
  readonly frame?: ChartFrame | null
}

const ChartCanvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }))

/** A chart alone, for where its values stand beside it as text; dragging over time zooms, a double click shows all again. */
export function Chart(props: ChartProps) {
  const { data, label } = props
  return (
    <figure className="chart">
      {data.series.length > 1 && <ChartLegend data={data} />}
      <div role="img" aria-label={label}>
        <Suspense>
          <ChartCanvas {...props} />
        </Suspense>
      </div>
    </figure>
  )
}

/** A chart that can be read as a table, too, by who does not see it. */
export function ChartWithTable(props: ChartProps) {
  const [isTable, setTable] = useState(false)
  const Icon = isTable ? ChartLine : Table
  return (
    <div className="chart-with-table">
      <button type="button" className="button button-small" onClick={() => setTable(!isTable)}>
        <Icon size={13} aria-hidden /> {isTable ? 'As chart' : 'As table'}
      </button>
      {isTable ? <ChartTable {...props} /> : <Chart {...props} />}
    </div>
  )
}

function ChartLegend({ data }: { readonly data: ChartData }) {
  return (
    <ul className="chart-legend" aria-hidden>
      {data.series.map(({ label }, index) => (
        <li key={label} style={{ '--series': `var(${findColor(index)})` } as CSSProperties} title={label}>
          <span>{label}</span>
        </li>
      ))}
    </ul>
  )
}

/** Rows that the table shows at first: the newest. */
const ROWS = 50

function ChartTable({ data, label, formatValue = formatNumber }: ChartProps) {
  const [isCut, setCut] = useState(true)
  const count = data.axis.values.length
  const first = isCut ? Math.max(0, count - ROWS) : 0
  const rows = Array.from({ length: count - first }, (_, index) => first + index)
  return (
    <>
      {first > 0 && (
        <button type="button" className="link" onClick={() => setCut(false)}>
          All {count.toLocaleString('en')} rows
        </button>
      )}
      <table className="chart-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{data.axis.kind === 'time' ? 'Time' : 'Group'}</th>
            {data.series.map((series) => (
              <th key={series.label} scope="col">
                {series.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{formatAt(data, row)}</th>
              {data.series.map(({ label: name, values }) => (
                <td key={name}>{formatCell(values[row], formatValue)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function formatCell(value: number | null | undefined, formatValue: (value: number) => string): string {
  return value === null || value === undefined ? '' : formatValue(value)
}
