import { CircleCheck, CircleDashed, CirclePause, CircleX, Flag, Hourglass, type LucideIcon } from 'lucide-react'
import type { SessionInfo } from '../../shared/session.ts'
import { formatTime } from '../list/format-time.ts'
import './session-status.css'

const STATUSES = {
  active: { icon: CircleCheck, text: 'active', title: 'It is running' },
  quiet: {
    icon: CircleDashed,
    text: 'last seen',
    title: 'It sends no heartbeats and has told no end: it may run or not',
  },
  suspended: { icon: CirclePause, text: 'suspended', title: 'Its heartbeats have stopped: the machine may sleep' },
  hung: { icon: Hourglass, text: 'hung', title: 'It is there, but does not answer' },
  crashed: { icon: CircleX, text: 'crashed', title: 'It came to an end that it did not tell of' },
  ended: { icon: Flag, text: 'ended', title: 'It came to its end' },
} as const satisfies Readonly<
  Record<string, { readonly icon: LucideIcon; readonly text: string; readonly title: string }>
>

export type SessionStatus = keyof typeof STATUSES

/** Of a session without heartbeats nobody knows whether it runs, once nothing came for so long, ms. */
const QUIET_AFTER = 60_000

type SessionSigns = Pick<SessionInfo, 'crashed' | 'ended' | 'hung' | 'suspended' | 'lastHeartbeat' | 'lastSeen'>

/** How a session is, the worst first. */
export function findStatus(info: SessionSigns, now: number): SessionStatus {
  if (info.crashed) return 'crashed'
  if (info.ended !== null) return 'ended'
  if (info.hung) return 'hung'
  if (info.suspended) return 'suspended'
  return info.lastHeartbeat === null && now - info.lastSeen > QUIET_AFTER ? 'quiet' : 'active'
}

/** Whether its time goes on: of one that is quiet or suspended nobody can tell. */
export function isGoing(info: SessionSigns, now: number): boolean {
  const status = findStatus(info, now)
  return status === 'active' || status === 'hung'
}

interface StatusBadgeProps {
  readonly info: SessionSigns
  /** ms since the epoch. */
  readonly now: number
}

export function StatusBadge({ info, now }: StatusBadgeProps) {
  const status = findStatus(info, now)
  const { icon: Icon, text, title } = STATUSES[status]
  const since = status === 'quiet' && formatTime(info.lastSeen, { mode: 'relative', now, previous: null })
  return (
    <span className="session-status" data-status={status} title={title}>
      <Icon size={12} aria-hidden />
      <span className="session-status-text">
        {text} {since}
      </span>
    </span>
  )
}
