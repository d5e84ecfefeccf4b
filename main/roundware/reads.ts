import type { Condition } from '../../shared/query/query.ts'
import type { AsyncLogApi } from '../log/event-log.ts'
import type { EventRecord, ListenRecord, RoundwareRecord, SessionRecord } from '../protocols/roundware-message.ts'
import { readSessionId } from './event-record.ts'

/** Events read for one answer; of more, the newest count. */
const MOST_EVENTS = 10_000

/** A stored record with its id, which is that of its event in the log. */
export type StoredEvent = { readonly id: number } & EventRecord

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
      select: ['id', 'metadata.record'],
      orderBy: { field: 'id', direction: 'desc' },
      limit: MOST_EVENTS,
    })
    return events.toReversed().map(({ id, metadata }) => ({ id: Number(id), ...recordIn<EventRecord>(metadata) }))
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
    const record = await this.record(id)
    return record?.kind === 'event' ? { id, ...record.record } : null
  }

  async listen(id: number): Promise<ListenRecord | null> {
    const record = await this.record(id)
    return record?.kind === 'listen' ? record.record : null
  }

  async session(id: number): Promise<SessionRecord | null> {
    const { events = [] } = await this.log.query({
      from: { instance: '*', stream: String(id) },
      where: ofKind('session'),
      select: ['metadata.record'],
      limit: 1,
    })
    return events[0] ? recordIn<SessionRecord>(events[0].metadata) : null
  }

  private async record(id: number): Promise<RoundwareRecord | null> {
    const event = Number.isSafeInteger(id) ? await this.log.event(id) : null
    return event?.protocol === 'roundware' ? JSON.parse(event.metadata) : null
  }
}

/** The record in the metadata of an event of ours. */
function recordIn<R extends object>(metadata: unknown): R {
  return (metadata as { readonly record: R }).record
}
