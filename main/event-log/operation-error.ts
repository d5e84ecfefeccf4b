import { QueryError } from '../../shared/query/query.ts'
import { AppendError } from '../protocols/codebolt-append.ts'

/** What kind of failure it is; the HTTP form makes its status of it. */
export type FailureKind = 'invalid' | 'not-found' | 'exists' | 'too-large' | 'failed'

/** An operation that was not done, with a sentence for its client. */
export class OperationError extends Error {
  override readonly name = 'OperationError'
  readonly kind: FailureKind
  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** By the codes of the log's errors. */
const KINDS: Readonly<Record<string, FailureKind>> = {
  'instance-not-found': 'not-found',
  'instance-exists': 'exists',
  'instance-limit': 'invalid',
  QueryError: 'invalid',
}

/** Whatever went wrong, as what is told of it. */
export function toOperationError(error: unknown): OperationError {
  if (error instanceof OperationError) return error
  if (!(error instanceof Error)) return new OperationError('failed', String(error))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const isInvalid = error instanceof QueryError || error instanceof AppendError
  const kind = isInvalid ? 'invalid' : ((Object.hasOwn(KINDS, code) ? KINDS[code] : undefined) ?? 'failed')
  return new OperationError(kind, error.message, { cause: error })
}
