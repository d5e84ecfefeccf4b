import { ChartLine, Search, Table } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { EventId } from '../../shared/event.ts'
import type { StreamKey } from '../../shared/stream.ts'
import { usePolled } from '../state/use-polled.ts'
import { useViewer } from '../state/viewer-context.ts'
import type { ChartBand, ChartFrame, ChartZoom } from '../ui/chart-frame.ts'
import { MetricRow } from './metric-row.tsx'
import { type MetricSeries, readMetric } from './metric-series.ts'
import { MetricTable } from './metric-table.tsx'
import type { SessionLife } from './session-life.ts'
import './metrics-tab.css'

interface MetricsTabProps {
  readonly stream: StreamKey
  /** When the stream began and ended, or was last heard of, ms since the epoch. */
  readonly from: number
  readonly to: number
  /** Null for a stream that is no session. */
  readonly life: SessionLife | null
  onOpen(id: EventId): void
}

/** Charts that show at first, and that one click adds. */
const CHARTS = 30
/** From so many on, a search is of use. */
const MANY = 8

/** All that a session measures, one chart below the other over the same time. */
export function MetricsTab({ stream, from, to, life, onOpen }: MetricsTabProps) {
  const { backend } = useViewer()
  const list = usePolled(backend, 'series/list', stream)
  const metrics = useMemo(() => list?.map(readMetric).filter((metric) => metric !== null) ?? [], [list])
  const [search, setSearch] = useState('')
  const [isTable, setTable] = useState(false)
  const [shown, setShown] = useState(CHARTS)
  const found = useMemo(() => metrics.filter((metric) => isFound(metric, search)), [metrics, search])
  const frame = useFrame(stream, { from, to: Math.max(to, newestTime(metrics)) }, life)
  const Icon = isTable ? ChartLine : Table
  return (
    <div className="metrics-tab">
      <div className="metrics-bar">
        {metrics.length >= MANY && (
          <label className="metrics-search">
            <Search size={13} aria-hidden />
            <input
              type="search"
              aria-label="Find metrics"
              placeholder="Find metrics"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </label>
        )}
        <span role="status">{found.length === 1 ? '1 metric' : `${found.length.toLocaleString('en')} metrics`}</span>
        {life !== null && <Legend life={life} />}
        <span className="spring" />
        {frame.zoom && (
          <button type="button" className="button button-small" onClick={() => frame.value.onZoom(null)}>
            The whole time
          </button>
        )}
        <button type="button" className="button button-small" onClick={() => setTable(!isTable)}>
          <Icon size={13} aria-hidden /> {isTable ? 'As charts' : 'As table'}
        </button>
      </div>
      <div className="metrics-page">
        {isTable ? (
          <MetricTable metrics={found} onOpen={onOpen} />
        ) : (
          <>
            {found.slice(0, shown).map((metric) => (
              <MetricRow key={metric.series.id} metric={metric} frame={frame.value} zoom={frame.zoom} onOpen={onOpen} />
            ))}
            {found.length > shown && (
              <button type="button" className="link" onClick={() => setShown(shown + CHARTS)}>
                Show more of {found.length.toLocaleString('en')} metrics
              </button>
            )}
          </>
        )}
      </div>
    </div>
  )
}

function Legend({ life }: { readonly life: SessionLife }) {
  return (
    <span className="metrics-legend">
      {life.hung.length > 0 && <span data-kind="hung">hung</span>}
      {life.suspended.length > 0 && <span data-kind="suspended">suspended</span>}
      {life.crash && <span data-kind="crash">crashed</span>}
    </span>
  )
}

/** The axis that all charts share: the whole time, or what was chosen by dragging in one of them. */
function useFrame(
  { instance, stream }: StreamKey,
  { from, to }: { from: number; to: number },
  life: SessionLife | null,
) {
  const [zoom, setZoom] = useState<ChartZoom | null>(null)
  const marks = JSON.stringify(life === null ? [] : listBands(life))
  const value = useMemo(
    (): ChartFrame => ({
      group: `${instance} ${stream}`,
      from: zoom?.from ?? from,
      to: zoom?.to ?? Math.max(to, from + 1000),
      bands: JSON.parse(marks),
      onZoom: setZoom,
    }),
    [instance, stream, zoom, from, to, marks],
  )
  return { value, zoom }
}

function listBands({ hung, suspended, crash }: SessionLife): readonly ChartBand[] {
  return [
    ...suspended.map((stretch) => ({ ...stretch, color: '--ink-3' })),
    ...hung.map((stretch) => ({ ...stretch, color: '--warn' })),
    ...(crash ? [{ from: crash.time, to: crash.time, color: '--bad' }] : []),
  ]
}

function newestTime(metrics: readonly MetricSeries[]): number {
  return Math.max(0, ...metrics.map(({ series }) => series.last?.time ?? 0))
}

function isFound({ name, tags, kind, unit }: MetricSeries, search: string): boolean {
  const text = [name, ...tags, kind, unit ?? ''].join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
