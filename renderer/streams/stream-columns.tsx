import { CircleX, Mail, ShieldX } from 'lucide-react'
import type { ReactNode } from 'react'
import { EVENT_TYPE_NAMES } from '../../shared/events/names.ts'
import { formatDuration } from '../../shared/format.ts'
import { clampImportance, levelOf } from '../../shared/importance.ts'
import { MASK } from '../../shared/secrets.ts'
import type { StreamOrder, StreamSummary } from '../../shared/stream.ts'
import { joinUri, maskUri, splitUri } from '../../shared/uri.ts'
import { findLook, hasOwnLook, LEVEL_LOOKS } from '../list/event-looks.ts'
import { formatClock, formatFullTime } from '../list/format-time.ts'
import { PathIcon } from '../ui/path-icon.tsx'
import { isSession, SessionDuration, SessionTitle } from './session-cells.tsx'

/** A column of the list of requests. */
export interface StreamColumn {
  readonly id: string
  readonly header: string
  readonly isNumeric?: boolean
  readonly sortBy?: StreamOrder['by']
  /** `now` is ms since the epoch. */
  cell(stream: StreamSummary, now: number): ReactNode
}

/** A bar is full from this duration on, ms; logarithmic and fixed, so that bars never change in a live list. */
const FULL_BAR = 10_000

/** Levels from here on are worth a sign. */
const SHOWN_LEVEL = 4

export const STREAM_COLUMNS: readonly StreamColumn[] = [
  {
    id: 'time',
    header: 'Time',
    sortBy: 'time',
    cell: ({ time }, now) => (
      <span className="cell-time" title={formatFullTime(time)}>
        {formatClock(time, now)}
      </span>
    ),
  },
  {
    id: 'request',
    header: 'Request',
    cell: (stream) => (isSession(stream) ? <SessionTitle stream={stream} /> : <StreamTitle stream={stream} />),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => status !== null && <StatusMark status={status} /> },
  {
    id: 'duration',
    header: 'Duration',
    isNumeric: true,
    sortBy: 'duration',
    cell: (stream) =>
      isSession(stream) ? (
        <SessionDuration stream={stream} />
      ) : (
        stream.duration !== null && <Duration duration={stream.duration} />
      ),
  },
  { id: 'events', header: 'Events', sortBy: 'events', cell: ({ types }) => <TypeCounts types={types} /> },
  { id: 'queries', header: 'Query time', sortBy: 'queryTime', cell: (stream) => <Targets stream={stream} /> },
  { id: 'marks', header: 'Marks', cell: (stream) => <Marks stream={stream} /> },
  {
    id: 'app',
    header: 'App',
    cell: ({ instance, stream }) => (
      <span className="cell-mono" title={`${instance} ${stream}`}>
        {instance}
      </span>
    ),
  },
]

function Duration({ duration }: { readonly duration: number }) {
  return (
    <span className="cell-duration">
      <span className="duration-bar">
        <span style={{ width: `${toBarWidth(duration)}%`, background: 'var(--t-request)' }} />
      </span>
      <span className="duration-text">{formatDuration(duration)}</span>
    </span>
  )
}

/** The app's name stands beside it, and the path is what differs. */
function withoutHost(uri: string): string {
  const parts = splitUri(uri)
  if (parts.host === null) return uri
  return joinUri({ ...parts, scheme: null, user: null, host: null, path: parts.path || '/' })
}

/** Method and URI, or what the stream began with. */
export function StreamTitle({ stream }: { stream: StreamSummary }) {
  const { method, uri, summary } = stream
  if (method === null && uri === null) {
    return (
      <span className="stream-name" title={summary}>
        {summary || stream.stream}
      </span>
    )
  }
  return (
    <span className="stream-name stream-request" title={[method, uri && maskUri(uri, MASK)].filter(Boolean).join(' ')}>
      {method !== null && <b>{method}</b>} {uri !== null && maskUri(withoutHost(uri), MASK)}
    </span>
  )
}

export function StatusMark({ status }: { status: string }) {
  return (
    <span className="status-mark" data-class={/^[1-5]\d\d$/.test(status) ? status[0] : undefined}>
      {status}
    </span>
  )
}

/** Nearly every request has one of each: they give way where there is no room for all. */
const LAST_TYPES: readonly string[] = ['request', 'response']
const TYPE_ORDER: readonly string[] = [...EVENT_TYPE_NAMES.filter((type) => !LAST_TYPES.includes(type)), ...LAST_TYPES]

/** How many events of each type, in the same order everywhere. */
export function TypeCounts({ types }: { types: StreamSummary['types'] }) {
  const known = TYPE_ORDER.filter((type) => types[type] !== undefined)
  const others = Object.keys(types).filter((type) => !known.includes(type))
  const names = [...known, ...others.sort()]
  return (
    <span className="type-counts" title={names.map((type) => `${type}: ${types[type]}`).join('\n')}>
      {names.map((type) => {
        const { icon, color } = findLook(type)
        return (
          <span key={type} className="type-count">
            <PathIcon path={icon} size={12} color={color} />
            <span className={hasOwnLook(type) ? 'sr-only' : 'type-name'}>{type}</span>
            {(types[type] ?? 0).toLocaleString('en')}
          </span>
        )
      })}
    </span>
  )
}

function Targets({ stream: { targets, queryTime, types } }: { stream: StreamSummary }) {
  if (targets.length === 0) return types.query ? <span className="cell-mono">{formatDuration(queryTime)}</span> : null
  const texts = targets.map(({ target, count, duration }) => `${target}: ${count}, ${formatDuration(duration)}`)
  return (
    <span className="target-totals" title={texts.join('\n')}>
      {targets.map(({ target, count, duration }) => (
        <span key={target}>
          <b>{target}</b> {count.toLocaleString('en')} · {formatDuration(duration)}
        </span>
      ))}
    </span>
  )
}

/** What to look at first: the worst level, failures, denied access, mails. */
export function Marks({ stream: { importance, failed, denied, types } }: { stream: StreamSummary }) {
  const level = clampImportance(importance)
  const { icon, short } = LEVEL_LOOKS[level]
  const mails = types.email ?? 0
  return (
    <span className="stream-marks">
      {level >= SHOWN_LEVEL && (
        <span style={{ color: `var(--i${level})` }} title={`Worst level: ${levelOf(level)}`}>
          <PathIcon path={icon} size={12} />
          {short}
        </span>
      )}
      {failed > 0 && (
        <span className="mark-bad" title={`${failed} failed`}>
          <CircleX size={12} aria-hidden />
          {failed}
          <span className="sr-only"> failed</span>
        </span>
      )}
      {denied > 0 && (
        <span className="mark-denied" title={`${denied} denied`}>
          <ShieldX size={12} aria-hidden />
          {denied}
          <span className="sr-only"> denied</span>
        </span>
      )}
      {mails > 0 && (
        <span className="mark-mail" title={mails === 1 ? '1 mail' : `${mails} mails`}>
          <Mail size={12} aria-hidden />
          {mails}
          <span className="sr-only"> mailed</span>
        </span>
      )}
    </span>
  )
}

function toBarWidth(duration: number): number {
  return Math.min(100, (Math.log10(1 + Math.max(0, duration)) / Math.log10(1 + FULL_BAR)) * 100)
}
