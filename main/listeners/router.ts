import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import packageJson from '../../package.json' with { type: 'json' }
import type { Feed } from '../feed/feed.ts'
import type { AsyncLogApi } from '../log/event-log.ts'
import { serveEventSocket } from './event-socket.ts'
import { type GuardSettings, isToken, type Rejection, rejectRequest } from './guard.ts'
import { getEvent, isAuthorized, postEvents, postQuery, sendJson, sendText } from './http-api.ts'
import type { Intake } from './intake.ts'
import type { UpgradeListener } from './port.ts'
import { getViewer, getViewerFile, readViewerToken } from './viewer-files.ts'

/** Close code for a viewer without the right token: a page cannot see the status of a refused upgrade. */
const WRONG_TOKEN = 4401
/** What a viewer sends is short. Bytes. */
const VIEWER_MESSAGE_BYTES = 4 * 1024 * 1024

export interface RouterOptions {
  readonly intake: Intake
  readonly log: AsyncLogApi
  readonly feed: Feed
  readonly guard: GuardSettings
  readonly token: string
  readonly viewerDir: string
  /** Known once the port is open. */
  port(): number
}

/** What happens at which path. */
export interface Router {
  onRequest(request: IncomingMessage, response: ServerResponse): void
  readonly onUpgrade: UpgradeListener
  /** Open connections of senders. */
  senders(): number
  /** Ends all WebSocket connections. */
  close(): void
}

export function createRouter(options: RouterOptions): Router {
  const { intake, log, feed, guard, token } = options
  const senders = new WebSocketServer({
    noServer: true,
    maxPayload: intake.limits.messageBytes,
    // Without context kept between messages, `ws` leaves short messages uncompressed on both sides; with it, every one
    // of them goes through zlib's threads, which takes 1,400 messages a second at most.
    perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true },
    // Bytes that are no UTF-8 become an invalid event, which tells more than a closed connection.
    skipUTF8Validation: true,
  })
  const viewers = new WebSocketServer({ noServer: true, maxPayload: VIEWER_MESSAGE_BYTES, perMessageDeflate: false })

  async function route(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { method = 'GET' } = request
    const path = url.pathname
    if (path === '/events' && method === 'OPTIONS') answerPreflight(request, response)
    else if (path === '/events' && method === 'POST') await postEvents(intake, request, response, url)
    else if (path === '/api/query' && method === 'POST') {
      if (isAuthorized(request, response, token)) await postQuery(log, request, response)
    } else if (path.startsWith('/api/events/') && method === 'GET') {
      if (isAuthorized(request, response, token)) await getEvent(log, path.slice('/api/events/'.length), response)
    } else if (path === '/healthz' && method === 'GET') {
      sendJson(response, 200, { service: 'tattler', version: packageJson.version })
    } else if (path === '/' && method === 'GET') {
      getViewer(request, response, url, { viewerDir: options.viewerDir, token, port: options.port() })
    } else if (path === '/events' || path === '/api/query') answerWrongMethod(response, path, 'POST')
    else if (method === 'GET') getViewerFile(response, path, options.viewerDir)
    else answerWrongMethod(response, path, 'GET')
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const rejection = rejectRequest(request.headers, guard)
    if (rejection) {
      note(intake, rejection)
      sendText(response, 403, `${rejection.message}\n${rejection.hint}\n`)
      return
    }
    const url = readUrl(request)
    if (!url) {
      sendText(response, 400, 'The address of the request cannot be read.\n')
      return
    }
    if (request.headers.origin) allowOrigin(response, request.headers.origin)
    route(request, response, url).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      if (response.headersSent) response.destroy()
      else sendJson(response, 500, { success: false, error: reason })
    })
  }

  const onUpgrade: UpgradeListener = (request, socket, head) => {
    const rejection = rejectRequest(request.headers, guard)
    const url = readUrl(request)
    if (rejection) note(intake, rejection)
    if (rejection) refuseUpgrade(socket, 403, `${rejection.message} ${rejection.hint}`)
    else if (url?.pathname === '/' || url?.pathname === '/events') {
      senders.handleUpgrade(request, socket, head, (client) => serveEventSocket(intake, client, request, url))
    } else if (url?.pathname === '/viewer') {
      viewers.handleUpgrade(request, socket, head, (client) => {
        if (isToken(readViewerToken(request, url, options.port()), token)) feed.add(client)
        else client.close(WRONG_TOKEN, 'the token is not valid')
      })
    } else refuseUpgrade(socket, 404, 'Events are taken at / and /events.')
  }

  return {
    onRequest,
    onUpgrade,
    senders: () => senders.clients.size,
    close: () => {
      for (const client of [...senders.clients, ...viewers.clients]) client.terminate()
    },
  }
}

function note(intake: Intake, rejection: Rejection): void {
  intake.notices.add({ severity: 'warning', ...rejection })
}

function readUrl(request: IncomingMessage): URL | null {
  try {
    return new URL(request.url ?? '/', 'http://localhost')
  } catch {
    return null
  }
}

/** The page of this origin may see the answer; the guard has let it pass. */
function allowOrigin(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('vary', 'origin')
}

function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  const isPrivateNetwork = request.headers['access-control-request-private-network'] === 'true'
  response.writeHead(204, {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, content-encoding, x-tattler-app, x-tattler-stream',
    'access-control-max-age': '600',
    ...(isPrivateNetwork && { 'access-control-allow-private-network': 'true' }),
  })
  response.end()
}

function answerWrongMethod(response: ServerResponse, path: string, allowed: string): void {
  response.setHeader('allow', allowed)
  sendText(response, 405, `${path} takes ${allowed} only.\n`)
}

function refuseUpgrade(socket: Duplex, status: 403 | 404, reason: string): void {
  const text = `${reason}\n`
  socket.end(
    `HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Not Found'}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}
