import { randomUUID } from 'node:crypto'
import {
  BODY_KEPT,
  type Exchange,
  type ExchangeBody,
  type ExchangeProfile,
  type ExchangeRequest,
  type ExchangeResponse,
  type ExchangeTimings,
  type HeaderPairs,
} from '../../shared/exchange.ts'
import { type Intake, noteFailure, toId } from '../listeners/intake.ts'
import type { IngestResult } from '../log/api.ts'
import { BodyBytes } from './body-bytes.ts'
import { decodeBody } from './decode-body.ts'
import type { ProfileFetcher } from './fetch-profile.ts'
import { findHeader, findInjectedProfile, mayCarryProfile, readProfileHeaders } from './find-profile.ts'
import type { PendingProfiles, WaitingProfile } from './pending-profiles.ts'

/** Bytes of a response that may carry a profile in its body that are looked at. */
const PROFILE_BODY = 16 * 1024 * 1024

/** An exchange as it was seen on the wire; bodies are as they were sent, null for none. */
export interface SeenExchange {
  readonly request: Omit<ExchangeRequest, 'body'> & { readonly body: BodyBytes | null }
  readonly response: (Omit<ExchangeResponse, 'body'> & { readonly body: BodyBytes | null }) | null
  readonly failure: string | null
  readonly timings: ExchangeTimings
}

/** Whose exchange it is, and how its app was reached. */
export interface ExchangeOrigin {
  /** The instance. */
  readonly app: string
  readonly verifiesTls: boolean
  /** Under which the app was reached, beside its own: that of a proxy. Like `http://127.0.0.1:4321`. */
  readonly alias: string | null
}

/** With the profile that belongs to it. */
export interface CompleteExchange {
  /** The instance. */
  readonly app: string
  /** Id of the profile, or a new one. */
  readonly stream: string
  readonly exchange: Exchange
}

export interface RecordedExchange extends CompleteExchange {
  readonly result: IngestResult
}

export interface RecorderOptions {
  readonly intake: Intake
  readonly fetcher: ProfileFetcher
  readonly pending: PendingProfiles
}

/** Where the bytes of a request's body go while they pass. */
export function startRequestBody(): BodyBytes {
  return new BodyBytes(BODY_KEPT)
}

/** Where the bytes of a response's body go while they pass: more of one that may carry a profile. */
export function startResponseBody(headers: HeaderPairs): BodyBytes {
  return new BodyBytes(mayCarryProfile(headers) ? PROFILE_BODY : BODY_KEPT)
}

/** Gets the profile that belongs to an exchange, and files both as one stream. */
export class ExchangeRecorder {
  private readonly options: RecorderOptions

  constructor(options: RecorderOptions) {
    this.options = options
  }

  /** Resolves once the exchange is on disk, or could not be brought there. */
  async record(seen: SeenExchange, origin: ExchangeOrigin): Promise<RecordedExchange> {
    return this.store(await this.complete(seen, origin))
  }

  /** Gets the profile. */
  async complete(seen: SeenExchange, origin: ExchangeOrigin): Promise<CompleteExchange> {
    const body = await decodeResponse(seen)
    const { profile, id } = await this.findProfile(seen, body, origin)
    const exchange: Exchange = {
      ...seen,
      request: { ...seen.request, body: await toBody(seen.request.headers, seen.request.body) },
      response: seen.response && { ...seen.response, body: body && cutBody(body) },
      profile,
    }
    return { app: origin.app, stream: toId(id ?? '') || randomUUID(), exchange }
  }

  async store({ app, stream, exchange }: CompleteExchange): Promise<RecordedExchange> {
    const { intake } = this.options
    const source = { protocol: 'exchange', app, stream }
    await intake.queue.whenRoom()
    const result = await intake.queue.add(Buffer.from(JSON.stringify(exchange)), source)
    noteFailure(intake, source, result)
    return { app, stream, exchange, result }
  }

  /** Fetches a profile that has waited for the user. Resolves with why it could not be had; null for one that was filed. */
  async fetchLate({ app, id, api, origin, verifiesTls }: WaitingProfile): Promise<string | null> {
    const { intake, fetcher } = this.options
    // What signs in to the app is not for another host.
    const fetched = await fetcher.fetch({ id, api, url: origin, headers: [], verifiesTls, alias: null })
    if ('problem' in fetched) {
      intake.notices.add({ severity: 'warning', code: 'profile-failed', message: `${app}: ${fetched.problem}.` })
      return fetched.problem
    }
    const source = { protocol: 'web-debug', app, stream: toId(id) }
    noteFailure(intake, source, await intake.queue.add(Buffer.from(fetched.text), source))
    return null
  }

  /** The protocol's order: the headers first, then the body. */
  private async findProfile(seen: SeenExchange, body: SeenBody | null, origin: ExchangeOrigin): Promise<FoundProfile> {
    const { request, response } = seen
    if (!response) return { profile: null, id: null }
    const named = readProfileHeaders(response.headers)
    const injected = body && findInBody(response.headers, body)
    if (named && 'id' in named) {
      const address = { ...named, ...origin, url: request.url, headers: request.headers }
      const fetched = await this.options.fetcher.fetch(address)
      if ('text' in fetched) return { profile: { transport: 'headers', ...fetched }, id: named.id }
      if (!injected || 'problem' in injected) {
        if (fetched.waitsFor !== undefined) {
          const { app, id, api, verifiesTls } = address
          this.wait({ host: fetched.waitsFor, app, id, api, origin: new URL(request.url).origin, verifiesTls })
        }
        return { profile: fetched, id: named.id }
      }
      return { profile: { ...injected.profile, problem: fetched.problem }, id: injected.id }
    }
    if (injected && 'profile' in injected) {
      return { profile: { ...injected.profile, ...named }, id: injected.id }
    }
    return { profile: named ?? injected, id: null }
  }

  private wait(profile: WaitingProfile): void {
    const { intake, pending } = this.options
    intake.notices.add({
      severity: 'info',
      code: 'profile-host',
      message: `${profile.app} keeps its profiles on another host, ${profile.host}.`,
      hint: 'Allow it under "Watch an app", or on one of its requests.',
    })
    pending.add(profile)
  }
}

interface FoundProfile {
  readonly profile: ExchangeProfile | null
  readonly id: string | null
}

type InjectedProfile =
  | { readonly profile: { readonly transport: 'body'; readonly text: string }; readonly id: string | null }
  | { readonly problem: string }

function findInBody(headers: HeaderPairs, { bytes, isWhole, encoding }: SeenBody): InjectedProfile | null {
  if (!mayCarryProfile(headers) || encoding !== undefined) return null
  // Most answers have none, and are spared the work of a text.
  if (!bytes.includes('"_x_http_debug"')) return null
  if (isWhole) {
    const text = bytes.toString('utf8')
    const found = findInjectedProfile(text)
    return found && { profile: { transport: 'body', text }, id: found.id }
  }
  return {
    problem: `the response is too large to take a profile out of it: more than ${PROFILE_BODY} bytes, or broken off`,
  }
}

/** A body, decoded, with what is known of it as it was sent. */
interface SeenBody {
  readonly bytes: Buffer
  readonly isWhole: boolean
  readonly encoding?: string
  readonly size: number
}

async function decodeResponse({ response, failure }: SeenExchange): Promise<SeenBody | null> {
  if (!response?.body || response.body.size === 0) return null
  const decoded = await decode(response.headers, response.body)
  return failure === null ? decoded : { ...decoded, isWhole: false }
}

async function decode(headers: HeaderPairs, body: BodyBytes): Promise<SeenBody> {
  const decoded = await decodeBody(body.bytes, findHeader(headers, 'content-encoding'), body.most)
  return { ...decoded, isWhole: decoded.isWhole && body.isWhole, size: body.size }
}

async function toBody(headers: HeaderPairs, body: BodyBytes | null): Promise<ExchangeBody | null> {
  return body && body.size > 0 ? cutBody(await decode(headers, body)) : null
}

function cutBody({ bytes, isWhole, encoding, size }: SeenBody): ExchangeBody {
  return {
    base64: bytes.toString('base64', 0, BODY_KEPT),
    size,
    isCut: !isWhole || bytes.length > BODY_KEPT,
    ...(encoding !== undefined && { encoding }),
  }
}
