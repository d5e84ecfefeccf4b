import { checkJsonLimits, isJsonObject, type JsonObject, parseJson } from '../protocols/json.ts'
import { LimitError, type Limits } from '../protocols/protocol.ts'
import { OperationError, toOperationError } from './operation-error.ts'

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
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    const value = parseJson(text)
    if (!isJsonObject(value)) throw new OperationError('invalid', 'a frame must be an object with a type')
    const { type, requestId } = value
    const isTyped = typeof type === 'string' && type !== ''
    const problem = isTyped ? null : new OperationError('invalid', 'type: must be a text')
    return { type: isTyped ? type : NO_TYPE, requestId, members: value, problem: tooLarge ?? problem }
  } catch (error) {
    return { type: NO_TYPE, requestId: undefined, members: {}, problem: tooLarge ?? readProblem(error) }
  }
}

function findTooLarge(bytes: Uint8Array, limits: Limits): OperationError | null {
  try {
    checkJsonLimits(bytes, limits)
    return null
  } catch (error) {
    if (error instanceof LimitError) return new OperationError('too-large', error.message)
    throw error
  }
}

function readProblem(error: unknown): OperationError {
  return new OperationError('invalid', toOperationError(error).message)
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
