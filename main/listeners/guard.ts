import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** The viewer in Electron's window is loaded from here. */
export const WINDOW_ORIGIN = 'tattler://app'

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])
/** Docker Desktop forwards this name to the loopback of the machine it runs on. */
const DOCKER_HOST = 'host.docker.internal'

/** Why a request was turned away, with the setting that would allow it. */
export interface Rejection {
  readonly code: 'host-rejected' | 'origin-rejected'
  readonly message: string
  readonly hint: string
}

export interface GuardSettings {
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
}

/**
 * A web page in the same browser can reach every loopback port, so loopback proves nothing. A wrong `Host` gives DNS
 * rebinding away; `Origin` tells which page is asking. Programs send no `Origin`. Null when the request may pass.
 */
export function rejectRequest(headers: IncomingHttpHeaders, settings: GuardSettings): Rejection | null {
  const host = headers.host ?? ''
  if (!isAllowedHost(hostName(host), settings)) {
    return {
      code: 'host-rejected',
      message: `A request for the host "${host}" was rejected: it is not this machine's loopback.`,
      hint: `If this name is yours, add "${hostName(host)}" to allowedHosts in settings.json.`,
    }
  }
  const { origin } = headers
  if (origin !== undefined && !isAllowedOrigin(origin, settings)) {
    return {
      code: 'origin-rejected',
      message: `A web page of ${origin} tried to connect and was rejected.`,
      hint: `If this page is yours, add "${origin}" to allowedOrigins in settings.json.`,
    }
  }
  return null
}

function isAllowedHost(name: string, settings: GuardSettings): boolean {
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

/** Compares in constant time, so that timing tells nothing of the token. */
export function isToken(given: string | undefined, token: string): boolean {
  if (given === undefined) return false
  const a = Buffer.from(given)
  const b = Buffer.from(token)
  return a.length === b.length && timingSafeEqual(a, b)
}
