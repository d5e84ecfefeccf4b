import { formatDuration } from '../../shared/format.ts'
import type { StreamSummary } from '../../shared/stream.ts'
import { useNow } from '../list/use-now.ts'
import { useKnownSession } from '../sessions/session-infos.ts'
import { isGoing, StatusBadge } from '../sessions/session-status.tsx'

export function isSession({ types }: StreamSummary): boolean {
  return types.session !== undefined
}

/** What ran, and how it is now; the stream's first line where no more is known. */
export function SessionTitle({ stream }: { readonly stream: StreamSummary }) {
  const info = useKnownSession(stream)
  const now = useNow('relative')
  const name = info ? [info.product, info.version].filter(Boolean).join(' ') : ''
  const text = name || stream.summary || stream.stream
  return (
    <span className="stream-session" title={info?.hostname ? `${text} on ${info.hostname}` : text}>
      <span className="stream-name">{text}</span>
      {info && <StatusBadge info={info} now={now} />}
    </span>
  )
}

/** How long a session took, has been running, or was heard of. */
export function SessionDuration({ stream }: { readonly stream: StreamSummary }) {
  const info = useKnownSession(stream)
  const now = useNow('relative')
  if (!info) return stream.duration !== null && <span className="duration-text">{formatDuration(stream.duration)}</span>
  const isRunning = isGoing(info, now)
  const length = Math.max(0, (info.ended ?? (isRunning ? now : info.lastSeen)) - info.created)
  return (
    <span className="duration-text" title={isRunning ? 'So far' : undefined}>
      {/* Parts of a second would never stand still. */}
      {formatDuration(isRunning ? Math.floor(length / 1000) * 1000 : length)}
      {isRunning && <span className="sr-only"> so far</span>}
    </span>
  )
}
