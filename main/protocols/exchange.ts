import type { Exchange, ExchangeFacts, ExchangeProfile, ExchangeResponse, HeaderPairs } from '../../shared/exchange.ts'
import { readStatus } from '../../shared/http-status.ts'
import type { Importance } from '../../shared/importance.ts'
import { readBodyText, stripProfile } from './exchange-body.ts'
import { type Decoded, type DecodedEvent, LimitError, type Limits, type Protocol, type Source } from './protocol.ts'
import { summarize } from './summary.ts'
import { webDebug } from './web-debug.ts'

/**
 * HTTP exchanges that Tattler has seen itself: a `request` in which the events of the app's profile are nested, and behind
 * them the `response`.
 */
export const exchange: Protocol = {
  name: 'exchange',
  decode(bytes, source, limits) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    // Written by the recorder: nobody else can send this.
    const seen: Exchange = JSON.parse(text)
    const { profile, decoded } = decodeProfile(seen.profile, source, limits)
    const start = Math.round(seen.timings.start)
    const nested = decoded?.streams.flatMap(({ events }) => events.map((event) => dateFrom(event, start))) ?? []
    const response = seen.response ? [toResponse(seen, seen.response)] : []
    const request = toRequest(seen, profile, [...nested, ...response])
    return {
      streams: [{ stream: source.stream, events: [request] }],
      accepted: 1 + response.length + (decoded?.accepted ?? 0),
      problems: decoded?.problems ?? [],
    }
  },
}

/** An event that does not say when it happened did so in the course of its request, not when its profile was fetched. */
function dateFrom(event: DecodedEvent, start: number): DecodedEvent {
  const time = event.time ?? start
  return { ...event, time, nested: event.nested.map((child) => dateFrom(child, time)) }
}

interface ReadProfile {
  readonly profile: ExchangeProfile | null
  readonly decoded: Decoded | null
}

/** A profile over a limit costs no more than itself. */
function decodeProfile(profile: ExchangeProfile | null, source: Source, limits: Limits): ReadProfile {
  if (!profile || !('text' in profile)) return { profile, decoded: null }
  try {
    return { profile, decoded: webDebug.decode(Buffer.from(profile.text), source, limits) }
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    return { profile: { problem: `the profile is over a limit: ${error.message}` }, decoded: null }
  }
}

function toRequest(seen: Exchange, profile: ExchangeProfile | null, nested: readonly DecodedEvent[]): DecodedEvent {
  const { request, response, timings, failure } = seen
  const { method, url, headers, httpVersion } = request
  const body = readBody(request)
  const place = new URL(url)
  const facts: ExchangeFacts = {
    httpVersion,
    ...body.facts,
    ...(profile && { profile: describeProfile(profile) }),
    ...(failure !== null && { failure }),
  }
  const cookies = splitCookies(headers)
  const query = [...place.searchParams].map(([key, value]) => ({ key, value }))
  const payload = {
    method,
    uri: url,
    ...(query.length > 0 && { query }),
    headers: toParams(headers),
    ...(cookies.length > 0 && { cookies }),
    ...(body.text !== null && { body: body.text }),
  }
  return {
    ...EMPTY,
    type: 'request',
    time: Math.round(timings.start),
    duration: roundTime(timings.end - timings.start),
    importance: importanceOfStatus(failure === null ? response?.status : undefined),
    success: failure === null && response !== null && response.status < 400,
    // The app's name tells the host already, and the path is what differs.
    summary: summarize('request', { method, uri: place.pathname + place.search }),
    payload: JSON.stringify(payload),
    metadata: JSON.stringify({ exchange: facts }),
    nested,
  }
}

function toResponse({ timings, profile, failure }: Exchange, response: ExchangeResponse): DecodedEvent {
  const { status, reason, headers, httpVersion } = response
  const start = timings.firstByte ?? timings.end
  const body =
    profile && 'transport' in profile && profile.transport === 'body' ? strip(profile.text) : readBody(response)
  const facts: ExchangeFacts = {
    httpVersion,
    ...body.facts,
    ...(response.body && { bodySize: response.body.size }),
    firstByte: roundTime(start - timings.start),
  }
  const payload = {
    status,
    // Almost every server writes the usual one.
    ...(reason !== '' && readStatus(`${status} ${reason}`).text !== readStatus(status).text && { reason }),
    duration: roundTime(timings.end - timings.start),
    headers: toParams(headers),
    ...(body.text !== null && { body: body.text }),
  }
  return {
    ...EMPTY,
    type: 'response',
    time: Math.round(timings.end),
    importance: importanceOfStatus(failure === null ? status : undefined),
    success: failure === null && status < 400,
    summary: summarize('response', payload),
    payload: JSON.stringify(payload),
    metadata: JSON.stringify({ exchange: facts }),
  }
}

/** What exchanges leave out of their events. */
const EMPTY = {
  duration: null,
  tags: [],
  calledFrom: null,
  definedIn: null,
  target: null,
  query: null,
  nested: [],
} as const

interface ReadBody {
  /** Null for none, and for bytes that are no text. */
  readonly text: string | null
  readonly facts: Pick<ExchangeFacts, 'bodySize' | 'isBodyCut' | 'isBodyBinary'>
}

function readBody({ headers, body }: Pick<ExchangeResponse, 'headers' | 'body'>): ReadBody {
  if (!body) return { text: null, facts: { bodySize: null, isBodyCut: false, isBodyBinary: false } }
  const text = readBodyText(body, findHeader(headers, 'content-type'))
  return { text, facts: { bodySize: body.size, isBodyCut: body.isCut, isBodyBinary: text === null } }
}

function strip(text: string): ReadBody {
  const stripped = stripProfile(text)
  return { text: stripped.text, facts: { bodySize: null, isBodyCut: stripped.isCut, isBodyBinary: false } }
}

function describeProfile(profile: ExchangeProfile): NonNullable<ExchangeFacts['profile']> {
  if (!('text' in profile)) return profile
  const { text: _text, ...rest } = profile
  return rest
}

/** Of what the user looks for: a failure of the server is an error, what it refuses a warning. */
function importanceOfStatus(status: number | undefined): Importance {
  if (status === undefined || status >= 500) return 5
  return status >= 400 ? 4 : 2
}

function toParams(headers: HeaderPairs): readonly { readonly key: string; readonly value: string }[] {
  return headers.map(([key, value]) => ({ key, value }))
}

function splitCookies(headers: HeaderPairs): readonly { readonly key: string; readonly value: string }[] {
  const pairs = (findHeader(headers, 'cookie') ?? '').split(';').map((pair) => pair.trim())
  return pairs
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [key = '', ...value] = pair.split('=')
      return { key, value: value.join('=') }
    })
}

function findHeader(headers: HeaderPairs, name: string): string | null {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null
}

/** A tenth of a millisecond is as much as a clock can tell of a network. */
function roundTime(ms: number): number {
  return Math.max(0, Math.round(ms * 10) / 10)
}
