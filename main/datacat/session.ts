import type { SessionInfo } from '../../shared/session.ts'
import { DAEMON_GROUP, HANG_EVENT, RECOVERY_EVENT, type SessionFacts } from '../protocols/datacat-message.ts'
import type { JsonObject } from '../protocols/json.ts'
import type { Source } from '../protocols/protocol.ts'

/** Without a heartbeat for so long a session counts as suspended, and an app as hung. ms. */
export const HEARTBEAT_TIMEOUT = 60_000
/** Why a session crashed that never came back with its machine. Such a one has no end. */
export const NOT_RESUMED = 'machine_returned_session_not_resumed'

/** What is known of a session while it is worked on. Everything of it can be read from the log again. */
export interface Session {
  readonly id: string
  readonly instance: string
  /** Name of the protocol that brought it. */
  readonly protocol: string
  readonly source: Source
  readonly facts: SessionFacts
  /** ms since the epoch, as all times here. */
  readonly created: number
  updated: number
  ended: number | null
  lastHeartbeat: number | null
  crashed: boolean
  hung: boolean
  /** Whether a daemon said so: then only the daemon says that it is over. */
  isHungByDaemon: boolean
  /** Since when its app wants no watch for a hang; null while it does. */
  pausedAt: number | null
  state: JsonObject
  /** While we are its daemon and it has not ended. */
  watch: Watch | null
  /** The log's, when it was last known to tell of the session's beginning. */
  generation: number
  /** Set while that is looked for. */
  beginning: Promise<void> | null
}

/** What a daemon keeps of a session. */
export interface Watch {
  /** Of the app; where it has given none, when the watch began. */
  lastSign: number
}

export type SessionStatus = Pick<SessionInfo, 'active' | 'suspended' | 'crashed' | 'hung'>

/** How a session stands; one that has never had a heartbeat needs none, and for one that we watch we would send them. */
export function statusOf({ crashed, hung, ended, lastHeartbeat, watch }: Session, now: number): SessionStatus {
  const isOver = crashed || ended !== null
  const isSilent = lastHeartbeat !== null && now - lastHeartbeat > HEARTBEAT_TIMEOUT
  const suspended = !isOver && isSilent && watch === null
  return { active: !isOver && !suspended, suspended, crashed, hung }
}

export function describeSession(session: Session, now: number): SessionInfo {
  const { facts, id, instance, created, ended, lastHeartbeat, updated, protocol } = session
  return {
    instance,
    stream: id,
    product: facts.product,
    version: facts.version,
    hostname: facts.hostname ?? null,
    machine: facts.machine_id ?? null,
    created,
    ended,
    lastHeartbeat,
    // Points have the time of their sender, whose clock may be ahead.
    lastSeen: Math.min(updated, now),
    ...statusOf(session, now),
    protocol,
  }
}

/** What an event that was sent says of its session. */
export interface Sign {
  readonly name?: unknown
  readonly group?: unknown
  readonly category?: unknown
}

/** Takes what an event says of its session: that it hangs, or does no more. Of one that has crashed nothing changes. */
export function takeSign(session: Session, { name, group, category }: Sign): void {
  if (session.crashed) return
  if (name === HANG_EVENT) {
    session.hung = true
    session.isHungByDaemon = group === DAEMON_GROUP || category === DAEMON_GROUP
  }
  if (name === RECOVERY_EVENT) session.hung = false
}

/** Takes that a session has ended; one that has crashed stays so. */
export function takeEnd(session: Session, time: number): void {
  if (!session.crashed) session.ended = time
}

/** Takes that a session has crashed; the first time counts. */
export function takeCrash(session: Session, reason: string, time: number): void {
  if (session.crashed) return
  session.crashed = true
  if (reason === NOT_RESUMED) return
  session.ended = time
  session.hung = false
}
