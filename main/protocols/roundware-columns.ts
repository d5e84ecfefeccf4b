import type { JsonObject } from './json.ts'
import type { EventRecord } from './roundware-message.ts'

/** The columns of Roundware's table that hold text, or nothing, whatever was sent. */
const TEXTS = ['client_time', 'event_type', 'data', 'latitude', 'longitude', 'tag_ids'] as const

/** Members of a payload that tell of the row that Roundware's server would store. */
export const PAYLOAD_COLUMNS = ['session_id', 'server_time', ...TEXTS]

/** What the server would store in another form than the payload has it in: `tag_ids: "[3, 8]"` for a list, `"1.0"` for 1.0. */
export type StoredTexts = { readonly [Column in (typeof TEXTS)[number]]?: string | null }

export function findStoredTexts(record: EventRecord, payload: JsonObject): StoredTexts {
  return Object.fromEntries(
    TEXTS.filter((column) => record[column] !== plainText(payload, column)).map((column) => [column, record[column]]),
  )
}

/** The row of an event: what `findStoredTexts` found of it, and the rest from the payload. */
export function readStoredRecord(payload: JsonObject, stored: StoredTexts): EventRecord {
  const read = (column: (typeof TEXTS)[number]): string | null => {
    const text = Object.hasOwn(stored, column) ? stored[column] : undefined
    return text === undefined ? plainText(payload, column) : text
  }
  return {
    server_time: plainText(payload, 'server_time') ?? '',
    client_time: read('client_time'),
    event_type: read('event_type') ?? '',
    data: read('data'),
    latitude: read('latitude'),
    longitude: read('longitude'),
    session_id: Number(payload.session_id),
    tag_ids: read('tag_ids'),
  }
}

function plainText(payload: JsonObject, name: string): string | null {
  const value = Object.hasOwn(payload, name) ? payload[name] : null
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}
