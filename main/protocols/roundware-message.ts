/** An event as a row of Roundware's table, without its id: in the order in which version 2 answers it. */
export interface EventRecord {
  /** Local time without a zone, to the microsecond. */
  readonly server_time: string
  readonly client_time: string | null
  readonly event_type: string
  readonly data: string | null
  readonly latitude: string | null
  readonly longitude: string | null
  readonly session_id: number
  readonly tag_ids: string | null
}

/** A session as version 2 answers it. */
export interface SessionRecord {
  readonly id: number
  readonly device_id: string | null
  readonly starttime: string
  readonly stoptime: string | null
  readonly client_type: string | null
  readonly client_system: string | null
  readonly demo_stream_enabled: boolean
  readonly geo_listen_enabled: boolean
  readonly timezone: string
  readonly project_id: number
  readonly language_id: number
}

/** An asset was listened to; `duration_in_seconds` is there once that has ended. */
export interface ListenRecord {
  readonly start_time: string | null
  readonly session_id: number
  readonly asset_id: number | null
  readonly project_id: number
  readonly duration_in_seconds?: number
}

/** What is filed; its kind stands in the event's metadata. Reads of the API are answered from the payload. */
export type RoundwareRecord =
  | { readonly kind: 'event'; readonly record: EventRecord }
  | { readonly kind: 'session'; readonly record: SessionRecord }
  | { readonly kind: 'listen'; readonly record: ListenRecord }

/** A message of the protocol `roundware`. */
export type RoundwareMessage =
  | (RoundwareRecord & {
      /** The fields as they were sent. */
      readonly sent: Readonly<Record<string, unknown>>
    })
  /** A request that was turned down. */
  | { readonly kind: 'refused'; readonly reason: string; readonly sent: string }

/** Makes a message of what was filed; `sent` is JSON text of an object. */
export function packRecord({ kind, record }: RoundwareRecord, sent: string): Uint8Array {
  return Buffer.from(`{"kind":"${kind}","record":${JSON.stringify(record)},"sent":${sent}}`)
}

/** Makes a message of a request that was turned down; `sent` is its text. */
export function packRefusal(reason: string, sent: string): Uint8Array {
  const message: RoundwareMessage = { kind: 'refused', reason, sent }
  return Buffer.from(JSON.stringify(message))
}
