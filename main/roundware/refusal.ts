import type { JsonObject } from '../protocols/json.ts'

export interface RefusalOptions {
  /** HTTP status of version 2; version 1 answers 200 whatever happens. */
  readonly status?: number
  /** What version 2 answers, where that is not `{"detail": reason}`. */
  readonly body?: JsonObject
  /** The class of Python's exception, where Roundware's server does not expect the mistake. */
  readonly exception?: string
}

/** A request that Roundware's server would turn down, in the words that it uses. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly body: JsonObject
  readonly exception: string | null

  constructor(reason: string, { status = 400, body = { detail: reason }, exception }: RefusalOptions = {}) {
    super(reason)
    this.status = status
    this.body = body
    this.exception = exception ?? null
  }
}

/** A field of a form that Django would have liked to see, or to understand. */
export function refuseField(name: string, reason: string): Refusal {
  return new Refusal(`${name}: ${reason}`, { body: { [name]: [reason] } })
}

export function notFound(): Refusal {
  return new Refusal('Not found.', { status: 404 })
}
