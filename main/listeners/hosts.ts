import { isIP } from 'node:net'

/** Both loopback families: a client that resolves `localhost` may try either first. */
export const HOSTS = ['127.0.0.1', '::1'] as const
const HERE: readonly string[] = [...HOSTS, 'localhost']

/** What `--host` names is no address. */
export class HostError extends Error {
  override readonly name = 'HostError'
  readonly code = 'host'
  constructor(host: string) {
    super(`--host takes an address of this machine, like 192.168.1.5, or 0.0.0.0 for all: not "${host}".`)
  }
}

/** Whether `--host` asks for more than this machine's own addresses. */
export function isBeyondLoopback(host: string | undefined): host is string {
  return host !== undefined && !HERE.includes(host)
}

/**
 * Addresses to listen at: both of the loopback, and the one that `--host` names; `0.0.0.0` is every one of IPv4, `::` every one at
 * all. Throws a `HostError`.
 */
export function listeningHosts(host: string | undefined): readonly string[] {
  if (!isBeyondLoopback(host)) return HOSTS
  if (host === '0.0.0.0') return ['0.0.0.0', '::1']
  if (host === '::') return ['0.0.0.0', '::']
  if (isIP(host) === 0) throw new HostError(host)
  return [...HOSTS, host]
}
