import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { type Backend, type CollectorAddress, connectBackend } from '../../../../renderer/backend.ts'
import { DetailPane } from '../../../../renderer/detail/detail-pane.tsx'
import { watchLooks } from '../../../../renderer/looks.ts'
import type { LiveLog } from '../../../../renderer/state/live-log.ts'
import { ViewerContext } from '../../../../renderer/state/viewer-context.ts'
import { Toasts } from '../../../../renderer/ui/toasts.tsx'
import type { DebugEvent, EventId } from '../../../../shared/event.ts'
import type { FeedMessage, RequestArg, RequestName, RequestResult } from '../../../../shared/messages.ts'

declare global {
  interface Window {
    harness: {
      /** What the log holds, put there by the test. */
      readonly events: Record<EventId, DebugEvent>
      /** Events whose payload comes only when the test calls what is here. */
      readonly held: Record<EventId, () => void>
      /** Events that cannot be opened. */
      readonly failing: Set<EventId>
      /** Answers to requests other than `event/open`, or promises of them, by their name. */
      readonly answers: Record<string, unknown>
      /** All that the pane asked for or told, in order. */
      readonly calls: string[]
      show(id: EventId): void
      /** Tells the pane what the collector would tell it. */
      feed(message: FeedMessage): void
      /** Closes the pane, and starts again with the events of a collector. */
      connect(address: CollectorAddress): Promise<void>
      /** Closes the pane, and starts again with these events. */
      reset(events: readonly DebugEvent[]): void
    }
  }
}

const feedListeners = new Set<(message: FeedMessage) => void>()
const feed = (message: FeedMessage) => {
  for (const listener of feedListeners) listener(message)
}

/** Answers from the events on the page, where the app's backend asks the collector. */
const pageBackend: Backend = {
  async request<M extends RequestName>(method: M, arg: RequestArg<M>) {
    const { events, held, failing, answers, calls } = window.harness
    // What is asked of the code behind a location has tests of its own, on a collector.
    if (!method.startsWith('code/')) calls.push(`${method} ${JSON.stringify(arg)}`)
    if (method !== 'event/open') return (answers[method] ?? null) as RequestResult<M>
    const id = arg as EventId
    if (id in held) {
      await new Promise<void>((resolve) => {
        held[id] = resolve
      })
    }
    if (failing.delete(id)) throw new Error('The connection was lost')
    return (events[id] ?? null) as RequestResult<M>
  },
  onFeed: (listener) => {
    feedListeners.add(listener)
    return () => feedListeners.delete(listener)
  },
  onConnection: () => () => {},
  close: () => {},
}

/** The pane stands beside no list here. */
const liveLog: LiveLog = {
  showWindow: () => {},
  selectIndex: async () => {},
  selectEvent: async () => {},
  selectNext: async () => false,
  findAnchor: () => null,
  close: () => {},
}

function Harness({ backend }: { readonly backend: Backend }) {
  const [id, setId] = useState<EventId | null>(null)
  useEffect(() => {
    window.harness.show = setId
  }, [])
  if (id === null) return null
  const tell = (call: string) => window.harness.calls.push(call)
  return (
    <ViewerContext value={{ backend, liveLog }}>
      <DetailPane
        id={id}
        row={window.harness.events[id] ?? null}
        backend={backend}
        onClose={() => tell('close')}
        onFilter={(term) => tell(`filter ${term}`)}
        onSelect={(parent) => tell(`select ${parent}`)}
      />
      <Toasts />
    </ViewerContext>
  )
}

function reset(events: readonly DebugEvent[], backend = pageBackend) {
  const byId = Object.fromEntries(events.map((event) => [event.id, event]))
  const rules = { held: {}, failing: new Set<EventId>(), answers: {} }
  window.harness = { events: byId, ...rules, calls: [], show: () => {}, feed, connect, reset }
  root.render(<Harness key={++resets} backend={backend} />)
}

function connect(address: CollectorAddress): Promise<void> {
  connected?.close()
  const backend = connectBackend({ locate: async () => address })
  connected = backend
  reset([], backend)
  return new Promise((resolve) => {
    backend.onConnection((connection) => {
      if (connection === 'open') resolve()
    })
  })
}

watchLooks()
let connected: Backend | null = null
let resets = 0
const root = createRoot(document.body.appendChild(document.createElement('main')))
reset([])
