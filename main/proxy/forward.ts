import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import type { Readable, Writable } from 'node:stream'
import { sendText } from '../listeners/answer.ts'
import { explainUnreachable } from './proxied-app.ts'
import { forwardedHeaders, toAppHeaders, toClientHeaders, toPairs } from './proxy-headers.ts'
import type { Watch } from './watch.ts'
import { WatchedExchange } from './watched-exchange.ts'

/** Methods that do no harm when a request comes twice (RFC 9110, 9.2.2): others a proxy must not send again. */
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'])

/** Passes one request on to the app and its response back, both while they come, and tells the watch what passed. */
export function forward(watch: Watch, request: IncomingMessage, response: ServerResponse): void {
  const { app } = watch
  const view = watch.viewOf(request)
  const seen = new WatchedExchange(watch, request)
  const own = toAppHeaders(request.rawHeaders, view, false)
  seen.sent(own)
  const asked = {
    method: request.method ?? 'GET',
    path: seen.path,
    headers: [...own, ...forwardedHeaders(request.rawHeaders, view)],
  }
  // What cannot be sent again must not meet a connection that the app is just about to close.
  const isRepeatable = !seen.hasRequestBody && REPEATABLE.has(asked.method)
  let upstream: ClientRequest
  try {
    upstream = isRepeatable ? app.request(asked) : app.requestApart(asked)
  } catch (error) {
    seen.leave(`the request cannot be passed on: ${error instanceof Error ? error.message : error}`)
    sendText(response, 400, 'Tattler could not pass this request on: its address or its headers cannot be sent.\n')
    return
  }
  listen()
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

  function listen(): void {
    upstream.on('response', answer)
    upstream.on('information', (information) => passInformation(information, response))
    upstream.on('continue', () => response.writeContinue())
    upstream.on('error', endWith)
  }

  function answer(message: IncomingMessage): void {
    seen.answered(message)
    response.sendDate = false
    try {
      response.writeHead(
        message.statusCode ?? 502,
        message.statusMessage ?? '',
        toClientHeaders(message.rawHeaders, view, false),
      )
    } catch (error) {
      message.destroy()
      fail(error)
      return
    }
    passBody(message, response, seen)
  }

  function endWith(error: NodeJS.ErrnoException): void {
    if (response.headersSent) {
      // An app may answer, and close the connection, before it has read all of the request.
      if (seen.isAnswerComplete) {
        dropRequestBody()
        return
      }
      seen.end(`the response broke off: ${error.message}`)
      response.destroy()
    } else if (response.destroyed) {
      seen.leave('the client broke off before there was a response')
    } else if (isStale(error)) {
      upstream = app.requestApart(asked)
      listen()
      upstream.end()
    } else fail(error)
  }

  /** Whether the app closed an idle connection just when it was to be used again. */
  function isStale({ code }: NodeJS.ErrnoException): boolean {
    return (code === 'ECONNRESET' || code === 'EPIPE') && upstream.reusedSocket
  }

  function fail(error: unknown): void {
    const reason = explainUnreachable(error, app.target)
    seen.end(reason)
    dropRequestBody()
    if (response.destroyed) return
    sendText(response, 502, `Tattler could not pass this request on: ${reason}\n`)
  }

  /** A client that is still sending would wait for ever. */
  function dropRequestBody(): void {
    request.removeAllListeners('data')
    request.resume()
  }
}

function passRequestBody(request: IncomingMessage, upstream: ClientRequest, seen: WatchedExchange): void {
  if (!seen.hasRequestBody) {
    upstream.end()
    return
  }
  let isBegun = false
  passParts(request, upstream, (part) => {
    isBegun = true
    seen.addToRequest(part)
  })
  // A body that follows at once goes in one packet with the head. But the app may decide by the head alone, and a slow body
  // must not keep it back.
  setImmediate(() => {
    if (!isBegun && !upstream.writableEnded) upstream.flushHeaders()
  })
  request.on('end', () => {
    if (request.rawTrailers.length > 0) upstream.addTrailers(trailersOf(request))
    upstream.end()
  })
}

function passBody(answer: IncomingMessage, response: ServerResponse, seen: WatchedExchange): void {
  passParts(answer, response, (part) => seen.addToResponse(part))
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

/** Each part goes on when it comes, and no faster than the other side takes it. */
function passParts(from: Readable, to: Writable, see: (part: Buffer) => void): void {
  from.on('data', (part: Buffer) => {
    if (to.destroyed) return
    see(part)
    if (to.write(part)) return
    from.pause()
    to.once('drain', () => from.resume())
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
