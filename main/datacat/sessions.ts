import { randomUUID } from 'node:crypto'
import type { SessionInfo } from '../../shared/session.ts'
import { type Intake, takeMessage, toId } from '../listeners/intake.ts'
import type { AsyncLogApi, IngestResult } from '../log/api.ts'
import type { EventFields, MetricFields } from '../protocols/datacat-body.ts'
import {
  DAEMON_GROUP,
  type DatacatMessage,
  packMessage,
  RECOVERY_EVENT,
  type SessionFacts,
} from '../protocols/datacat-message.ts'
import { SESSION_SERIES } from '../protocols/datacat-series.ts'
import type { JsonObject } from '../protocols/json.ts'
import type { Problem } from '../protocols/protocol.ts'
import { mergeState } from './merge-state.ts'
import { describeSession, NOT_RESUMED, type Session, statusOf, takeCrash, takeEnd, takeSign } from './session.ts'
import {
  firstState,
  fromAnywhere,
  readNewest,
  readOpenIds,
  readStoredSession,
  readStreams,
  SENT_BY_DATACAT,
} from './stored-session.ts'

/** App of what is sent for a session that nobody has begun. */
const UNKNOWN_APP = 'datacat'
/** Sessions kept in memory; the others are read from the log again. */
const CAPACITY = 10_000

export interface SessionsOptions {
  readonly log: AsyncLogApi
  readonly intake: Intake
  /** ms since the epoch. */
  readonly now: () => number
}

/** The sessions of DataCat: the log's, and in memory those that are in use. */
export class Sessions {
  readonly log: AsyncLogApi
  readonly now: () => number
  private readonly intake: Intake
  /** Least recently used first. */
  private readonly known = new Map<string, Promise<Session | null>>()
  private generation = 0

  constructor({ log, intake, now }: SessionsOptions) {
    this.log = log
    this.intake = intake
    this.now = now
  }

  /** A session by its id; null for one that DataCat has not brought. */
  find(id: string): Promise<Session | null> {
    const known = this.known.get(id)
    if (known) {
      // Setting a key anew moves nothing in a Map; deleting first keeps it ordered by use.
      this.known.delete(id)
      this.known.set(id, known)
      return known
    }
    const reading = readStoredSession(this.log, id, SENT_BY_DATACAT)
    this.remember(id, reading)
    return reading
  }

  /** A session by its id, begun if there is none, by us as its daemon where `isDaemon` says so. */
  findOrBegin(id: string, isDaemon = false): Promise<Session> {
    const found = this.find(id).then((session) => session ?? this.beginOnDemand(id, isDaemon))
    this.remember(id, found)
    return found
  }

  /** Begins a session; resolves once it is on disk. What its machine left without an end has crashed. */
  async begin(facts: SessionFacts): Promise<{ readonly session: Session; readonly result: IngestResult }> {
    if (facts.machine_id) await this.crashLeftBehind(facts.machine_id)
    const session = this.makeSession(randomUUID(), facts)
    this.remember(session.id, Promise.resolve(session))
    return { session, result: await this.storeStart(session) }
  }

  heartbeat(session: Session): Promise<IngestResult> {
    const { facts, lastHeartbeat, created, watch } = session
    const time = this.touch(session)
    session.lastHeartbeat = time
    session.pausedAt = null
    if (watch) watch.lastSign = time
    // A daemon sends heartbeats for an app that hangs, too, and tells itself when that is over.
    if (session.hung && !session.crashed && (watch || !session.isHungByDaemon)) void this.tellRecovery(session)
    return this.store(session, { operation: 'heartbeat', time, session: facts, gap: time - (lastHeartbeat ?? created) })
  }

  /** `sent` is when it changed, ms since the epoch; null for now. */
  addState(session: Session, change: JsonObject, sent: number | null): Promise<IngestResult> {
    const now = this.touch(session)
    const time = sent ?? now
    session.state = mergeState(session.state, change)
    return this.store(session, { operation: 'state', time, change, state: session.state })
  }

  /** `body` is what was sent, of which `fields` were read. */
  addEvent(session: Session, fields: EventFields, body: Uint8Array | string): Promise<IngestResult> {
    this.touch(session)
    takeSign(session, fields)
    return this.store(session, { operation: 'event' }, body)
  }

  addMetric(session: Session, metric: MetricFields): Promise<IngestResult> {
    this.touch(session)
    return this.store(session, { operation: 'metric' }, JSON.stringify(metric))
  }

  end(session: Session): Promise<IngestResult> {
    const time = this.touch(session)
    takeEnd(session, time)
    session.watch = null
    return this.store(session, { operation: 'ended', time, duration: time - session.created })
  }

  crash(session: Session, event: { category?: string; data: { reason: string } & JsonObject }): Promise<IngestResult> {
    const time = this.touch(session)
    takeCrash(session, event.data.reason, time)
    session.watch = null
    return this.store(session, { operation: 'crashed', time, duration: time - session.created, event })
  }

  /** Stops the watch for a hang until the next heartbeat, or goes on with it. */
  pause(session: Session, isPaused: boolean): Promise<IngestResult> {
    const time = this.touch(session)
    session.pausedAt = isPaused ? time : null
    if (session.watch) session.watch.lastSign = time
    return this.store(session, { operation: isPaused ? 'paused' : 'resumed', time })
  }

  /** Files a body that was refused, for the one who looks for it. */
  async fileRefused(id: string, { path, reason }: Problem, body: Uint8Array): Promise<void> {
    const session = await this.find(id)
    const source = session?.source ?? { protocol: 'datacat', app: UNKNOWN_APP, stream: id }
    await takeMessage(this.intake, packMessage({ operation: 'refused', path, reason }, body), source)
  }

  /** A session of the log, whoever brought it. */
  async describe({ instance, stream }: { instance: string; stream: string }): Promise<SessionInfo | null> {
    const known = await this.known.get(stream)
    if (known?.instance === instance) return describeSession(known, this.now())
    const session = await readStoredSession(this.log, stream, fromAnywhere(instance))
    if (!session) return null
    const updated = Math.max(session.updated, await readNewest(this.log, { instance, stream }))
    return describeSession({ ...session, updated }, this.now())
  }

  /** Events went away or came back; `generation` grows with each time. */
  logChanged(generation: number): void {
    this.generation = generation
  }

  /** Ids of all sessions of DataCat in the log, in the order in which they began. */
  list(): Promise<string[]> {
    return readStreams(this.log, SENT_BY_DATACAT)
  }

  private touch(session: Session): number {
    const time = this.now()
    session.updated = time
    return time
  }

  private async beginOnDemand(id: string, isDaemon: boolean): Promise<Session> {
    const facts = { product: UNKNOWN_APP, version: '', on_demand: true as const }
    const session = this.makeSession(id, isDaemon ? { ...facts, daemon: true } : facts)
    await this.storeStart(session)
    return session
  }

  private makeSession(id: string, facts: SessionFacts): Session {
    const time = this.now()
    const instance = toInstance(facts.product) || UNKNOWN_APP
    return {
      id,
      instance,
      protocol: 'datacat',
      source: { protocol: 'datacat', app: instance, stream: id },
      facts,
      created: time,
      updated: time,
      ended: null,
      lastHeartbeat: null,
      crashed: false,
      hung: false,
      isHungByDaemon: false,
      pausedAt: null,
      state: firstState(facts),
      watch: null,
      generation: this.generation,
      beginning: null,
    }
  }

  private storeStart(session: Session): Promise<IngestResult> {
    return this.store(session, startOf(session))
  }

  /** An app that was hung told the daemon that it is alive. */
  private tellRecovery(session: Session): Promise<IngestResult> {
    const fields = {
      name: RECOVERY_EVENT,
      category: 'info',
      ...(session.watch && { group: DAEMON_GROUP }),
      labels: ['heartbeat', 'recovery'],
      message: 'Application heartbeat resumed after hang',
      data: {},
    }
    return this.addEvent(session, fields, JSON.stringify(fields))
  }

  /** A machine that begins a session has come back: those of its sessions that still sleep will not wake any more. */
  private async crashLeftBehind(machine: string): Promise<void> {
    const open = await readOpenIds(this.log, [{ field: 'payload.machine_id', operator: 'eq', value: machine }])
    for (const id of open) {
      const session = await this.find(id)
      // Of one whose daemon we are we find out ourselves, also where we have only just started.
      if (!session || session.facts.daemon || !statusOf(session, this.now()).suspended) continue
      await this.crash(session, { data: { reason: NOT_RESUMED, machine_id: machine } })
    }
  }

  private async store(session: Session, message: DatacatMessage, body?: Uint8Array | string): Promise<IngestResult> {
    if (session.generation !== this.generation) session.beginning ??= this.beginAgain(session)
    try {
      // All of them wait for it, so that they keep their order.
      if (session.beginning) await session.beginning
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
    }
    const result = await takeMessage(this.intake, packMessage(message, body), session.source)
    // Memory is ahead of the log now; the log is right.
    if (result.kind !== 'stored') this.known.delete(session.id)
    return result
  }

  /** Files the beginning of a session once more if it was cleared: what comes would not tell whose it is. */
  private async beginAgain(session: Session): Promise<void> {
    const { generation } = this
    try {
      const series = await this.log.series({ instance: session.instance, stream: session.id })
      if (!series.some(({ key }) => key === SESSION_SERIES)) {
        await takeMessage(this.intake, packMessage(startOf(session)), session.source)
      }
      session.generation = generation
    } finally {
      session.beginning = null
    }
  }

  private remember(id: string, session: Promise<Session | null>): void {
    this.known.delete(id)
    this.known.set(id, session)
    const forget = () => {
      if (this.known.get(id) === session) this.known.delete(id)
    }
    session.then((found) => found ?? forget(), forget)
    for (const oldest of this.known.keys()) {
      if (this.known.size <= CAPACITY) return
      this.known.delete(oldest)
    }
  }
}

/** The beginning of a session is the first of its heartbeats. */
function startOf({ created, facts }: Session): DatacatMessage {
  return { operation: 'heartbeat', time: created, session: facts, gap: null }
}

/** A product as the id of an app: on one line, in characters that every text can hold. */
function toInstance(product: string): string {
  return toId(product.replaceAll(/\p{Cs}/gu, '\ufffd').replaceAll(/\p{Cc}+/gu, ' '))
}
