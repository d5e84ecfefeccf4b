import { CircleX, FilterX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLog } from '../state/log.ts'
import { resetFilter, showEverything } from '../state/view.ts'
import { EventTable } from './event-table.tsx'
import { FirstEvent, useIsLogEmpty } from './first-event.tsx'

/** The list, or what stands in its place while there is nothing to list. */
export function ListPane({ onPageSize }: { onPageSize(rows: number): void }) {
  const overlay = useOverlay()
  return (
    <div className="list-pane">
      <EventTable onPageSize={onPageSize} />
      {overlay}
    </div>
  )
}

function useOverlay(): ReactNode {
  const isLoading = useLog((log) => log.view === 0)
  const isEmpty = useLog((log) => log.shown.rows === 0)
  const isLogEmpty = useIsLogEmpty()
  const error = useLog((log) => log.error)
  const isRefused = useLog((log) => log.connection === 'refused')
  if (error) return <Failure message={error} />
  if (isRefused && isLoading) return null
  if (isLoading) return <p className="state state-quiet">Opening the log…</p>
  if (!isEmpty) return null
  if (isLogEmpty) return <FirstEvent />
  return <NoMatch />
}

function NoMatch() {
  const all = useLog((log) => log.shown.all)
  return (
    <div className="state">
      <div className="state-card state-center">
        <FilterX size={24} aria-hidden />
        <h2>No event matches</h2>
        <p className="dim">{all.toLocaleString('en')} hidden by the filter.</p>
        <button type="button" className="button" onClick={showEverything}>
          Show all
        </button>
      </div>
    </div>
  )
}

function Failure({ message }: { message: string }) {
  return (
    <div className="state" role="alert">
      <div className="state-card state-center">
        <CircleX size={24} aria-hidden />
        <h2>The log could not be read</h2>
        <p className="dim">{message}</p>
        <button type="button" className="button" onClick={resetFilter}>
          Show all
        </button>
      </div>
    </div>
  )
}
