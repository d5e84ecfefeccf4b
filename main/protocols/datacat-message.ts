import type { JsonObject } from './json.ts'

/** What is known of a session from its beginning on: the payload of the event that begins it. */
export interface SessionFacts {
  readonly product: string
  readonly version: string
  readonly machine_id?: string
  readonly hostname?: string
  /** The app's process, where it is one of this machine. */
  readonly parent_pid?: number
  /** True for a session whose app talks to us as to its daemon. */
  readonly daemon?: true
  /** True for one that nobody has begun: it was there with the first thing that was sent for it. */
  readonly on_demand?: true
}

/**
 * What is filed of DataCat: an operation on a session, with what the session's own book knows beyond the body that was
 * sent. `time` is ms since the epoch.
 */
export type DatacatMessage =
  /** `gap` is ms since the heartbeat before, or since the beginning; null for the beginning itself. */
  | {
      readonly operation: 'heartbeat'
      readonly time: number
      readonly session: SessionFacts
      readonly gap: number | null
    }
  /** What was sent, and all of the state after it. */
  | { readonly operation: 'state'; readonly time: number; readonly change: JsonObject; readonly state: JsonObject }
  /** Its fields are the body. */
  | { readonly operation: 'event' }
  /** Its fields are the body. */
  | { readonly operation: 'metric' }
  /** `duration` is ms since the session began. */
  | { readonly operation: 'ended'; readonly time: number; readonly duration: number }
  | {
      readonly operation: 'crashed'
      readonly time: number
      readonly duration: number
      /** What is told of it besides the name of the event. */
      readonly event: { readonly category?: string; readonly data: { readonly reason: string } & JsonObject }
    }
  /** The app wants no watch for a hang, or wants it again. */
  | { readonly operation: 'paused' | 'resumed'; readonly time: number }
  /** A body that was refused. */
  | { readonly operation: 'refused'; readonly path: string; readonly reason: string }

/** Name of the event that tells of a crash. */
export const CRASH_EVENT = 'session_crashed_detected'
/** Names of the events that begin and end a hang. */
export const HANG_EVENT = 'application_appears_hung'
export const RECOVERY_EVENT = 'application_recovered'
/** `group` of events that the daemon makes. */
export const DAEMON_GROUP = 'datacat.daemon'

const LINE_BREAK = 0x0a

/** One message for the queue: what is known in the first line, then the body as it was sent. */
export function packMessage(message: DatacatMessage, body: Uint8Array | string = ''): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify(message)}\n`), Buffer.from(body)])
}

export function unpackMessage(bytes: Uint8Array): { readonly message: DatacatMessage; readonly body: Uint8Array } {
  const end = bytes.indexOf(LINE_BREAK)
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, end).toString('utf8')
  return { message: JSON.parse(line) as DatacatMessage, body: bytes.subarray(end + 1) }
}
