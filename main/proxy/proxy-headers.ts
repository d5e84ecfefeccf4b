import type { IncomingHttpHeaders } from 'node:http'
import type { HeaderPairs } from '../../shared/exchange.ts'

/** Of one connection, not of the message (RFC 9110, 7.6.1); `Transfer-Encoding` is made anew as it was by who sends. */
const OF_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection'])

/** As Node has them: names and values in turn, in their order, as they were written. */
export type RawHeaders = readonly string[]

/** Who uses the app through the proxy, and where. */
export interface ProxyView {
  /** Origin of the app, like `http://localhost:8000`. */
  readonly target: URL
  /** The `Host` under which the proxy was asked, like `127.0.0.1:4321`. */
  readonly host: string
  /** Address of who asks. */
  readonly client: string
  /** Whether bodies may come in chunks, which clients of HTTP/1.0 cannot read. */
  readonly takesChunks: boolean
}

/** Whether a request with these headers has a body. */
export function hasBody({ 'content-length': length, 'transfer-encoding': encoding }: IncomingHttpHeaders): boolean {
  return encoding !== undefined || (length !== undefined && length !== '0')
}

export function toPairs(raw: RawHeaders): HeaderPairs {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? '', raw[at + 1] ?? ''])
  return pairs
}

/**
 * A request's headers as the app gets them: as if it had been asked at its own address, so that what it compares with its
 * `Host` holds.
 */
export function toAppHeaders(raw: RawHeaders, view: ProxyView, isUpgrade: boolean): string[] {
  const sent = ['Host', view.target.host]
  forEachKept(raw, isUpgrade, (name, value, key) => {
    if (key === 'host' || key === 'x-forwarded-for') return
    sent.push(name, key === 'origin' || key === 'referer' ? moveOrigin(value, view) : value)
  })
  return sent
}

/** What tells the app how it was reached. */
export function forwardedHeaders(raw: RawHeaders, { host, client }: ProxyView): string[] {
  const passed = [...valuesOf(raw, 'x-forwarded-for'), client].join(', ')
  const sent = ['X-Forwarded-For', passed]
  if (valuesOf(raw, 'x-forwarded-host').length === 0) sent.push('X-Forwarded-Host', host)
  if (valuesOf(raw, 'x-forwarded-proto').length === 0) sent.push('X-Forwarded-Proto', 'http')
  return sent
}

/** A response's headers as the client gets them: a redirect to the app leads to the proxy, so that it stays watched. */
export function toClientHeaders(raw: RawHeaders, view: ProxyView, isUpgrade: boolean): string[] {
  const { target, host, takesChunks } = view
  const sent: string[] = []
  forEachKept(raw, isUpgrade, (name, value, key) => {
    if (key === 'transfer-encoding' && !takesChunks) return
    const isMoved = key === 'location' && startsWithOrigin(value, target.origin)
    sent.push(name, isMoved ? `http://${host}${value.slice(target.origin.length)}` : value)
  })
  return sent
}

/** Goes through the headers of the message; through those of the connection only for an upgrade, which is asked for there. */
function forEachKept(
  raw: RawHeaders,
  isUpgrade: boolean,
  take: (name: string, value: string, key: string) => void,
): void {
  const named = valuesOf(raw, 'connection').flatMap((value) => value.toLowerCase().split(/\s*,\s*/))
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? ''
    const key = name.toLowerCase()
    const isOfConnection = OF_CONNECTION.has(key) || (key !== 'te' && named.includes(key))
    if (isUpgrade || !isOfConnection) take(name, raw[at + 1] ?? '', key)
  }
}

/** Pages that came through the proxy are the app's own. */
function moveOrigin(value: string, { target, host }: ProxyView): string {
  const own = `http://${host}`
  return startsWithOrigin(value, own) ? target.origin + value.slice(own.length) : value
}

function startsWithOrigin(value: string, origin: string): boolean {
  return value.slice(0, origin.length).toLowerCase() === origin && /^($|[/?#])/.test(value.slice(origin.length))
}

/** `wanted` in lower case. */
function valuesOf(raw: RawHeaders, wanted: string): string[] {
  const values: string[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? ''
    if (name.length === wanted.length && name.toLowerCase() === wanted) values.push(raw[at + 1] ?? '')
  }
  return values
}
