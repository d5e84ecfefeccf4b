import type { EventRecord } from '../protocols/roundware-message.ts'
import { toPythonRepr } from './python-text.ts'
import { Refusal } from './refusal.ts'
import { hasField, type SentFields, textOf } from './sent-fields.ts'

/** Characters of the columns that are not of free length. */
const COLUMN_LENGTH = 50
/** Ids are whole numbers of 32 bits in Roundware's database. */
const MAX_ID = 2 ** 31 - 1

/**
 * The row that Roundware's server would store for a `log_event` of version 1 or a `POST /events/` of version 2. Throws a
 * `Refusal`, in the server's order: what is missing first, then the session, then what is too long.
 */
export function readEventRecord(fields: SentFields, serverTime: string): EventRecord {
  if (!hasField(fields, 'session_id')) throw new Refusal('a session_id is required for this operation')
  if (!hasField(fields, 'event_type')) throw new Refusal('an event_type is required for this operation')
  const sessionId = readSessionId(fields.values.session_id)
  return {
    server_time: serverTime,
    client_time: readColumn(fields, 'client_time'),
    event_type: readColumn(fields, 'event_type') ?? '',
    data: textOf(fields, 'data'),
    latitude: readColumn(fields, 'latitude'),
    longitude: readColumn(fields, 'longitude'),
    session_id: sessionId,
    tag_ids: textOf(fields, hasField(fields, 'tags') ? 'tags' : 'tag_ids'),
  }
}

export function readSessionId(value: unknown): number {
  return readId(value, 'Session')
}

/** Reads an id as Django does. Throws a `Refusal` for what is none, or none that something in a database can have. */
export function readId(value: unknown, model: 'Session' | 'Project'): number {
  const id = toInteger(value)
  if (id === null) {
    throw new Refusal(`Field 'id' expected a number but got ${toPythonRepr(value)}.`, { exception: 'ValueError' })
  }
  if (id < 1 || id > MAX_ID) throw refuseUnknown(model)
  return id
}

export function refuseUnknown(model: 'Session' | 'Project'): Refusal {
  return new Refusal(`${model} matching query does not exist.`, {
    exception: `roundware.rw.models.${model}.DoesNotExist`,
  })
}

/** 0, which nothing has for an id, for a null; null for what is no number. */
function toInteger(value: unknown): number | null {
  if (value === null || value === undefined) return 0
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number') return Math.trunc(value)
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : null
}

function readColumn(fields: SentFields, name: string): string | null {
  const text = textOf(fields, name)
  if (text !== null && [...text].length > COLUMN_LENGTH) {
    throw new Refusal(`value too long for type character varying(${COLUMN_LENGTH})\n`, {
      exception: 'django.db.utils.DataError',
      meaning: `${name} is longer than the ${COLUMN_LENGTH} characters that Roundware's server keeps of it`,
    })
  }
  return text
}
