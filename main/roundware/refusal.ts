import type { JsonObject } from '../protocols/json.ts'

export interface RefusalOptions {
  /** HTTP status of version 2; version 1 answers 200 whatever happens. */
  readonly status?: number
  /** What version 2 answers, where that is not `{"detail": reason}`. */
  readonly body?: JsonObject
  /** The class of Python's exception, where Roundware's server does not expect the mistake. */
  readonly exception?: string
  /** What the window tells of it, where the words for the client do not say what is wrong. */
  readonly meaning?: string
}

/** A request that Roundware's server would turn down, in the words that it uses. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly body: JsonObject
  readonly exception: string | null
  readonly meaning: string

  constructor(reason: string, options: RefusalOptions = {}) {
    super(reason)
    const { status = 400, body = { detail: reason }, exception = null, meaning = reason } = options
    this.status = status
    this.body = body
    this.exception = exception
    this.meaning = meaning
  }
}

/** A field of a form that Django would have liked to see, or to understand. */
export function refuseField(name: string, reason: string): Refusal {
  return new Refusal(`${name}: ${reason}`, { body: { [name]: [reason] } })
}

/** `what` is for the window. */
export function refuseToFind(what = 'Not found.'): Refusal {
  return new Refusal('Not found.', { status: 404, meaning: what })
}
