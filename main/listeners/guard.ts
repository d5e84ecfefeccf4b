import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/** The viewer in Electron's window is loaded from here. */
export const WINDOW_ORIGIN = 'tattler://app'

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])
/** Docker Desktop forwards this name to the loopback of the machine it runs on. */
const DOCKER_HOST = 'host.docker.internal'
/** Of what a stranger says, as much is repeated to the user. Characters. */
const MOST_TOLD = 200

/** Why a request was turned away, with the setting that would allow it. */
export interface Rejection {
  readonly code: 'host-rejected' | 'origin-rejected'
  readonly message: string
  readonly hint: string
  /** Of the collector. */
  readonly setting?: 'allowedHosts' | 'allowedOrigins'
}

export interface GuardSettings {
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  /** Whether more than the loopback listens: then the addresses of this machine are its names, too. */
  readonly isBeyondLoopback: boolean
}

/** What the guard looks at of a request. */
export interface Caller {
  readonly headers: IncomingHttpHeaders
  readonly method?: string | undefined
  /** Path and query. */
  readonly url?: string | undefined
}

/**
 * A web page in the same browser can reach every loopback port, so loopback proves nothing. A wrong `Host` gives DNS
 * rebinding away; what the browser says of the page tells which one is asking. Null when the request may pass.
 */
export function rejectRequest(caller: Caller, settings: GuardSettings): Rejection | null {
  return rejectHost(caller.headers.host, settings) ?? rejectPage(caller, settings)
}

/** Null when a request for this `Host` may pass. */
export function rejectHost(host: string | undefined, settings: GuardSettings): Rejection | null {
  if (!host) {
    return {
      code: 'host-rejected',
      message: 'A request without a host was rejected.',
      hint: 'Send a Host header, as every client of HTTP/1.1 does.',
    }
  }
  if (isAllowedHost(hostName(host), settings)) return null
  return {
    code: 'host-rejected',
    message: `A request for the host "${shorten(host)}" was rejected: it is not this machine's loopback.`,
    hint: `If this name is yours, add "${shorten(hostName(host))}" to allowedHosts in settings.json.`,
    setting: 'allowedHosts',
  }
}

function rejectPage(caller: Caller, settings: GuardSettings): Rejection | null {
  const origin = callingOrigin(caller)
  // A page of Tattler's own, by whatever of its names.
  if (origin === null || isFromOwnPage(caller.headers) || isAllowedOrigin(origin, settings)) return null
  if (origin === 'null') {
    return {
      code: 'origin-rejected',
      message: 'A web page that does not say where it is from tried to connect and was rejected.',
      hint: 'A page in a file or a sandbox cannot be told from others. Serve it from localhost, or add its origin to allowedOrigins in settings.json.',
      setting: 'allowedOrigins',
    }
  }
  return {
    code: 'origin-rejected',
    message: `A web page of ${shorten(origin)} tried to connect and was rejected.`,
    hint: `If this page is yours, add "${shorten(origin)}" to allowedOrigins in settings.json.`,
    setting: 'allowedOrigins',
  }
}

/**
 * Origin of the page that asks; null for a program. An image, a frame, a script or a link has no `Origin`, but a browser says
 * that another site is behind it, and mostly which. A link to the viewer's page may be followed from anywhere.
 */
function callingOrigin({ headers, method, url }: Caller): string | null {
  if (headers.origin !== undefined) return headers.origin
  if (headers['sec-fetch-site'] !== 'cross-site') return null
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  if (isLink && method === 'GET' && /^\/(\?|$)/.test(url ?? '')) return null
  const { referer } = headers
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : 'null'
}

/** Whether a browser sent this for a page, be it one that may. */
export function isFromPage(headers: IncomingHttpHeaders): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
}

/** Whether a browser sent this for a page that was loaded from the very address it asks. */
export function isFromOwnPage({ origin, host }: IncomingHttpHeaders): boolean {
  return origin !== undefined && host !== undefined && origin.replace(/^https?:\/\//, '') === host
}

function isAllowedHost(name: string, settings: GuardSettings): boolean {
  // An address cannot be bound anew, as a name can.
  if (settings.isBeyondLoopback && isIP(name.replace(/^\[|\]$/g, '')) !== 0) return true
  return LOOPBACK_HOSTS.has(name) || name === DOCKER_HOST || settings.allowedHosts.includes(name)
}

function isAllowedOrigin(origin: string, settings: GuardSettings): boolean {
  if (origin === WINDOW_ORIGIN || settings.allowedOrigins.includes(origin)) return true
  if (!/^https?:\/\//.test(origin)) return false
  return LOOPBACK_HOSTS.has(hostName(origin.replace(/^https?:\/\//, '')))
}

/** `localhost:7357` without its port, in lower case. */
function hostName(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase()
}

function shorten(text: string): string {
  return text.length > MOST_TOLD ? `${text.slice(0, MOST_TOLD)}…` : text
}

/** Compares in constant time, so that timing tells nothing of the token. */
export function isToken(given: string | undefined, token: string): boolean {
  if (given === undefined) return false
  const a = Buffer.from(given)
  const b = Buffer.from(token)
  return a.length === b.length && timingSafeEqual(a, b)
}
