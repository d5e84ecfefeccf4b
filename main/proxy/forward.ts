import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { sendText } from '../listeners/answer.ts'
import { explainUnreachable } from './proxied-app.ts'
import { forwardedHeaders, toAppHeaders, toClientHeaders, toPairs, toRaw } from './proxy-headers.ts'
import type { Watch } from './watch.ts'
import { WatchedExchange } from './watched-exchange.ts'

/** Passes one request on to the app and its response back, both while they come, and tells the watch what passed. */
export function forward(watch: Watch, request: IncomingMessage, response: ServerResponse): void {
  const seen = new WatchedExchange(watch, request)
  send(watch, request, response, seen)
}

function send(watch: Watch, request: IncomingMessage, response: ServerResponse, seen: WatchedExchange): void {
  const view = watch.viewOf(request)
  const upstream = ask(watch, request, seen)
  if (!upstream) {
    sendText(response, 400, 'Tattler could not pass this request on: its address or its headers cannot be sent.\n')
    return
  }

  upstream.on('response', (answer) => {
    const answerHeaders = toPairs(answer.rawHeaders)
    seen.answered(answer, answerHeaders)
    response.sendDate = false
    try {
      response.writeHead(
        answer.statusCode ?? 502,
        answer.statusMessage ?? '',
        toRaw(toClientHeaders(answerHeaders, view, false)),
      )
    } catch (error) {
      answer.destroy()
      fail(error)
      return
    }
    passBody(answer, response, seen)
  })
  upstream.on('information', (information) => passInformation(information, response))
  upstream.on('continue', () => response.writeContinue())
  upstream.on('error', (error: NodeJS.ErrnoException) => {
    if (response.headersSent) {
      // An app may answer, and close the connection, before it has read all of the request.
      if (seen.isAnswerComplete) return
      seen.end(`the response broke off: ${error.message}`)
      response.destroy()
    } else if (response.destroyed) {
      seen.leave('the client broke off before there was a response')
    } else if (
      upstream.reusedSocket &&
      (error.code === 'ECONNRESET' || error.code === 'EPIPE') &&
      !seen.hasRequestBody
    ) {
      // The app closed an idle connection just when it was to be used again.
      send(watch, request, response, seen)
    } else fail(error)
  })
  response.on('close', () => {
    if (response.writableFinished) return
    seen.leave('the client broke off before the end of the response')
    upstream.destroy()
  })
  request.on('error', () => {
    seen.leave('the client broke off before the end of its request')
    upstream.destroy()
  })
  passRequestBody(request, upstream, seen)

  function fail(error: unknown): void {
    const reason = explainUnreachable(error, watch.app.target)
    seen.end(reason)
    request.unpipe()
    request.resume()
    if (response.destroyed) return
    sendText(response, 502, `Tattler could not pass this request on: ${reason}\n`)
  }
}

/** Begins the request to the app; null for one that cannot be sent as it came. */
function ask(watch: Watch, request: IncomingMessage, seen: WatchedExchange): ClientRequest | null {
  const view = watch.viewOf(request)
  const headers = toAppHeaders(seen.headers, view, false)
  seen.sent(headers)
  try {
    return watch.app.request({
      method: request.method ?? 'GET',
      path: seen.path,
      headers: toRaw([...headers, ...forwardedHeaders(seen.headers, view)]),
    })
  } catch (error) {
    seen.leave(`the request cannot be passed on: ${error instanceof Error ? error.message : error}`)
    return null
  }
}

function passRequestBody(request: IncomingMessage, upstream: ClientRequest, seen: WatchedExchange): void {
  if (!seen.hasRequestBody) {
    upstream.end()
    return
  }
  // The app may decide by the headers alone, and a slow body must not keep them back.
  upstream.flushHeaders()
  request.on('data', (part: Buffer) => seen.addToRequest(part))
  request.pipe(upstream, { end: false })
  request.on('end', () => {
    if (request.rawTrailers.length > 0) upstream.addTrailers(trailersOf(request))
    upstream.end()
  })
}

function passBody(answer: IncomingMessage, response: ServerResponse, seen: WatchedExchange): void {
  answer.on('data', (part: Buffer) => seen.addToResponse(part))
  answer.pipe(response, { end: false })
  answer.on('end', () => {
    if (answer.rawTrailers.length > 0) response.addTrailers(trailersOf(answer))
    response.end()
    seen.end(null)
  })
  answer.on('error', (error) => {
    seen.end(`the response broke off: ${error.message}`)
    response.destroy()
  })
  // A first part that follows at once goes in one packet with the head; an endless response must not wait for it.
  setImmediate(() => {
    if (!response.writableEnded) response.flushHeaders()
  })
}

function passInformation(
  information: { statusCode: number; headers: IncomingMessage['headers'] },
  response: ServerResponse,
) {
  const { statusCode, headers } = information
  if (statusCode === 102) response.writeProcessing()
  if (statusCode !== 103 || headers.link === undefined) return
  const hints = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  response.writeEarlyHints(Object.fromEntries(hints))
}

function trailersOf(message: IncomingMessage): [string, string][] {
  return toPairs(message.rawTrailers).map(([name, value]) => [name, value])
}
