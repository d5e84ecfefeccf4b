import type { SentExchange } from '../../shared/composer.ts'
import { findHeader } from '../http-exchange/find-profile.ts'
import type { RecordedExchange } from '../http-exchange/record.ts'
import type { OutgoingRequest } from './build-request.ts'
import { SendError } from './send-error.ts'
import type { ReceivedHead } from './send-once.ts'

/** As many as browsers follow. */
export const MOST_REDIRECTS = 20

/** Headers that tell of a body, and go with it. */
const OF_BODY = /^(content-|transfer-encoding$)/i
/** Headers that sign in to a server, and are not for another one. */
const OF_SERVER = /^(authorization|cookie|proxy-authorization|host)$/i

/**
 * The request that a response leads to, as browsers make it (fetch standard, 4.4); null where it leads nowhere. Throws a
 * `SendError` for an address that cannot be read.
 */
export function findRedirect(request: OutgoingRequest, { status, headers }: ReceivedHead): OutgoingRequest | null {
  const location = findHeader(headers, 'location')
  if (location === null || ![301, 302, 303, 307, 308].includes(status)) return null
  const url = readLocation(location, request.url)
  const losesBody =
    (status === 303 && !/^(GET|HEAD)$/.test(request.method)) ||
    ((status === 301 || status === 302) && request.method === 'POST')
  const isOtherServer = url.origin !== request.url.origin
  return {
    method: losesBody ? 'GET' : request.method,
    url,
    headers: request.headers.filter(
      ([name]) => !(losesBody && OF_BODY.test(name)) && !(isOtherServer && OF_SERVER.test(name)),
    ),
    body: losesBody ? null : request.body,
  }
}

function readLocation(location: string, base: URL): URL {
  const url = URL.canParse(location, base.href) ? new URL(location, base) : null
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) {
    url.hash = ''
    url.username = ''
    url.password = ''
    return url
  }
  const hint = 'Switch off “Follow redirects” in the settings of this request to see the answer itself.'
  throw new SendError('redirect', `The answer leads to ${location}, which cannot be followed.`, hint)
}

export function toSentExchange({ app, stream, exchange, result }: RecordedExchange): SentExchange {
  const { request, response, profile } = exchange
  return {
    method: request.method,
    url: request.url,
    status: response?.status ?? null,
    stream: result.kind === 'stored' ? { instance: app, stream } : null,
    profileProblem: profile?.problem ?? null,
    profileHost: (profile && 'waitsFor' in profile && profile.waitsFor) || null,
  }
}
