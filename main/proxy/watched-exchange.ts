import type { IncomingMessage } from 'node:http'
import type { HeaderPairs } from '../../shared/exchange.ts'
import type { BodyBytes } from '../http-exchange/body-bytes.ts'
import { findHeader } from '../http-exchange/find-profile.ts'
import { startRequestBody, startResponseBody } from '../http-exchange/record.ts'
import { hasBody, type RawHeaders, toPairs } from './proxy-headers.ts'
import type { Watch } from './watch.ts'

interface Answer {
  readonly status: number
  readonly reason: string
  readonly httpVersion: string
  readonly headers: HeaderPairs
  readonly body: BodyBytes
}

/** An exchange while it passes; told to the watch once, when it ends. */
export class WatchedExchange {
  readonly hasRequestBody: boolean
  /** With the query. */
  readonly path: string
  private readonly watch: Watch
  private readonly request: IncomingMessage
  private readonly requestBody = startRequestBody()
  private readonly start = Date.now()
  private readonly clock = performance.now()
  private sentHeaders: RawHeaders = []
  private firstByte: number | null = null
  private answer: Answer | null = null
  private isEnded = false

  constructor(watch: Watch, request: IncomingMessage) {
    this.watch = watch
    this.request = request
    this.path = toPath(request.url ?? '/')
    this.hasRequestBody = hasBody(request.headers)
    watch.begin()
  }

  get isAnswerComplete(): boolean {
    return this.isEnded && this.answer !== null
  }

  /** As the app gets them. */
  sent(headers: RawHeaders): void {
    this.sentHeaders = headers
  }

  addToRequest(part: Buffer): void {
    this.requestBody.add(part)
  }

  answered(answer: IncomingMessage): void {
    const headers = toPairs(answer.rawHeaders)
    this.firstByte = this.now()
    this.answer = {
      status: answer.statusCode ?? 0,
      reason: answer.statusMessage ?? '',
      httpVersion: answer.httpVersion,
      headers,
      body: startResponseBody(headers),
    }
    // It ends when the page is closed, and whoever looks on does not want to wait for that.
    if (findHeader(headers, 'content-type')?.startsWith('text/event-stream')) this.end(null)
  }

  addToResponse(part: Buffer): void {
    if (!this.isEnded) this.answer?.body.add(part)
  }

  /** The first end counts. `failure` is the app's; null for an exchange that is whole. */
  end(failure: string | null): void {
    if (failure !== null && !this.isEnded) this.watch.note(failure)
    this.finish(failure)
  }

  /** The client ends it, which is no failure of the app: pages are left all the time. */
  leave(reason: string): void {
    this.finish(reason)
  }

  private finish(failure: string | null): void {
    if (this.isEnded) return
    this.isEnded = true
    const { method, httpVersion } = this.request
    this.watch.end({
      request: {
        method: method ?? 'GET',
        url: this.watch.app.target.origin + (this.path === '*' ? '/' : '') + this.path,
        httpVersion,
        headers: toPairs(this.sentHeaders),
        body: this.requestBody,
      },
      response: this.answer,
      failure,
      timings: { start: this.start, firstByte: this.firstByte, end: this.now() },
    })
  }

  private now(): number {
    return this.start + performance.now() - this.clock
  }
}

/** The path and query of a request's target, which may be a whole address, or `*` for the server (RFC 9112, 3.2). */
function toPath(target: string): string {
  if (target.startsWith('/') || target === '*') return target
  const url = URL.canParse(target) ? new URL(target) : null
  return url ? url.pathname + url.search : '/'
}
