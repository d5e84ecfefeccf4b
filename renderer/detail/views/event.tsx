import { ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { EventId } from '../../../shared/event.ts'
import { formatDuration } from '../../../shared/format.ts'
import { formatClock } from '../../list/format-time.ts'
import { useDetail } from '../detail-context.ts'
import { useStreamEvents } from '../use-stream-events.ts'
import { type EventGroup, type EventName, groupEvents } from './event-groups.ts'
import { useLongList } from './long-list.tsx'
import { StreamNote } from './stream-note.tsx'
import { eventsOfRequest } from './stream-tree.ts'
import type { EventView } from './view.ts'

const TYPES = ['request', 'event']
/** Occurrences of one name that show at first. */
const OCCURRENCES = 100

export const AppEventView: EventView<'event'> = ({ event }) => {
  const stream = useStreamEvents({ event, types: TYPES, withPayload: true })
  const groups = useMemo(
    () => groupEvents(stream.state === 'ready' ? eventsOfRequest(stream.events, event.id) : []),
    [stream, event.id],
  )
  const count = groups.reduce((sum, group) => sum + group.count, 0)
  return (
    <>
      {count > 0 && (
        <h3 className="detail-heading">
          {count === 1 ? '1 app event' : `${count.toLocaleString('en')} app events`} in its request
        </h3>
      )}
      {groups.map((group) => (
        <Group key={group.name} group={group} current={event.id} reference={event.time} />
      ))}
      <StreamNote stream={stream} />
    </>
  )
}

interface GroupProps {
  readonly group: EventGroup
  readonly current: EventId
  /** Time that occurrences are told from, ms since the epoch. */
  readonly reference: number
}

function Group({ group, current, reference }: GroupProps) {
  return (
    <section className="event-group" aria-label={group.name ?? 'no group'}>
      <h4>
        {group.name ?? <span className="event-group-none">no group</span>}
        <span className="stream-count">{group.count.toLocaleString('en')}</span>
      </h4>
      <ul>
        {group.names.map((name) => (
          <Name key={name.name} name={name} current={current} reference={reference} />
        ))}
      </ul>
    </section>
  )
}

function Name({ name: { name, occurrences }, current, reference }: Omit<GroupProps, 'group'> & { name: EventName }) {
  const { onSelect } = useDetail()
  const isCurrent = occurrences.some(({ id }) => id === current)
  const [isOpen, setOpen] = useState(isCurrent)
  const needed = occurrences.findIndex(({ id }) => id === current) + 1
  const { shown, more } = useLongList(occurrences, Math.max(OCCURRENCES, needed))
  const [first] = occurrences
  if (occurrences.length === 1 && first) {
    return (
      <li aria-current={isCurrent ? 'true' : undefined}>
        <button type="button" className="event-name" title={`Open #${first.id}`} onClick={() => onSelect(first.id)}>
          {name}
        </button>
        <span className="stream-count">{occurrenceText(first, reference)}</span>
      </li>
    )
  }
  return (
    <li aria-current={isCurrent ? 'true' : undefined}>
      <button type="button" className="detail-twisty" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <ChevronRight size={13} aria-hidden />
        {name}
      </button>
      <span className="stream-count">×{occurrences.length.toLocaleString('en')}</span>
      {isOpen && (
        <ol className="event-times">
          {shown.map((occurrence) => (
            <li key={occurrence.id}>
              <button
                type="button"
                aria-current={occurrence.id === current ? 'true' : undefined}
                title={`Open #${occurrence.id}`}
                onClick={() => onSelect(occurrence.id)}
              >
                {occurrenceText(occurrence, reference)}
              </button>
            </li>
          ))}
          {more && <li>{more}</li>}
        </ol>
      )}
    </li>
  )
}

function occurrenceText({ time, duration }: EventName['occurrences'][number], reference: number): string {
  const clock = formatClock(time, reference)
  return duration === null ? clock : `${clock} · ${formatDuration(duration)}`
}
