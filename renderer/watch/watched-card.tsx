import { ExternalLink, ListTree, Square } from 'lucide-react'
import type { WatchedState } from '../../shared/watch.ts'
import type { Backend } from '../backend.ts'
import { formatClock } from '../list/format-time.ts'
import { closeOverlay } from '../state/overlays.ts'
import { showScreen } from '../state/screen.ts'
import { changeFilter } from '../state/view.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { showFailure } from '../ui/failures.ts'

interface WatchedCardProps {
  readonly watched: WatchedState
  readonly backend: Backend
  onChanged(): Promise<void>
}

/** An app that is watched: where to use it, what has passed, and what last went wrong. */
export function WatchedCard({ watched, backend, onChanged }: WatchedCardProps) {
  const { target, address, app, problem } = watched
  const run = (action: () => Promise<unknown>) => void action().then(onChanged).catch(showFailure)
  const reopen = () => backend.request('proxy/open', { target, app, port: watched.port, isRemembered: true })
  return (
    <li className="watch-card" data-state={address === null ? 'closed' : 'open'}>
      <div className="watch-line">
        <span className="dot" aria-hidden />
        {address === null ? (
          <span className="watch-address">Not watched</span>
        ) : (
          <>
            <code className="watch-address">{address}</code>
            <CopyButton label={`Copy ${address}`} makeText={() => address} />
          </>
        )}
        <span className="spring" />
        {address === null ? (
          <button type="button" className="button button-small" onClick={() => run(reopen)}>
            Try again
          </button>
        ) : (
          <a className="button button-small" href={address} target="_blank" rel="noreferrer">
            <ExternalLink size={13} aria-hidden /> Open
          </a>
        )}
        <button type="button" className="button button-small" onClick={() => showRequests(app)}>
          <ListTree size={13} aria-hidden /> Requests
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={`Stop watching ${target}`}
          title="Stop watching"
          onClick={() => run(() => backend.request('proxy/close', { target }))}
        >
          <Square size={12} fill="currentColor" aria-hidden />
        </button>
      </div>
      <p className="watch-facts">
        <span>
          leads to <span className="mono">{target}</span>
        </span>
        {app !== new URL(target).host && (
          <span>
            shown as <b>{app}</b>
          </span>
        )}
        <span>{describeCounts(watched)}</span>
        {!watched.isRemembered && <span>until Tattler ends</span>}
      </p>
      {problem && (
        <p className="watch-problem">
          {formatClock(problem.time, Date.now())}: {problem.reason}
        </p>
      )}
    </li>
  )
}

function describeCounts({ exchanges, profiles, open }: WatchedState): string {
  const count = (number: number, one: string, many: string) =>
    `${number.toLocaleString('en')} ${number === 1 ? one : many}`
  return [
    count(exchanges, 'request', 'requests'),
    profiles > 0 && `${profiles.toLocaleString('en')} with debug data`,
    open > 0 && `${open.toLocaleString('en')} open`,
  ]
    .filter((part) => part !== false)
    .join(' · ')
}

function showRequests(app: string): void {
  changeFilter((filter) => ({ ...filter, from: { instance: app } }))
  showScreen({ kind: 'requests' })
  closeOverlay('watch')
}
