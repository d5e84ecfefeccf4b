import type { Condition } from '../../shared/query/query.ts'
import type { AsyncLogApi } from '../log/api.ts'
import { isJsonObject } from '../protocols/json.ts'
import { PAYLOAD_COLUMNS, readStoredRecord } from '../protocols/roundware-columns.ts'
import type { EventRecord, ListenRecord, RoundwareRecord, SessionRecord } from '../protocols/roundware-message.ts'
import { readSessionId } from './event-record.ts'

/** Events read for one answer; of more, the newest count. */
const MOST_EVENTS = 10_000

/** A stored record with its id, which is that of its event in the log. */
export type StoredEvent = { readonly id: number } & EventRecord

/** A session as it stands in the log: what the window shows of it comes first. */
type SessionPayload = SessionRecord & { readonly action: string; readonly product: string }

/** What the list of events is narrowed by: a name, and what a record must fulfil for its value. */
export type EventFilters = Readonly<Record<string, (record: EventRecord, value: string) => boolean>>

const ofKind = (kind: RoundwareRecord['kind']): Condition[] => [
  { field: 'protocol', operator: 'eq', value: 'roundware' },
  { field: 'metadata.kind', operator: 'eq', value: kind },
]

/** Reads of the log in the words of Roundware. */
export class RoundwareReads {
  private readonly log: AsyncLogApi

  constructor(log: AsyncLogApi) {
    this.log = log
  }

  /** Events in the order of their ids. `session` is null for those of all. */
  async events(session: number | null): Promise<StoredEvent[]> {
    const { events = [] } = await this.log.query({
      from: { instance: '*', ...(session !== null && { stream: String(session) }) },
      where: ofKind('event'),
      select: ['id', 'metadata.stored', ...PAYLOAD_COLUMNS.map((column) => `payload.${column}`)],
      orderBy: { field: 'id', direction: 'desc' },
      limit: MOST_EVENTS,
    })
    return events.toReversed().map(({ id, payload, metadata }) => toStoredEvent(Number(id), payload, metadata))
  }

  /** Events of the address `?name=value&…`: names that are no filter are ignored, as Django does. */
  async filteredEvents(params: URLSearchParams, session: string, filters: EventFilters): Promise<StoredEvent[]> {
    const wanted = params.get(session)
    const events = await this.events(wanted ? readSessionId(wanted) : null)
    const checks = [...params].flatMap(([name, value]) => {
      const check = value !== '' && Object.hasOwn(filters, name) ? filters[name] : undefined
      return check ? [(record: EventRecord) => check(record, value)] : []
    })
    return events.filter((event) => checks.every((check) => check(event)))
  }

  async event(id: number): Promise<StoredEvent | null> {
    const found = await this.find(id, 'event')
    return found && toStoredEvent(id, found.payload, found.metadata)
  }

  async listen(id: number): Promise<ListenRecord | null> {
    const found = await this.find(id, 'listen')
    if (!found) return null
    // Filed by ourselves, with more beside it that was sent.
    const { start_time, session_id, asset_id, project_id } = found.payload as ListenRecord
    return { start_time, session_id, asset_id, project_id }
  }

  async session(id: number): Promise<SessionRecord | null> {
    const { events = [] } = await this.log.query({
      from: { instance: '*', stream: String(id) },
      where: ofKind('session'),
      select: ['payload'],
      limit: 1,
    })
    if (!events[0]) return null
    const { action: _action, product: _product, ...record } = events[0].payload as SessionPayload
    return record
  }

  private async find(
    id: number,
    kind: RoundwareRecord['kind'],
  ): Promise<{ payload: unknown; metadata: unknown } | null> {
    const event = Number.isSafeInteger(id) ? await this.log.event(id) : null
    if (event?.protocol !== 'roundware') return null
    const metadata: unknown = JSON.parse(event.metadata)
    const isOfKind = isJsonObject(metadata) && metadata.kind === kind
    return isOfKind ? { payload: JSON.parse(event.payload), metadata } : null
  }
}

function toStoredEvent(id: number, payload: unknown, metadata: unknown): StoredEvent {
  const stored = isJsonObject(metadata) && isJsonObject(metadata.stored) ? metadata.stored : {}
  return { id, ...readStoredRecord(isJsonObject(payload) ? payload : {}, stored) }
}
