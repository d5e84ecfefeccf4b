import { formatDuration } from '../../shared/format.ts'
import type { StreamSummary } from '../../shared/stream.ts'
import { useNow } from '../list/use-now.ts'
import { useAskedSession, useKnownSession } from '../sessions/session-infos.ts'
import { findStatus, StatusBadge } from '../sessions/session-status.tsx'
import { useViewer } from '../state/viewer-context.ts'

export function isSession({ types }: StreamSummary): boolean {
  return types.session !== undefined
}

/** What ran, and how it is now; the stream's first line where no more is known. */
export function SessionTitle({ stream }: { readonly stream: StreamSummary }) {
  const { backend } = useViewer()
  const info = useAskedSession(backend, stream, stream.last)
  const name = info ? [info.product, info.version].filter(Boolean).join(' ') : ''
  const text = name || stream.summary || stream.stream
  return (
    <span className="stream-session" title={info?.hostname ? `${text} on ${info.hostname}` : text}>
      <span className="stream-name">{text}</span>
      {info && <StatusBadge status={findStatus(info)} />}
    </span>
  )
}

/** How long a session took, or has been running. */
export function SessionDuration({ stream }: { readonly stream: StreamSummary }) {
  const info = useKnownSession(stream)
  const now = useNow('relative')
  if (!info) return stream.duration !== null && <span className="duration-text">{formatDuration(stream.duration)}</span>
  const isRunning = info.ended === null && !info.crashed
  const length = Math.max(0, (info.ended ?? (isRunning ? now : stream.time + (stream.duration ?? 0))) - info.created)
  return (
    <span className="duration-text" title={isRunning ? 'So far' : undefined}>
      {/* Parts of a second would never stand still. */}
      {formatDuration(isRunning ? Math.floor(length / 1000) * 1000 : length)}
      {isRunning && <span className="duration-so-far"> so far</span>}
    </span>
  )
}
