import { lazy, Suspense, useCallback, useEffect, useMemo } from 'react'
import { create } from 'zustand'
import type { EventId } from '../../shared/event.ts'
import type { StreamEvent } from '../../shared/messages.ts'
import type { StreamKey } from '../../shared/stream.ts'
import { useCommands } from '../commands/registry.ts'
import type { MapPoint } from '../map/map-point.ts'
import { type Places, usePlaces } from '../map/use-places.ts'
import { MetricsTab } from '../sessions/metrics-tab.tsx'
import { SessionLine } from '../sessions/session-line.tsx'
import { StateTab } from '../sessions/state-tab.tsx'
import { type Session, useSession } from '../sessions/use-session.ts'
import { useViewer } from '../state/viewer-context.ts'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { followStream } from './live-waterfall.ts'
import { openStreamEvent } from './select-event.ts'
import { StreamHead } from './stream-head.tsx'
import { makeMapCommands, TAB_COMMANDS } from './tab-commands.ts'
import { Waterfall } from './waterfall.tsx'
import { measured, useWaterfall } from './waterfall-state.ts'

/** The map and its library are fetched with the first stream that has places. */
const MapTab = lazy(async () => ({ default: (await import('../map/map-tab.tsx')).MapTab }))

export const WATERFALL_TAB = 'Waterfall'

/** Which tab is shown; it stays on the way to another stream that has it. */
const useStreamTab = create<{ readonly tab: string }>(() => ({ tab: WATERFALL_TAB }))

export interface StreamScreenProps {
  readonly stream: StreamKey
  onPageSize(rows: number): void
}

/** One stream as a whole: its waterfall, and what else its events tell together. */
export function StreamScreen({ stream: { instance, stream: id }, onPageSize }: StreamScreenProps) {
  const { backend } = useViewer()
  const stream = useMemo(() => ({ instance, stream: id }), [instance, id])
  useEffect(() => followStream(backend, stream), [backend, stream])
  const events = useWaterfall((state) => state.events)
  const isEmpty = events.length === 0
  const places = usePlaces(backend, stream, events.at(-1)?.id ?? null)
  const isSession = events.some(({ type }) => type === 'session')
  const session = useSession(backend, stream, isSession)
  const tabs = listTabs({ stream, events, places, session, onPageSize })
  const chosen = useStreamTab(({ tab }) => (tabs.some(({ name }) => name === tab) ? tab : WATERFALL_TAB))
  return (
    <section className="stream-screen" aria-label="Stream">
      <StreamHead stream={stream} session={session} hasTools={chosen === WATERFALL_TAB} />
      {session && <SessionLine session={session} now={Date.now()} />}
      {tabs.length === 1 || isEmpty ? (
        <Waterfall onPageSize={onPageSize} />
      ) : (
        <Tabs
          label="Views of the stream"
          tabs={tabs}
          chosen={chosen}
          onChoose={(tab) => useStreamTab.setState({ tab })}
        />
      )}
    </section>
  )
}

interface Shown extends StreamScreenProps {
  readonly events: readonly StreamEvent[]
  readonly places: Places
  readonly session: Session | null
}

/** The waterfall, and a tab for each kind of events that the stream has. */
function listTabs({ stream, events, places, session, onPageSize }: Shown): readonly [Tab, ...Tab[]] {
  const waterfall: Tab = { name: WATERFALL_TAB, render: () => <Waterfall onPageSize={onPageSize} /> }
  const states = events.filter(({ type }) => type === 'state')
  const more: Tab[] = []
  if (states.length > 0) {
    more.push({
      name: 'State',
      badge: states.length.toLocaleString('en'),
      render: () => <StatePage stream={stream} states={states} />,
    })
  }
  const metrics = events.filter(({ type }) => type === 'metric').length
  if (metrics > 0) {
    more.push({
      name: 'Metrics',
      badge: metrics.toLocaleString('en'),
      render: () => <MetricsPage stream={stream} events={events} session={session} />,
    })
  }
  if (places.points.length > 0) {
    more.push({
      name: 'Map',
      badge: places.points.length.toLocaleString('en'),
      render: () => <MapPage places={places} events={events} onPageSize={onPageSize} />,
    })
  }
  return [waterfall, ...more]
}

function StatePage({ stream, states }: { readonly stream: StreamKey; readonly states: readonly StreamEvent[] }) {
  const viewer = useViewer()
  useCommands(TAB_COMMANDS)
  return (
    <StateTab
      key={`${stream.instance} ${stream.stream}`}
      stream={stream}
      steps={states}
      onOpen={(row) => openStreamEvent(viewer, row)}
    />
  )
}

function MetricsPage({ stream, events, session }: Pick<Shown, 'stream' | 'events' | 'session'>) {
  const viewer = useViewer()
  useCommands(TAB_COMMANDS)
  const open = useCallback(
    (id: EventId) => {
      const row = events.find((event) => event.id === id)
      if (row) openStreamEvent(viewer, row)
    },
    [viewer, events],
  )
  const { start, end } = measured(useWaterfall.getState()).timeline
  return (
    <MetricsTab
      key={`${stream.instance} ${stream.stream}`}
      stream={stream}
      from={start}
      to={end}
      life={session?.life ?? null}
      onOpen={open}
    />
  )
}

function MapPage({ places, events, onPageSize }: Pick<Shown, 'places' | 'events' | 'onPageSize'>) {
  const viewer = useViewer()
  useCommands(TAB_COMMANDS)
  useCommands(useMemo(() => makeMapCommands(places.points), [places.points]))
  const open = useCallback(
    ({ id }: MapPoint) => {
      const row = events.find((event) => event.id === id)
      if (row) openStreamEvent(viewer, row)
    },
    [viewer, events],
  )
  return (
    <Suspense>
      <MapTab places={places} onSelect={open} onPageSize={onPageSize} />
    </Suspense>
  )
}
