import { ChevronRight, Rows4 } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { SentExchange } from '../../shared/composer.ts'
import { splitUri } from '../../shared/uri.ts'
import { goToEvent } from '../state/actions.ts'
import { useLog } from '../state/log.ts'
import { openWaterfall } from '../state/screen.ts'
import { useViewer } from '../state/viewer-context.ts'
import { followStream } from '../streams/live-waterfall.ts'
import { TypeCounts } from '../streams/stream-columns.tsx'
import { SpanGrid } from '../streams/waterfall.tsx'
import { useWaterfall } from '../streams/waterfall-state.ts'
import { decideHost } from '../watch/watch-state.ts'
import { useComposer } from './composer-state.ts'
import { withPlaces } from './field-table.tsx'
import './response-events.css'

/** What the app did meanwhile: the stream of the exchange, with the app's own profile in it. */
export function ResponseEvents() {
  const exchanges = useComposer(({ shown }) => shown?.exchanges)
  const [chosen, setChosen] = useState<SentExchange | null>(null)
  if (exchanges === null) {
    return (
      <section className="response-events" aria-label="Debug data" aria-busy>
        <p className="composer-note">Waiting for the debug data of this request…</p>
      </section>
    )
  }
  if (!exchanges || exchanges.length === 0) return null
  const shown = chosen && exchanges.includes(chosen) ? chosen : exchanges.at(-1)
  return (
    <section className="response-events" aria-label="Debug data">
      {exchanges.length > 1 && <Redirects exchanges={exchanges} shown={shown} onChoose={setChosen} />}
      {shown && <ExchangeEvents exchange={shown} />}
    </section>
  )
}

interface RedirectsProps {
  readonly exchanges: readonly SentExchange[]
  readonly shown: SentExchange | undefined
  onChoose(exchange: SentExchange): void
}

/** The way from redirect to redirect; each has debug data of its own. */
function Redirects({ exchanges, shown, onChoose }: RedirectsProps) {
  return (
    <nav className="redirects" aria-label="Redirects">
      {withPlaces(exchanges).map(({ row: exchange, place }) => (
        <span key={place} className="redirect">
          {place > 0 && <ChevronRight size={12} aria-hidden />}
          <button
            type="button"
            className="link"
            aria-current={exchange === shown || undefined}
            title={`${exchange.method} ${exchange.url}`}
            onClick={() => onChoose(exchange)}
          >
            {exchange.method} {splitUri(exchange.url).path} {exchange.status ?? 'failed'}
          </button>
        </span>
      ))}
    </nav>
  )
}

function ExchangeEvents({ exchange }: { readonly exchange: SentExchange }) {
  const { stream, status, profileProblem, profileHost } = exchange
  const viewer = useViewer()
  const { backend } = viewer
  const { instance, stream: id } = stream ?? { instance: null, stream: null }
  useEffect(() => {
    if (instance !== null && id !== null) return followStream(backend, { instance, stream: id })
    return undefined
  }, [backend, instance, id])
  const events = useWaterfall((state) => state.events)
  const isLoaded = useWaterfall((state) => state.isLoaded)
  const types = useMemo(() => {
    const counts: Record<string, number> = {}
    for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1
    return counts
  }, [events])
  if (!stream) return <p className="composer-note">This exchange could not be stored in the log.</p>

  const openEvent = (event: number) => {
    const row = events.find((one) => one.id === event)
    openWaterfall(stream)
    if (row) useLog.setState({ selection: { id: row.id, index: 0, row }, isDetailOpen: true })
    void goToEvent(viewer, event)
  }
  const hasProfile = events.some(({ type }) => type !== 'request' && type !== 'response')
  return (
    <>
      <header className="response-head">
        <TypeCounts types={types} />
        <span className="spring" />
        <button type="button" className="button button-small" onClick={() => openWaterfall(stream)}>
          <Rows4 size={13} aria-hidden />
          Open in Requests
        </button>
      </header>
      {profileProblem !== null && !hasProfile && (
        <div className="composer-note" role="status">
          No debug data: {profileProblem}. {profileHost !== null && <AllowHost host={profileHost} />}
        </div>
      )}
      {status !== null && profileProblem === null && isLoaded && !hasProfile && (
        <p className="composer-note">
          The app told nothing of this request. With the web debug protocol its queries, logs and mails stand here.
        </p>
      )}
      {events.length > 0 && (
        <div className="waterfall response-waterfall">
          <SpanGrid onPageSize={() => undefined} onOpen={({ row }) => openEvent(row.id)} />
        </div>
      )}
    </>
  )
}

/** Lets profiles be fetched from a host from now on, those that wait among them. */
function AllowHost({ host }: { readonly host: string }) {
  const { backend } = useViewer()
  const [isFetching, setFetching] = useState(false)
  const allow = async () => {
    setFetching(true)
    const isFetched = await decideHost(backend, host, true)
    // Then the debug data takes the place of this button.
    if (!isFetched) setFetching(false)
  }
  return (
    <button type="button" className="button button-small" disabled={isFetching} onClick={() => void allow()}>
      {isFetching ? 'Fetching…' : `Fetch it from ${host}`}
    </button>
  )
}
