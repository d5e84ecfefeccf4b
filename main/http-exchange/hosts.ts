/** Names that can only mean this machine, or one that nobody on the internet can be: RFC 6761. */
const LOCAL_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$|\.(localhost|test)$/

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** Whether a host is a developer's own: there, certificates are made at home, and nobody vouches for them. */
export function isLocalHost(url: URL): boolean {
  return LOCAL_NAME.test(url.hostname)
}

/** Whether two addresses lead to the same host and port; the names of loopback are one. */
export function isSameHost(a: URL, b: URL): boolean {
  return nameHost(a) === nameHost(b)
}

/** The host with its port, in one form for all names of loopback: `localhost:8000`. */
export function nameHost({ hostname, port, protocol }: URL): string {
  const name = LOOPBACK.test(hostname) ? 'localhost' : hostname
  return `${name}:${port || (protocol === 'https:' ? '443' : '80')}`
}
