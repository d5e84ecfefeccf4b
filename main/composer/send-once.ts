import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { ExchangeTimings, HeaderPairs } from '../../shared/exchange.ts'
import type { BodyBytes } from '../http-exchange/body-bytes.ts'
import { startRequestBody } from '../http-exchange/record.ts'
import type { OutgoingRequest } from './build-request.ts'
import type { ResponseBody } from './response-body.ts'

/** Bytes of the headers of an answer. */
const LARGEST_HEADERS = 256 * 1024

export interface SendOptions {
  readonly checksCertificate: boolean
  /** Ends it; the reason is what it fails with. */
  readonly signal: AbortSignal
  /** Takes the body of the response. */
  makeBody(headers: HeaderPairs): ResponseBody
}

/** One exchange with a server, as far as it came. */
export interface SentOnce {
  /** Headers as they went over the wire. */
  readonly headers: HeaderPairs
  readonly body: BodyBytes | null
  readonly response: ReceivedHead | null
  readonly responseBody: ResponseBody | null
  readonly timings: ExchangeTimings
  /** Why there is no response, or no whole one; null for none of that. */
  readonly error: unknown
}

export interface ReceivedHead {
  readonly status: number
  readonly reason: string
  readonly httpVersion: string
  readonly headers: HeaderPairs
}

/** Sends a request over HTTP/1.1, on a connection of its own, and takes what comes back. Never rejects. */
export async function sendOnce(request: OutgoingRequest, options: SendOptions): Promise<SentOnce> {
  const headers = addTransport(request)
  const sentBody = request.body && startRequestBody()
  const start = now()
  let firstByte: number | null = null
  let response: ReceivedHead | null = null
  let responseBody: ResponseBody | null = null
  let error: unknown = null
  try {
    const message = await ask(request, headers, sentBody, options)
    firstByte = now()
    response = readHead(message)
    responseBody = options.makeBody(response.headers)
    await responseBody.take(message)
  } catch (failure) {
    error = options.signal.aborted ? options.signal.reason : failure
  }
  return { headers, body: sentBody, response, responseBody, timings: { start, firstByte, end: now() }, error }
}

/** Resolves with the head of the answer. */
function ask(
  { method, url, body }: OutgoingRequest,
  headers: HeaderPairs,
  sentBody: BodyBytes | null,
  { checksCertificate, signal }: SendOptions,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const isSecure = url.protocol === 'https:'
    const request: ClientRequest = (isSecure ? requestHttps : requestHttp)({
      method,
      // Brackets are for addresses alone.
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port || (isSecure ? 443 : 80),
      path: url.pathname + url.search,
      // As a flat list Node sends them as they are: in this order, and repeated ones as often as they stand there.
      headers: headers.flatMap(([name, value]) => [name, toBytes(value)]),
      agent: isSecure ? new HttpsAgent({ rejectUnauthorized: checksCertificate }) : new HttpAgent(),
      maxHeaderSize: LARGEST_HEADERS,
      signal,
    })
    request.once('response', resolve)
    request.once('upgrade', (message: IncomingMessage) => {
      // Who asks for another protocol sees that it was granted; nobody here speaks it.
      message.socket.destroy()
      resolve(message)
    })
    // Listens on after the answer: a server need not take the whole body, and tells by hanging up.
    request.on('error', reject)
    if (!body || !sentBody) {
      request.end()
      return
    }
    const source = body.open()
    source.on('data', (part: Buffer) => sentBody.add(part))
    source.once('error', (error) => request.destroy(error))
    request.once('close', () => source.destroy())
    source.pipe(request)
  })
}

function readHead(message: IncomingMessage): ReceivedHead {
  return {
    status: message.statusCode ?? 0,
    reason: message.statusMessage ?? '',
    httpVersion: message.httpVersion,
    headers: message.rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name, message.rawHeaders[index + 1] ?? ''] as const] : [],
    ),
  }
}

/** `Host` comes first, as servers expect it; a length unless the user says how the body is sent. */
function addTransport({ method, url, headers, body }: OutgoingRequest): HeaderPairs {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const hasLength = names.has('content-length') || names.has('transfer-encoding')
  const needsLength = body !== null || /^(POST|PUT|PATCH)$/.test(method)
  return [
    ...(names.has('host') ? [] : [['Host', url.host] as const]),
    ...headers,
    ...(needsLength && !hasLength ? [['Content-Length', String(body?.bytes ?? 0)] as const] : []),
  ]
}

/** A header holds one byte for each character: text beyond that becomes its UTF-8 bytes. */
function toBytes(text: string): string {
  return [...text].every((character) => character.charCodeAt(0) < 256) ? text : Buffer.from(text).toString('latin1')
}

function now(): number {
  return performance.timeOrigin + performance.now()
}
