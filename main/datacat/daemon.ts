import { createHash } from 'node:crypto'
import { hostname, networkInterfaces } from 'node:os'
import type { IngestResult } from '../log/api.ts'
import { DAEMON_GROUP, HANG_EVENT } from '../protocols/datacat-message.ts'
import { HEARTBEAT_TIMEOUT, type Session } from './session.ts'
import type { Sessions } from './sessions.ts'
import { readOpenIds } from './stored-session.ts'

/** Between two looks at the sessions, ms. */
const CHECK_INTERVAL = 5000
/** From the start until it looks for those that were open before, ms: far less than it takes to find out that an app hangs. */
const RESUME_DELAY = 1500
/** Sessions that are looked after again when the program starts. */
const MOST_RESUMED = 1000
/** What `register` answers. */
const REGISTERED_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

export interface Registration {
  readonly product: string
  readonly version: string
  /** The app's process; null where it named none. */
  readonly parentPid: number | null
}

/**
 * What DataCat's own daemon does beside an app, for apps that talk to Tattler in its place: finds out that an app hangs,
 * or that its process is gone.
 */
export class Daemon {
  private readonly sessions: Sessions
  private readonly isRunning: (pid: number) => boolean
  private readonly watched = new Map<string, Session>()
  private timer: NodeJS.Timeout | undefined
  private resuming: NodeJS.Timeout | undefined

  constructor(sessions: Sessions, isRunning: (pid: number) => boolean = isProcessRunning) {
    this.sessions = sessions
    this.isRunning = isRunning
  }

  /** Begins a session; resolves once it is on disk. */
  async register({ product, version, parentPid }: Registration): Promise<{ session: Session; result: IngestResult }> {
    const machine = findMachine()
    const begun = await this.sessions.begin({
      product,
      version,
      ...(machine && { machine_id: machine }),
      hostname: hostname(),
      // A process that is not of this machine, or of another container of it, cannot be looked after.
      ...(parentPid !== null && this.isRunning(parentPid) && { parent_pid: parentPid }),
      daemon: true,
    })
    this.watch(begun.session)
    return begun
  }

  /** A session by its id, looked after from now on if its app has begun it with us; null for an unknown one. */
  async find(id: string): Promise<Session | null> {
    const session = this.watched.get(id) ?? (await this.sessions.find(id))
    if (session?.facts.daemon) this.watch(session)
    return session
  }

  /**
   * A session by its id, as `find`; one whose id may be ours and that the log knows no more begins anew, for its app runs on
   * and registers only once. Null for any other id.
   */
  async findOrBegin(id: string): Promise<Session | null> {
    const found = await this.find(id)
    if (found || !REGISTERED_ID.test(id)) return found
    const session = await this.sessions.findOrBegin(id, true)
    this.watch(session)
    return session
  }

  /** Goes on to look after the sessions that were open when the program ended, soon: a viewer that opens comes first. */
  resumeSoon(onFailure: (error: unknown) => void): void {
    this.resuming = setTimeout(() => this.resume().catch(onFailure), RESUME_DELAY).unref()
  }

  /** Resolves once it looks after them. */
  async resume(): Promise<void> {
    const open = await readOpenIds(this.sessions.log, [{ field: 'payload.daemon', operator: 'eq', value: true }])
    for (const id of open.slice(-MOST_RESUMED)) await this.find(id)
  }

  /** Looks once at all sessions. */
  async check(): Promise<void> {
    for (const session of this.watched.values()) {
      if (session.watch) await this.checkSession(session, session.watch.lastSign)
      else this.watched.delete(session.id)
    }
    if (this.watched.size > 0) return
    clearInterval(this.timer)
    this.timer = undefined
  }

  close(): void {
    clearTimeout(this.resuming)
    clearInterval(this.timer)
    this.watched.clear()
  }

  private watch(session: Session): void {
    if (session.watch || session.crashed || session.ended !== null) return
    session.watch = { lastSign: this.sessions.now() }
    this.watched.set(session.id, session)
    this.timer ??= setInterval(() => void this.check(), CHECK_INTERVAL).unref()
  }

  private async checkSession(session: Session, lastSign: number): Promise<void> {
    const { parent_pid: parentPid } = session.facts
    if (parentPid !== undefined && !this.isRunning(parentPid)) {
      // The next look may come before all of this is stored.
      session.watch = null
      await this.tell(session, {
        name: 'parent_process_crashed',
        category: 'critical',
        labels: ['crash', 'process'],
        message: `Parent process (PID ${parentPid}) is no longer running`,
        data: { parent_pid: parentPid },
      })
      await this.sessions.crash(session, { category: 'critical', data: { reason: 'parent_process_terminated' } })
      return
    }
    const silence = this.sessions.now() - lastSign
    if (session.pausedAt !== null || session.hung || silence <= HEARTBEAT_TIMEOUT) return
    const seconds = Math.floor(silence / 1000)
    await this.tell(session, {
      name: HANG_EVENT,
      category: 'error',
      labels: ['heartbeat', 'hung'],
      message: `Application has not sent heartbeat for ${seconds} seconds`,
      data: { last_heartbeat: new Date(lastSign).toISOString(), seconds_since_heartbeat: seconds },
    })
  }

  private tell(session: Session, event: DaemonEvent): Promise<IngestResult> {
    const fields = { ...event, group: DAEMON_GROUP }
    return this.sessions.addEvent(session, fields, JSON.stringify(fields))
  }
}

interface DaemonEvent {
  readonly name: string
  readonly category: string
  readonly labels: readonly string[]
  readonly message: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Signal 0 does nothing but tell whether there is such a process; one of somebody else is there, too. */
function isProcessRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** As the daemon names a machine: by the hash of its first hardware address. Null without one. */
function findMachine(): string | null {
  const addresses = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const first = addresses.find(({ internal, mac }) => !internal && mac !== '00:00:00:00:00:00')
  return first ? createHash('md5').update(first.mac).digest('hex') : null
}
