import { ChevronDown, Layers } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { InstanceInfo, StreamInfo } from '../../shared/messages.ts'
import type { EventQuery } from '../../shared/query/query.ts'
import { formatClock } from '../list/format-time.ts'
import { EVERY_INSTANCE } from '../state/filter.ts'
import { changeFilter, useView } from '../state/view.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Popover } from '../ui/popover.tsx'

/** Streams listed per instance. */
const LIMIT = 50

/** Which part of the log to look at: all of it, one app, or one stream (a request, a session) of an app. */
export function StreamPicker() {
  const from = useView((view) => view.filter.from)
  return (
    <Popover
      label="App and stream"
      className="button button-small"
      trigger={
        <>
          <Layers size={13} aria-hidden />
          <span className="trigger-values">{describeFrom(from)}</span>
          <ChevronDown size={13} aria-hidden />
        </>
      }
    >
      {(close) => <StreamList from={from} close={close} />}
    </Popover>
  )
}

function StreamList({ from, close }: { from: EventQuery['from']; close(): void }) {
  const [search, setSearch] = useState('')
  const instances = useInstances(search)
  const searchInput = useRef<HTMLInputElement>(null)
  useEffect(() => searchInput.current?.focus(), [])

  function choose(next: EventQuery['from']) {
    changeFilter((filter) => ({ ...filter, from: next }))
    close()
  }

  return (
    <div className="menu stream-list">
      <input
        className="menu-search"
        placeholder="Find a stream by id or first line"
        aria-label="Find a stream"
        ref={searchInput}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <button
        type="button"
        className="menu-item"
        aria-pressed={from.instance === '*'}
        onClick={() => choose(EVERY_INSTANCE)}
      >
        All apps
      </button>
      {instances.map(({ id, name, events, streams }) => (
        <fieldset key={id} aria-label={name}>
          <button
            type="button"
            className="menu-item menu-heading"
            aria-pressed={from.instance === id && from.stream === undefined}
            onClick={() => choose({ instance: id })}
          >
            {name} <span className="count">{events.toLocaleString('en')}</span>
          </button>
          {streams.map((stream) => (
            <StreamItem
              key={stream.id}
              stream={stream}
              isChosen={from.instance === id && from.stream === stream.id}
              choose={() => choose({ instance: id, stream: stream.id })}
            />
          ))}
        </fieldset>
      ))}
    </div>
  )
}

function StreamItem({ stream, isChosen, choose }: { stream: StreamInfo; isChosen: boolean; choose(): void }) {
  return (
    <button type="button" className="menu-item stream" aria-pressed={isChosen} onClick={choose} title={stream.id}>
      <span className="stream-dot" style={{ background: `var(--i${stream.importance})` }} aria-hidden />
      <span className="stream-title">{stream.title || stream.id}</span>
      <span className="count mono">{formatClock(stream.time, Date.now())}</span>
      <span className="count">{stream.events.toLocaleString('en')}</span>
    </button>
  )
}

function useInstances(search: string): readonly InstanceInfo[] {
  const { backend } = useViewer()
  const [instances, setInstances] = useState<readonly InstanceInfo[]>([])
  useEffect(() => {
    let isLatest = true
    backend.request('log/streams', { search, limit: LIMIT }).then(
      (found) => isLatest && setInstances(found),
      // The bar above says that the connection is lost; the list keeps what it has.
      () => undefined,
    )
    return () => {
      isLatest = false
    }
  }, [backend, search])
  return instances
}

function describeFrom({ instance, stream }: EventQuery['from']): string {
  if (stream !== undefined) return stream
  return instance === '*' ? 'All apps' : instance
}
