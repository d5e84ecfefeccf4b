import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { explainUnreachable } from './proxied-app.ts'
import { forwardedHeaders, type RawHeaders, toAppHeaders, toClientHeaders, toPairs } from './proxy-headers.ts'
import type { Watch } from './watch.ts'
import { WatchedExchange } from './watched-exchange.ts'

/** Passes a WebSocket through, byte by byte, once the app has agreed to it. */
export function forwardUpgrade(watch: Watch, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { app } = watch
  const seen = new WatchedExchange(watch, request)
  const view = watch.viewOf(request)
  const headers = toAppHeaders(request.rawHeaders, view, true)
  seen.sent(headers)
  const upstream = app.requestApart({
    method: request.method ?? 'GET',
    path: seen.path,
    headers: [...headers, ...forwardedHeaders(request.rawHeaders, view)],
  })

  upstream.on('upgrade', (answer, appSocket, appHead) => {
    seen.answered(answer)
    seen.end(null)
    socket.write(writeHead(answer, toClientHeaders(answer.rawHeaders, view, true)))
    if (appHead.length > 0) socket.write(appHead)
    if (head.length > 0) appSocket.write(head)
    joinSockets(socket, appSocket)
    watch.begin()
    socket.once('close', () => watch.leave())
  })
  upstream.on('response', (answer) => {
    seen.answered(answer)
    const kept = toClientHeaders(answer.rawHeaders, { ...view, takesChunks: false }, false)
    socket.write(writeHead(answer, [...kept, 'Connection', 'close']))
    answer.on('data', (part: Buffer) => seen.addToResponse(part))
    answer.on('end', () => seen.end(null))
    answer.on('error', (error) => seen.end(`the response broke off: ${error.message}`))
    answer.pipe(socket)
  })
  upstream.on('error', (error) => {
    const reason = explainUnreachable(error, app.target)
    seen.end(reason)
    const text = `Tattler could not pass this request on: ${reason}\n`
    socket.end(
      `HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
    )
  })
  socket.on('error', () => upstream.destroy())
  socket.on('close', () => {
    seen.leave('the client broke off before there was a response')
    upstream.destroy()
  })
  upstream.end()
}

function joinSockets(one: Duplex, other: Duplex): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    if ('setTimeout' in from && typeof from.setTimeout === 'function') from.setTimeout(0)
    if ('setNoDelay' in from && typeof from.setNoDelay === 'function') from.setNoDelay(true)
    from.pipe(to)
    from.on('error', () => to.destroy())
    from.on('close', () => {
      if (!from.readableEnded) to.destroy()
    })
  }
}

function writeHead({ statusCode, statusMessage }: IncomingMessage, headers: RawHeaders): string {
  const lines = toPairs(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...lines, '', ''].join('\r\n')
}
