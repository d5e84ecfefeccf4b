import { checkJsonLimits, isJsonObject, type JsonObject, parseJson } from '../protocols/json.ts'
import type { Limits } from '../protocols/protocol.ts'
import { OperationError } from './operation-error.ts'

/** A frame of a client; `problem` says why it cannot be answered with more than that. */
export interface Frame {
  readonly type: string
  /** As sent: it goes back the same. */
  readonly requestId: unknown
  readonly members: JsonObject
  readonly problem: OperationError | null
}

/** What is answered to a frame. */
export interface Reply {
  readonly type: string
  readonly success: boolean
  readonly data?: object
  readonly error?: string
  readonly timestamp: string
  readonly requestId?: unknown
}

/** The type of the answer to a frame that names none. */
const NO_TYPE = 'error'

/** Reads a frame. What is wrong with it stands in it, so that it can be answered. */
export function readFrame(bytes: Uint8Array, limits: Limits): Frame {
  const tooLarge = findTooLarge(bytes, limits)
  let value: unknown
  try {
    value = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch (error) {
    return unreadable(tooLarge ?? new OperationError('invalid', messageOf(error)))
  }
  if (!isJsonObject(value)) return unreadable(new OperationError('invalid', 'a frame must be an object with a type'))
  const { type } = value
  // One that is too deep cannot be written again.
  const requestId = tooLarge && typeof value.requestId === 'object' ? undefined : value.requestId
  if (typeof type === 'string' && type !== '') return { type, requestId, members: value, problem: tooLarge }
  const untyped = new OperationError('invalid', 'type: must be a text')
  return { type: NO_TYPE, requestId, members: value, problem: tooLarge ?? untyped }
}

function unreadable(problem: OperationError): Frame {
  return { type: NO_TYPE, requestId: undefined, members: {}, problem }
}

function findTooLarge(bytes: Uint8Array, limits: Limits): OperationError | null {
  try {
    checkJsonLimits(bytes, limits)
    return null
  } catch (error) {
    return new OperationError('too-large', messageOf(error))
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The answer to a frame of which something came. */
export function succeed({ type, requestId }: Pick<Frame, 'type' | 'requestId'>, data?: object): Reply {
  return { type, success: true, ...(data && { data }), timestamp: now(), ...(requestId !== undefined && { requestId }) }
}

/** The answer to a frame of which nothing came. */
export function fail({ type, requestId }: Pick<Frame, 'type' | 'requestId'>, error: string): Reply {
  return { type, success: false, error, timestamp: now(), ...(requestId !== undefined && { requestId }) }
}

function now(): string {
  return new Date().toISOString()
}
