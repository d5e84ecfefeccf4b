import { useState } from 'react'
import { formatDuration } from '../../shared/format.ts'
import type { TargetCount, TargetTotal } from '../../shared/messages.ts'
import type { EventQuery } from '../../shared/query/query.ts'
import { goToEvent } from '../state/actions.ts'
import { useLog } from '../state/log.ts'
import { useLiveAnswer } from '../state/use-live-answer.ts'
import { useView } from '../state/view.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Segmented } from '../ui/segmented.tsx'
import './totals-panel.css'

const SCOPES = [
  { value: 'filter', label: 'Filter' },
  { value: 'stream', label: 'Stream' },
  { value: 'app', label: 'App' },
] as const
type Scope = (typeof SCOPES)[number]['value']

/** Queries per target, in full, for what the filter shows, for a stream, or for an app. */
export function TotalsPanel({ close }: { close(): void }) {
  const { backend } = useViewer()
  const [scope, setScope] = useState<Scope>('filter')
  const filtered = useLog((log) => log.facets.targets)
  const { stream, app } = useScopes()
  const from = scope === 'stream' ? stream : scope === 'app' ? app : null
  const asked = useLiveAnswer(backend, 'log/totals', from && { from })
  const totals = scope === 'filter' ? filtered : asked

  return (
    <div className="totals-panel">
      <div className="totals-head">
        <Segmented<Scope> label="Which queries" value={scope} options={SCOPES} onChange={setScope} />
        <span className="totals-scope">{nameScope(scope, from)}</span>
      </div>
      {totals === null || totals.length === 0 ? (
        <p className="totals-none">{noneText(scope, from, totals)}</p>
      ) : (
        <TotalsTable totals={totals} close={close} />
      )}
    </div>
  )
}

/** The stream and the app of the selected event, or else those that the list is narrowed to. */
function useScopes(): { readonly stream: EventQuery['from'] | null; readonly app: EventQuery['from'] } {
  const row = useLog((log) => log.selection?.row ?? null)
  const from = useView((view) => view.filter.from)
  const instance = row?.instance ?? from.instance
  const stream = row?.stream ?? from.stream
  return { stream: stream === undefined ? null : { instance, stream }, app: { instance } }
}

function nameScope(scope: Scope, from: EventQuery['from'] | null): string {
  if (scope === 'filter') return 'what the list shows'
  if (scope === 'stream') return from?.stream ?? ''
  return from?.instance === '*' ? 'every app' : (from?.instance ?? '')
}

function noneText(scope: Scope, from: EventQuery['from'] | null, totals: readonly TargetTotal[] | null): string {
  if (scope === 'stream' && from === null) return 'Select an event to see the queries of its stream.'
  return totals === null ? 'Counting…' : 'No queries here.'
}

function TotalsTable({ totals, close }: { readonly totals: readonly TargetTotal[]; close(): void }) {
  const viewer = useViewer()
  const all = totals.reduce((sum, { duration }) => sum + duration, 0)
  const show = (id: number) => {
    close()
    void goToEvent(viewer, id).then(() => useLog.setState({ isDetailOpen: true }))
  }
  return (
    <table className="totals-table">
      <thead>
        <tr>
          <th scope="col">Target</th>
          <th scope="col">Queries</th>
          <th scope="col">Time</th>
          <th scope="col">Share of time</th>
          <th scope="col">Average</th>
          <th scope="col">Slowest</th>
          <th scope="col">Reads</th>
          <th scope="col">Writes</th>
        </tr>
      </thead>
      <tbody>
        {totals.map((total) => (
          <tr key={total.target}>
            <th scope="row">{total.target}</th>
            <td>{total.count.toLocaleString('en')}</td>
            <td>{formatDuration(total.duration)}</td>
            <td>
              <Share share={all === 0 ? 0 : total.duration / all} />
            </td>
            <td>{formatDuration(total.duration / total.count)}</td>
            <td>{total.slowest && <Slowest slowest={total.slowest} show={show} />}</td>
            <td>
              <CountAndTime
                count={total.count - total.writes.count}
                duration={total.duration - total.writes.duration}
              />
            </td>
            <td>
              <CountAndTime {...total.writes} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Share({ share }: { readonly share: number }) {
  const percent = share > 0 && share < 0.005 ? '< 1' : Math.round(share * 100)
  return (
    <span className="totals-share">
      <span className="totals-bar">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      {percent} %
    </span>
  )
}

function Slowest({ slowest, show }: { slowest: NonNullable<TargetTotal['slowest']>; show(id: number): void }) {
  return (
    <button type="button" className="totals-slowest" title="Show this query" onClick={() => show(slowest.id)}>
      {formatDuration(slowest.duration)}
    </button>
  )
}

function CountAndTime({ count, duration }: Omit<TargetCount, 'target'>) {
  if (count === 0) return <span className="dim">none</span>
  return (
    <>
      {count.toLocaleString('en')} <span className="dim">{formatDuration(Math.max(0, duration))}</span>
    </>
  )
}
