import { type Intake, takeMessage } from '../listeners/intake.ts'
import type { AsyncLogApi } from '../log/api.ts'
import type { Source } from '../protocols/protocol.ts'
import {
  type EventRecord,
  type ListenRecord,
  packRecord,
  packRefusal,
  type RoundwareRecord,
  type SessionRecord,
} from '../protocols/roundware-message.ts'
import { readEventRecord, readSessionId } from './event-record.ts'
import { RoundwareReads, type StoredEvent } from './reads.ts'
import { Refusal, refuseField, refuseToFind } from './refusal.ts'
import { readPairs, type SentFields, textOf } from './sent-fields.ts'
import { toServerTime } from './server-time.ts'
import { DEFAULT_PROJECT, instanceOf, RoundwareSessions } from './sessions.ts'
import { RoundwareUsers } from './users.ts'

/** Stream of what was sent for no session. */
const NO_SESSION = 'default'
/** Assets that began to play and are remembered, so that their end is understood even when the log was cleared. */
const MOST_LISTENS = 1000

/** What a session begins with, beside its id and its time. */
export interface NewSession {
  readonly project: number
  readonly deviceId: string | null
  readonly clientType: string | null
  readonly clientSystem: string | null
  readonly isGeoListening: boolean
  readonly timezone: string
}

/** What both versions of Roundware's API do: file what clients tell. Everything rejects with a `Refusal`. */
export class RoundwareDesk {
  readonly users = new RoundwareUsers()
  readonly sessions: RoundwareSessions
  readonly reads: RoundwareReads
  private readonly intake: Intake
  private readonly listens = new Map<number, ListenRecord>()

  constructor(intake: Intake, log: AsyncLogApi) {
    this.intake = intake
    this.sessions = new RoundwareSessions(log)
    this.reads = new RoundwareReads(log)
  }

  /** Files an event for a session, which begins with it if nobody has heard of it. */
  async fileEvent(fields: SentFields): Promise<StoredEvent> {
    const record = readEventRecord(fields, now())
    const id = await this.file(
      { kind: 'event', record },
      await this.sessions.findOrBegin(record.session_id),
      fields.json,
    )
    return { id, ...record }
  }

  /** Files an event that Roundware's server logs of itself when it is asked for something. */
  fileOwnEvent(eventType: string, fields: SentFields): Promise<StoredEvent> {
    return this.fileEvent(readPairs([...Object.entries(fields.values), ['event_type', eventType]]))
  }

  async beginSession(begun: NewSession): Promise<SessionRecord> {
    const { project, deviceId, clientType, clientSystem, isGeoListening, timezone } = begun
    const record = {
      id: await this.sessions.begin(project),
      device_id: deviceId,
      starttime: now(),
      stoptime: null,
      client_type: clientType,
      client_system: clientSystem,
      demo_stream_enabled: false,
      geo_listen_enabled: isGeoListening,
      timezone,
      project_id: project,
      language_id: 1,
    }
    await this.file({ kind: 'session', record }, project)
    return record
  }

  /** An asset begins to play. */
  async beginListen(fields: SentFields): Promise<{ readonly id: number } & ListenRecord> {
    const session = readSessionId(fields.values.session ?? fields.values.session_id)
    const project = await this.sessions.findOrBegin(session)
    const asset = Number(textOf(fields, 'asset') ?? textOf(fields, 'asset_id') ?? Number.NaN)
    const record = {
      start_time: textOf(fields, 'starttime') ?? textOf(fields, 'start_time'),
      session_id: session,
      asset_id: Number.isNaN(asset) ? null : asset,
      project_id: project,
    }
    const id = await this.file({ kind: 'listen', record }, project, fields.json)
    this.listens.set(id, record)
    const [oldest] = this.listens.keys()
    if (this.listens.size > MOST_LISTENS && oldest !== undefined) this.listens.delete(oldest)
    return { id, ...record }
  }

  /** An asset has played: no event is ever changed, so the duration comes with one of its own. */
  async endListen(id: number, fields: SentFields): Promise<{ readonly id: number } & ListenRecord> {
    const begun = this.listens.get(id) ?? (await this.reads.listen(id))
    if (!begun) throw refuseToFind(`listen event ${id} is not known: nothing says what was listened to`)
    const duration = Number(textOf(fields, 'duration_in_seconds') ?? Number.NaN)
    if (!Number.isFinite(duration)) throw refuseField('duration_in_seconds', 'A valid number is required.')
    const record = { ...begun, duration_in_seconds: duration }
    await this.file({ kind: 'listen', record }, begun.project_id, fields.json)
    return { id, ...record }
  }

  /** Keeps a request that is turned down, with the session that it names, if there is one. */
  async fileRefusal({ meaning }: Refusal, sent: string, fields: SentFields): Promise<void> {
    const session = toSessionId(fields.values.session_id)
    const project = session === null ? null : await this.sessions.find(session)
    const stream = project === null ? NO_SESSION : String(session)
    // If it cannot be kept either, the user was told, and the sender is to hear what was wrong in the first place.
    await takeMessage(this.intake, packRefusal(meaning, sent), sourceOf(project ?? DEFAULT_PROJECT, stream))
  }

  private file(filed: RoundwareRecord, project: number, sent = '{}'): Promise<number> {
    const session = filed.kind === 'session' ? filed.record.id : filed.record.session_id
    return this.take(packRecord(filed, sent), String(session), project)
  }

  /** Stores a message of one event; resolves with the event's id once it is on disk. */
  private async take(message: Uint8Array, stream: string, project: number): Promise<number> {
    const result = await takeMessage(this.intake, message, sourceOf(project, stream))
    if (result.kind === 'stored') return result.lastId
    throw new Refusal(result.reason, {
      status: result.kind === 'refused' ? 413 : 503,
      exception: 'django.db.utils.OperationalError',
    })
  }
}

function sourceOf(project: number, stream: string): Source {
  return { protocol: 'roundware', app: instanceOf(project), stream }
}

function now(): EventRecord['server_time'] {
  return toServerTime(new Date())
}

function toSessionId(value: unknown): number | null {
  try {
    return readSessionId(value)
  } catch {
    return null
  }
}
