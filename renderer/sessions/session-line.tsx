import type { CSSProperties } from 'react'
import { formatDuration } from '../../shared/format.ts'
import { formatClock, formatFullTime } from '../list/format-time.ts'
import type { Stretch } from './session-life.ts'
import { findStatus } from './session-status.tsx'
import type { Session } from './use-session.ts'
import './session-line.css'

interface SessionLineProps {
  readonly session: Session
  /** ms since the epoch. */
  readonly now: number
}

/** The life of a session as a line: when it was hung or suspended, and how it ended. */
export function SessionLine({ session, now }: SessionLineProps) {
  const { info, life } = session
  const { start, latest, end, crash, hung, suspended } = life
  const to = Math.max(latest, start + 1)
  const place = ({ from, to: until }: Stretch): CSSProperties => ({
    left: `${((from - start) / (to - start)) * 100}%`,
    width: `${((Math.min(until, to) - from) / (to - start)) * 100}%`,
  })
  const isQuiet = findStatus(info, now) === 'quiet'
  const told = describe(session, isQuiet, now)
  return (
    <div className="session-line">
      <time dateTime={new Date(start).toISOString()} title={formatFullTime(start)}>
        {toSeconds(start, now)}
      </time>
      <div className="session-life" role="img" aria-label={told} title={told}>
        {suspended.map((stretch) => (
          <span key={`s${stretch.from}`} className="session-stretch" data-kind="suspended" style={place(stretch)} />
        ))}
        {hung.map((stretch) => (
          <span key={`h${stretch.from}`} className="session-stretch" data-kind="hung" style={place(stretch)} />
        ))}
        {crash && (
          <span className="session-stretch" data-kind="crash" style={place({ from: crash.time, to: crash.time })} />
        )}
      </div>
      {end === null ? (
        <span className="session-end">{isQuiet ? `last seen ${toSeconds(latest, now)}` : 'now'}</span>
      ) : (
        <time
          dateTime={new Date(end).toISOString()}
          title={formatFullTime(end)}
          data-crashed={crash !== null || undefined}
        >
          {crash ? 'crashed ' : 'ended '}
          {toSeconds(end, now)}
        </time>
      )}
      {crash?.reason && (
        <span className="session-reason" title={crash.reason}>
          {crash.reason}
        </span>
      )}
    </div>
  )
}

function toSeconds(time: number, now: number): string {
  return formatClock(time, now).replace(/\.\d+$/, '')
}

function describe({ life }: Session, isQuiet: boolean, now: number): string {
  const { start, latest, end, crash, hung, suspended } = life
  const ran = isQuiet
    ? `It was heard of for ${formatDuration(latest - start)}`
    : `It ran for ${formatDuration((end ?? now) - start)}${end === null ? ' so far' : ''}`
  const parts = [ran]
  if (hung.length > 0) parts.push(`was hung ${times(hung)}`)
  if (suspended.length > 0) parts.push(`was suspended ${times(suspended)}`)
  if (crash) parts.push(`crashed${crash.reason ? ` (${crash.reason})` : ''}`)
  return `${parts.join(', ')}.`
}

function times(stretches: readonly Stretch[]): string {
  const length = stretches.reduce((sum, { from, to }) => sum + to - from, 0)
  const count = stretches.length === 1 ? 'once' : `${stretches.length} times`
  return `${count} for ${formatDuration(length)}`
}
