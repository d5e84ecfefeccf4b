import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { HeaderPairs } from '../../shared/exchange.ts'
import { checkJsonLimits } from '../protocols/json.ts'
import { LimitError, type Limits } from '../protocols/protocol.ts'
import { BodyBytes } from './body-bytes.ts'
import { decodeBody } from './decode-body.ts'
import { isJsonType } from './find-profile.ts'
import { isSameHost, nameHost } from './hosts.ts'

/** How long an app may take to answer with a profile, ms. */
const TIMEOUT = 10_000
/** Addresses remembered as fetched. */
const REMEMBERED = 10_000
/** What signs in to the app, and is sent along to its own host. */
const SIGN_IN = new Set(['authorization', 'cookie'])

/** Where the headers of a response say that its profile is. */
export interface ProfileAddress {
  readonly id: string
  readonly api: string
  /** Address of the request that the profile is about. */
  readonly url: string
  /** Of that request. */
  readonly headers: HeaderPairs
  /** Whether the certificate of the app has to be one that somebody vouches for. */
  readonly verifiesTls: boolean
  /** Under which the app was reached, too: an absolute address there means the app. Like `http://127.0.0.1:4321`. */
  readonly alias: string | null
}

export type FetchedProfile =
  | { readonly text: string }
  | {
      /** In one sentence. */
      readonly problem: string
      /** Host that the user has to allow first. */
      readonly waitsFor?: string
    }

export interface ProfileFetcherOptions {
  readonly limits: Limits
  /** Whether profiles may be fetched from a host other than that of their request, like `profiler.test:443`. */
  isAllowed(host: string): boolean
}

/**
 * Fetches profiles as the web debug protocol has it (transport A), each of them once: producers delete what was read.
 */
export class ProfileFetcher {
  private readonly options: ProfileFetcherOptions
  private readonly fetched = new Set<string>()
  private readonly closing = new AbortController()

  constructor(options: ProfileFetcherOptions) {
    this.options = options
  }

  async fetch(address: ProfileAddress): Promise<FetchedProfile> {
    const place = locateProfile(address)
    if ('problem' in place) return place
    const { url, isForeign } = place
    const host = nameHost(url)
    if (isForeign && !this.options.isAllowed(host)) {
      return { problem: `the profile is on another host, ${host}, which you have not allowed yet`, waitsFor: host }
    }
    if (this.fetched.has(url.href)) return { problem: 'the profile was fetched before, for an earlier response' }
    this.remember(url.href)
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT), this.closing.signal])
      return await readProfile(url, isForeign ? { ...address, headers: [] } : address, this.options.limits, signal)
    } catch (error) {
      const reason = this.closing.signal.aborted ? 'Tattler was ended before there was an answer' : explain(error)
      return { problem: `the profile could not be fetched from ${url.origin}: ${reason}` }
    }
  }

  /** Ends what is under way: no app may hold up the end of Tattler. */
  close(): void {
    this.closing.abort()
  }

  private remember(href: string): void {
    this.fetched.add(href)
    if (this.fetched.size <= REMEMBERED) return
    for (const oldest of this.fetched) {
      this.fetched.delete(oldest)
      break
    }
  }
}

/** The address of a profile: API and id put together as they are, on the origin of the request where that is relative. */
export function locateProfile({
  id,
  api,
  url: page,
  alias,
}: ProfileAddress): { readonly url: URL; readonly isForeign: boolean } | { readonly problem: string } {
  const { origin } = new URL(page)
  const isAbsolute = /^https?:\/\//i.test(api)
  // Without the slash, an API like `@host/` would name another host.
  const slash = isAbsolute || api.startsWith('/') ? '' : '/'
  const text = isAbsolute ? api + id : origin + slash + api + id
  if (!URL.canParse(text)) return { problem: `the address of the profile, ${text}, cannot be read` }
  const url = new URL(text)
  if (alias !== null && isSameHost(url, new URL(alias))) {
    return { url: new URL(url.pathname + url.search, origin), isForeign: false }
  }
  return { url, isForeign: !isSameHost(url, new URL(page)) }
}

async function readProfile(
  url: URL,
  { headers, verifiesTls }: Pick<ProfileAddress, 'headers' | 'verifiesTls'>,
  limits: Limits,
  signal: AbortSignal,
): Promise<FetchedProfile> {
  const answer = await get(url, headers, verifiesTls, limits.messageBytes, signal)
  const problem = explainAnswer(answer, url)
  if (problem !== null) return { problem }
  if (!answer.body.isWhole) return { problem: `the profile is larger than ${limits.messageBytes} bytes` }
  const decoded = await decodeBody(answer.body.bytes, answer.contentEncoding, limits.messageBytes)
  if (decoded.encoding !== undefined) return { problem: `the profile is encoded as ${decoded.encoding}` }
  if (!decoded.isWhole) return { problem: `the profile is larger than ${limits.messageBytes} bytes` }
  return checkProfile(decoded.bytes, limits)
}

/** The outcomes that the protocol knows, in its order of priority; null for a profile that was found. */
function explainAnswer({ status, contentType }: Omit<Answer, 'body'>, url: URL): string | null {
  if (status === 403) return 'the app does not allow profiles to be read (403), as in production'
  if (status === 404) return 'the app does not know the profile (404): it may have expired, or been read already'
  if (status !== 200) return `the app answered ${status} when asked for the profile at ${url.pathname}`
  if (!isJsonType(contentType)) {
    return `the profile came as ${contentType ?? 'no type of content'} instead of application/json`
  }
  return null
}

function checkProfile(bytes: Buffer, limits: Limits): FetchedProfile {
  const text = bytes.toString('utf8')
  try {
    checkJsonLimits(bytes, limits)
    JSON.parse(text)
    return { text }
  } catch (error) {
    if (error instanceof LimitError) return { problem: `the profile is over a limit: ${error.message}` }
    return { problem: `the profile is not JSON: ${explain(error)}` }
  }
}

interface Answer {
  readonly status: number
  readonly contentType: string | null
  readonly contentEncoding: string | null
  readonly body: BodyBytes
}

/** Never follows a redirect: it could lead to a host that nobody was asked about. */
function get(url: URL, sent: HeaderPairs, verifiesTls: boolean, most: number, signal: AbortSignal): Promise<Answer> {
  const signIn = sent.filter(([name]) => SIGN_IN.has(name.toLowerCase()))
  const headers = { ...Object.fromEntries(signIn), Accept: 'application/json', 'User-Agent': 'Tattler' }
  const options = { headers, agent: false, signal, rejectUnauthorized: verifiesTls }
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options)
    request.on('error', reject)
    request.on('response', (response) => {
      const head = {
        status: response.statusCode ?? 0,
        contentType: response.headers['content-type'] ?? null,
        contentEncoding: response.headers['content-encoding'] ?? null,
      }
      // What is announced as too large is not read.
      const body = new BodyBytes(Number(response.headers['content-length'] ?? 0) > most ? 0 : most)
      if (explainAnswer(head, url) !== null) {
        response.on('error', () => undefined).destroy()
        resolve({ ...head, body })
        return
      }
      response.on('data', (part: Buffer) => {
        body.add(part)
        if (!body.isWhole) response.destroy()
      })
      response.on('error', reject)
      response.on('close', () => {
        if (body.isWhole && !response.complete) reject(new Error('the answer ended too early'))
        resolve({ ...head, body })
      })
    })
    request.end()
  })
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return `no answer within ${TIMEOUT / 1000} s`
  // Of several addresses that were tried, none answered; the error around them says nothing.
  if (error instanceof AggregateError) return explain(error.errors[0])
  return error.message
}
