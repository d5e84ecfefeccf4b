import { CircleCheck, CirclePause, CircleX, Flag, Hourglass, type LucideIcon } from 'lucide-react'
import type { SessionInfo } from '../../shared/session.ts'
import type { SessionLife } from './session-life.ts'
import './session-status.css'

const STATUSES = {
  active: { icon: CircleCheck, text: 'active', title: 'It is running' },
  suspended: { icon: CirclePause, text: 'suspended', title: 'Its heartbeats have stopped: the machine may sleep' },
  hung: { icon: Hourglass, text: 'hung', title: 'It is there, but does not answer' },
  crashed: { icon: CircleX, text: 'crashed', title: 'It came to an end that it did not tell of' },
  ended: { icon: Flag, text: 'ended', title: 'It came to its end' },
} as const satisfies Readonly<
  Record<string, { readonly icon: LucideIcon; readonly text: string; readonly title: string }>
>

export type SessionStatus = keyof typeof STATUSES

/** How a session is, the worst first. */
export function findStatus(info: Pick<SessionInfo, 'crashed' | 'ended' | 'hung' | 'suspended'>): SessionStatus {
  if (info.crashed) return 'crashed'
  if (info.ended !== null) return 'ended'
  if (info.hung) return 'hung'
  return info.suspended ? 'suspended' : 'active'
}

/** The same by its events alone, up to `now`. */
export function findStatusOfLife({ crash, end, hung, suspended }: SessionLife, now: number): SessionStatus {
  const goesOn = (stretches: SessionLife['hung']) => (stretches.at(-1)?.to ?? 0) >= now
  return findStatus({ crashed: crash !== null, ended: end, hung: goesOn(hung), suspended: goesOn(suspended) })
}

export function StatusBadge({ status }: { readonly status: SessionStatus }) {
  const { icon: Icon, text, title } = STATUSES[status]
  return (
    <span className="session-status" data-status={status} title={title}>
      <Icon size={12} aria-hidden />
      {text}
    </span>
  )
}
