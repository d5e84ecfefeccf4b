import {
  type ComposerResponse,
  LARGEST_RESPONSE,
  type RequestDraft,
  type SendFailure,
  type SentExchange,
} from '../../shared/composer.ts'
import { formatDuration } from '../../shared/format.ts'
import { nameHost } from '../http-exchange/hosts.ts'
import type { ExchangeRecorder } from '../http-exchange/record.ts'
import type { OutgoingRequest } from './build-request.ts'
import { findRedirect, MOST_REDIRECTS, toSentExchange } from './follow.ts'
import { ResponseBody } from './response-body.ts'
import { explainFailure, SendError } from './send-error.ts'
import { type SentOnce, sendOnce } from './send-once.ts'

export interface SendingParts {
  readonly recorder: ExchangeRecorder
  /** A path for the body of a response. */
  newFile(): string
}

/** How a request went, redirects and all. */
export interface Sent {
  /** Resolves once all exchanges are filed, which profiles may hold up. In the order they were made. */
  readonly filed: Promise<readonly SentExchange[]>
  readonly response: ComposerResponse | null
  /** Of that response. */
  readonly body: ResponseBody | null
  readonly failure: SendFailure | null
}

/** The reason of a signal that the user gave. */
export const CANCELLED = new SendError('cancelled', 'It was cancelled.', 'Send it again.')

/** Sends a request, follows where it leads, and has each exchange filed with its profile, which is not waited for. */
export async function sendAndFollow(
  first: OutgoingRequest,
  { followsRedirects, checksCertificate, timeout }: RequestDraft,
  cancel: AbortSignal,
  { recorder, newFile }: SendingParts,
): Promise<Sent> {
  const filing: Promise<SentExchange>[] = []
  const late = new SendError(
    'timeout',
    `There was no whole answer within ${formatDuration(timeout)}.`,
    'Give it more time in the settings of this request, or look at what the app is busy with.',
  )
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(late), timeout)
  const signal = AbortSignal.any([cancel, clock.signal])
  try {
    let request = first
    for (let redirects = 0; ; redirects++) {
      const sent: SentOnce = await sendOnce(request, {
        checksCertificate,
        signal,
        makeBody: (headers) => new ResponseBody(newFile(), headers, LARGEST_RESPONSE),
      })
      const failure = sent.error === null ? null : explainFailure(sent.error, request.url)
      const origin = { app: nameHost(request.url), verifiesTls: checksCertificate, alias: null }
      filing.push(recorder.record(toSeen(request, sent, failure), origin).then(toSentExchange))
      const next = failure ?? (sent.response && followsRedirects ? follow(request, sent.response, redirects) : null)
      if (next === null || 'code' in next) {
        const body = sent.responseBody
        return { filed: Promise.all(filing), response: toResponse(sent), body, failure: next }
      }
      sent.responseBody?.remove()
      request = next
    }
  } finally {
    clearTimeout(timer)
  }
}

/** The next request, null at the end, or why there is none. */
function follow(
  request: OutgoingRequest,
  response: NonNullable<SentOnce['response']>,
  redirects: number,
): OutgoingRequest | SendFailure | null {
  try {
    const next = findRedirect(request, response)
    if (next === null || redirects < MOST_REDIRECTS) return next
    throw new SendError(
      'redirects',
      `The app redirected ${MOST_REDIRECTS + 1} times.`,
      'It probably leads in a circle: a cookie or a sign-in that it waits for is missing.',
    )
  } catch (error) {
    return explainFailure(error, request.url)
  }
}

function toSeen(request: OutgoingRequest, sent: SentOnce, failure: SendFailure | null) {
  const { response, responseBody } = sent
  return {
    request: {
      method: request.method,
      url: request.url.href,
      httpVersion: '1.1',
      headers: sent.headers,
      body: sent.body,
    },
    response: response && { ...response, body: responseBody?.wire ?? null },
    failure: failure?.message ?? null,
    timings: sent.timings,
  }
}

function toResponse({ response, responseBody, timings }: SentOnce): ComposerResponse | null {
  if (!response) return null
  const { start, firstByte, end } = timings
  return {
    status: response.status,
    reason: response.reason,
    httpVersion: response.httpVersion,
    headers: response.headers.map(([key, value]) => ({ key, value })),
    firstByte: (firstByte ?? end) - start,
    duration: end - start,
    wireBytes: responseBody?.wire.size ?? 0,
    bytes: responseBody?.bytes ?? 0,
    isCut: responseBody?.isCut ?? false,
  }
}
