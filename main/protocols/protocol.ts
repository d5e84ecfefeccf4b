import type { CodeLocation, QueryFacts } from '../../shared/event.ts'
import type { Importance } from '../../shared/importance.ts'

/** Where a message came from: made once per connection or request by the listener, which knows transport, not meaning. */
export interface Source {
  /** Name of the protocol, chosen by path. */
  readonly protocol: string
  /** Id of the instance (the app). */
  readonly app: string
  /** Stream for events that name none. */
  readonly stream: string
  /** Whether who sends wants to know the sequence numbers that its events were given. */
  readonly wantsSequences?: true
}

/** Caps on what one message may hold; over one of them the whole message is refused. */
export interface Limits {
  /** Bytes of one message, after decompression. */
  readonly messageBytes: number
  /** Levels of JSON arrays and objects inside each other; a nested event costs two. */
  readonly depth: number
  readonly eventsPerMessage: number
  /** Characters of one JSON string, counted in the text as sent. */
  readonly stringLength: number
  /** Bytes of one mail, as sent. */
  readonly mailBytes: number
  /** Bytes of all messages and mails that are read at a time. */
  readonly openBytes: number
}

export const DEFAULT_LIMITS: Limits = {
  messageBytes: 64 * 1024 * 1024,
  depth: 1000,
  eventsPerMessage: 100_000,
  stringLength: 32 * 1024 * 1024,
  mailBytes: 25 * 1024 * 1024,
  openBytes: 128 * 1024 * 1024,
}

/** An event as a protocol decodes it: no id, no sequence, no receive time yet. Children follow in `nested`. */
export interface DecodedEvent {
  readonly type: string
  /** ms since the epoch; null where the sender gave none. */
  readonly time: number | null
  readonly importance: Importance
  readonly duration: number | null
  readonly success: boolean | null
  readonly tags: readonly string[]
  readonly calledFrom: CodeLocation | null
  readonly definedIn: CodeLocation | null
  readonly summary: string
  readonly target: string | null
  /** Of a query; null for every other type. */
  readonly query: QueryFacts | null
  /** JSON text. */
  readonly payload: string
  /** JSON text of an object, or null for none. */
  readonly metadata: string | null
  /** What it was made of, byte by byte, where that is kept. */
  readonly source?: Uint8Array
  readonly nested: readonly DecodedEvent[]
}

/** A measurement. Those of one key in a stream are a series, and one row in the log however many they are. */
export interface DecodedPoint {
  readonly key: string
  /** ms since the epoch; null where the sender gave none. */
  readonly time: number | null
  readonly value: number
  /** JSON text of what else the sender told of it; null for nothing. */
  readonly extra: string | null
  /** Whether it counts even where it says what the one before it said: a reading, and not a total that is sent again. */
  readonly isReading?: true
  /** Stands for the series in the log: stored with its first point. */
  readonly event: DecodedEvent
}

/** Events of one message that share a stream, in order. */
export interface DecodedStream {
  /** Where it is not the source's app. */
  readonly instance?: string
  /**
   * Set where `instance` is one of the event log, by id or name. If there is none, and it is not to be made, nothing of the
   * message is stored.
   */
  readonly eventLog?: { readonly mayCreate: boolean }
  readonly stream: string
  readonly events: readonly DecodedEvent[]
  /** Measurements, behind the events. */
  readonly points?: readonly DecodedPoint[]
}

/** Why a message, or one event of it, could not be decoded. */
export interface Problem {
  /** What is wrong and how to fix it, in one sentence. */
  readonly reason: string
  /** Inside the JSON, like `events[3].payload.target`; empty for the message as a whole. */
  readonly path: string
}

export interface Decoded {
  readonly streams: readonly DecodedStream[]
  /** Events that were accepted, nested ones included. */
  readonly accepted: number
  /** One for each `invalid` event among `streams`. */
  readonly problems: readonly Problem[]
}

/** One wire format. Pure: no clock, no I/O. */
export interface Protocol {
  readonly name: string
  /**
   * Whether its messages have what only the log can place: measurements, events for instances of the event log, or sources.
   * All others are decoded on a thread of their own.
   */
  readonly dependsOnLog?: true
  /** Decodes one message. Never throws for bad input: that becomes `invalid` events. Throws `LimitError` only. */
  decode(bytes: Uint8Array, source: Source, limits: Limits): Decoded
}

/** A message over one of the limits. */
export class LimitError extends Error {
  override readonly name = 'LimitError'
  readonly limit: keyof Limits
  constructor(limit: keyof Limits, message: string) {
    super(message)
    this.limit = limit
  }
}
