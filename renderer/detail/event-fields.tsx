import type { EventRow } from '../../shared/event.ts'
import { formatBytes, formatDuration } from '../../shared/format.ts'
import { formatTerm } from '../../shared/query/search.ts'
import { formatClock, formatFullTime } from '../list/format-time.ts'
import { NOTICEABLE_SKEW } from '../streams/clock-skew.ts'
import { KeyValues } from '../ui/key-values.tsx'
import { FilterValue } from './filter-value.tsx'

interface EventFieldsProps {
  readonly row: EventRow
  onFilter(term: string): void
}

/** What every event has, whatever its type. A click on a value filters by it. */
export function EventFields({ row, onFilter }: EventFieldsProps) {
  const filter = (field: string, value: string | boolean) => (
    <FilterValue term={formatTerm(field, value)} text={String(value)} onFilter={onFilter} />
  )
  return (
    <KeyValues
      entries={[
        [
          'time',
          <time key="time" dateTime={new Date(row.time).toISOString()}>
            {formatFullTime(row.time)}
          </time>,
        ],
        ['received', row.received !== row.time && receivedText(row)],
        ['clock', skewText(row)],
        ['duration', row.duration !== null && formatDuration(row.duration)],
        ['success', row.success !== null && filter('success', row.success)],
        ['tags', row.tags.length > 0 && <Tags tags={row.tags} onFilter={onFilter} />],
        ['stream', filter('stream', row.stream)],
        ['app', filter('app', row.instance)],
        [
          'nested',
          row.descendants > 0 &&
            `${row.descendants.toLocaleString('en')} ${row.descendants === 1 ? 'event' : 'events'}`,
        ],
        [
          'sent as',
          <>
            {filter('protocol', row.protocol)}, {formatBytes(row.size)}
          </>,
        ],
      ]}
    />
  )
}

function receivedText({ time, received }: EventRow): string {
  const gap = received - time
  return `${formatClock(received, time)} (${formatDuration(Math.abs(gap))} ${gap < 0 ? 'earlier' : 'later'})`
}

function skewText({ time, received }: EventRow): string | false {
  const behind = received - time
  if (Math.abs(behind) <= NOTICEABLE_SKEW) return false
  const difference = formatDuration(Math.abs(behind))
  return behind > 0
    ? `the sender's is ${difference} behind, or it sent this late`
    : `the sender's is ${difference} ahead`
}

function Tags({ tags, onFilter }: { readonly tags: readonly string[]; onFilter(term: string): void }) {
  return (
    <span className="detail-tags">
      {[...new Set(tags)].map((tag) => (
        <FilterValue key={tag} term={formatTerm('tag', tag)} text={tag} onFilter={onFilter} />
      ))}
    </span>
  )
}
