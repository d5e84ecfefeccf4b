import { Sigma } from 'lucide-react'
import { formatBytes, formatDuration } from '../../shared/format.ts'
import type { Dropped, TargetTotal } from '../../shared/messages.ts'
import { formatTerm } from '../../shared/query/search.ts'
import { hasTerm, toggleTerm } from '../state/filter.ts'
import { useLog } from '../state/log.ts'
import { openOverlay } from '../state/overlays.ts'
import { useLiveAnswer } from '../state/use-live-answer.ts'
import { setSearch, useView } from '../state/view.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Popover } from '../ui/popover.tsx'
import { Announcement } from './announcement.tsx'
import { TotalsPanel } from './totals-panel.tsx'

/** The bottom bar: query totals by target for the filter and for the selected stream, and what the log holds. */
export function StatusBar() {
  const targets = useLog((log) => log.facets.targets)
  const { backend } = useViewer()
  const instance = useLog((log) => log.selection?.row?.instance)
  const stream = useLog((log) => log.selection?.row?.stream)
  const from = instance === undefined || stream === undefined ? null : { instance, stream }
  const streamTotals = useLiveAnswer(backend, 'log/totals', from && { from }) ?? []
  return (
    <footer className="status-bar">
      <Popover
        className="total totals-button"
        label="Totals per target"
        trigger={
          <>
            <Sigma size={13} aria-hidden /> <span className="button-text">Totals</span>
          </>
        }
      >
        {(close) => <TotalsPanel close={close} />}
      </Popover>
      <Totals label="Totals of what the filter shows" totals={targets} />
      {streamTotals.length > 0 && (
        <>
          {targets.length > 0 && <span className="divider" aria-hidden />}
          <Totals label="Totals of the selected event's stream" caption="this stream" totals={streamTotals} />
        </>
      )}
      <span className="spring" />
      <LogSize />
      <Announcement />
    </footer>
  )
}

function Totals({ label, caption, totals }: { label: string; caption?: string; totals: readonly TargetTotal[] }) {
  const search = useView((view) => view.filter.search)
  return (
    <fieldset className="totals" aria-label={label} title={label}>
      {caption && <span className="dim">{caption}</span>}
      {totals.map(({ target, count, duration }) => {
        const term = formatTerm('target', target)
        return (
          <button
            key={target}
            type="button"
            className="total"
            aria-pressed={hasTerm(search, term)}
            title={`Show only ${target}`}
            onClick={() => setSearch(toggleTerm(search, term))}
          >
            <b>{target}</b> {count.toLocaleString('en')} {count === 1 ? 'request' : 'requests'},{' '}
            {formatDuration(duration)}
          </button>
        )
      })}
    </fieldset>
  )
}

function LogSize() {
  const status = useLog((log) => log.status)
  if (!status) return null
  return (
    <>
      <span className="dim fact">{Math.round(status.rate).toLocaleString('en')} events/s</span>
      <span className="dim fact">
        {status.events.toLocaleString('en')} kept · {formatBytes(status.bytes)}
      </span>
      <DroppedCount dropped={status.dropped} />
    </>
  )
}

/** How much the limits of the log have taken, and the way to them. */
function DroppedCount({ dropped: { events, points } }: { dropped: Dropped }) {
  if (events + points === 0) return null
  const parts = [
    events > 0 && `${events.toLocaleString('en')} of the oldest events`,
    points > 0 && `${points.toLocaleString('en')} of the oldest points of metrics`,
  ]
  const what = `The limits of the log took ${parts.filter(Boolean).join(' and ')}`
  return (
    <button
      type="button"
      className="total dim"
      title={`${what} since it was begun or cleared. Click to change them.`}
      onClick={() =>
        openOverlay({
          kind: 'settings',
          page: 'collector',
          setting: events > 0 ? 'retention.events' : 'retention.points',
        })
      }
    >
      {events > 0 ? `${events.toLocaleString('en')} dropped` : `${points.toLocaleString('en')} points dropped`}
    </button>
  )
}
