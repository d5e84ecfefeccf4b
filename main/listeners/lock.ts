import type { IncomingMessage } from 'node:http'
import { isToken } from './guard.ts'

/** The lock on all doors at which something is sent: it is closed as soon as others than this machine can reach them. */
export class Lock {
  readonly isClosed: boolean
  private readonly tokens: readonly string[]

  /** Each of `tokens` opens it. */
  constructor(isClosed: boolean, tokens: readonly string[]) {
    this.isClosed = isClosed
    this.tokens = tokens
  }

  /**
   * Whether a request may send: with a token as `Authorization: Bearer`, as the password of an address
   * (`http://any:token@host`), or as `?token=`.
   */
  opensFor(request: IncomingMessage, { searchParams }: URL): boolean {
    if (!this.isClosed) return true
    const [scheme = '', given = ''] = (request.headers.authorization ?? '').split(' ')
    const isBasic = scheme.toLowerCase() === 'basic'
    const password = isBasic
      ? Buffer.from(given, 'base64')
          .toString('utf8')
          .replace(/^[^:]*:/, '')
      : given
    const offered = [password, searchParams.get('token') ?? '']
    // All are compared, so that the time it takes tells nothing.
    return offered.flatMap((one) => this.tokens.map((token) => isToken(one, token))).includes(true)
  }
}
