import type { HeaderPairs } from '../../shared/exchange.ts'

/** Of one connection, not of the message (RFC 9110, 7.6.1); `Transfer-Encoding` is made anew as it was by who sends. */
const OF_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection'])

/** Who uses the app through the proxy, and where. */
export interface ProxyView {
  /** Origin of the app, like `http://localhost:8000`. */
  readonly target: URL
  /** The `Host` under which the proxy was asked, like `127.0.0.1:4321`. */
  readonly host: string
  /** Address of who asks. */
  readonly client: string
}

/** Node's flat list of names and values as pairs. */
export function toPairs(raw: readonly string[]): HeaderPairs {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? '', raw[at + 1] ?? ''])
  return pairs
}

export function toRaw(pairs: HeaderPairs): string[] {
  return pairs.flat()
}

/**
 * A request's headers as the app gets them: as if it had been asked at its own address, so that what it compares with its
 * `Host` holds.
 */
export function toAppHeaders(pairs: HeaderPairs, view: ProxyView, isUpgrade: boolean): HeaderPairs {
  const { target } = view
  const kept = withoutConnection(pairs, isUpgrade)
  const sent = kept
    .filter(([name]) => !isNamed(name, 'host', 'x-forwarded-for'))
    .map(([name, value]) => [name, isNamed(name, 'origin', 'referer') ? moveOrigin(value, view) : value] as const)
  return [['Host', target.host], ...sent]
}

/** What tells the app how it was reached. */
export function forwardedHeaders(kept: HeaderPairs, { host, client }: ProxyView): HeaderPairs {
  const passed = [...valuesOf(kept, 'x-forwarded-for'), client].join(', ')
  return [
    ['X-Forwarded-For', passed],
    ...(valuesOf(kept, 'x-forwarded-host').length > 0 ? [] : [['X-Forwarded-Host', host] as const]),
    ...(valuesOf(kept, 'x-forwarded-proto').length > 0 ? [] : [['X-Forwarded-Proto', 'http'] as const]),
  ]
}

/** A response's headers as the client gets them: a redirect to the app leads to the proxy, so that it stays watched. */
export function toClientHeaders(pairs: HeaderPairs, view: ProxyView, isUpgrade: boolean): HeaderPairs {
  const { target, host } = view
  return withoutConnection(pairs, isUpgrade).map(([name, value]) =>
    isNamed(name, 'location') && startsWithOrigin(value, target.origin)
      ? [name, `http://${host}${value.slice(target.origin.length)}`]
      : [name, value],
  )
}

/** Those of the message alone; an upgrade is asked for in those of the connection. */
function withoutConnection(pairs: HeaderPairs, isUpgrade: boolean): HeaderPairs {
  if (isUpgrade) return pairs
  const named = valuesOf(pairs, 'connection').flatMap((value) => value.toLowerCase().split(/\s*,\s*/))
  return pairs.filter(([name]) => {
    const key = name.toLowerCase()
    return !OF_CONNECTION.has(key) && (!named.includes(key) || key === 'te')
  })
}

/** Pages that came through the proxy are the app's own. */
function moveOrigin(value: string, { target, host }: ProxyView): string {
  const own = `http://${host}`
  return startsWithOrigin(value, own) ? target.origin + value.slice(own.length) : value
}

function startsWithOrigin(value: string, origin: string): boolean {
  return value.slice(0, origin.length).toLowerCase() === origin && /^($|[/?#])/.test(value.slice(origin.length))
}

function isNamed(name: string, ...names: readonly string[]): boolean {
  return names.includes(name.toLowerCase())
}

function valuesOf(pairs: HeaderPairs, name: string): string[] {
  return pairs.filter(([key]) => isNamed(key, name)).map(([, value]) => value)
}
