import type { IncomingMessage, ServerResponse } from 'node:http'
import { WebSocketServer } from 'ws'
import { sendJson, sendWrongMethod } from './answer.ts'
import type { Area } from './area.ts'
import { BodyError } from './body.ts'
import { serveEventSocket } from './event-socket.ts'
import { isFromPage } from './guard.ts'
import { announceBodyError, type Intake, readMessageBody, readSource, receiptOf, takeMessage } from './intake.ts'
import { answerPreflight } from './preflight.ts'

const ALLOWED_CALLS = { methods: 'POST', headers: 'content-type, content-encoding, x-tattler-app, x-tattler-stream' }

/** `application/json`, `application/x-ndjson`, `application/anything+json`. */
const JSON_TYPE = /^\s*application\/([\w.-]+\+)?(x-nd|nd)?json(l|lines)?\s*(;|$)/i

/** The door for events of Tattler's own: `POST /events`, and WebSockets at `/events` and `/`. */
export function createEventsArea(intake: Intake): Area {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: intake.limits.messageBytes,
    // Without context kept between messages, `ws` leaves short messages uncompressed on both sides; with it, every one
    // of them goes through zlib's threads, which takes 1,400 messages a second at most.
    perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true },
    // Bytes that are no UTF-8 become an invalid event, which tells more than a closed connection.
    skipUTF8Validation: true,
  })

  async function answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (request.method === 'OPTIONS') answerPreflight(request, response, ALLOWED_CALLS)
    else if (request.method === 'POST') await postEvents(intake, request, response, url)
    else sendWrongMethod(response, url.pathname, 'POST')
  }

  return {
    takes: (pathname, isUpgrade) => pathname === '/events' || (isUpgrade && pathname === '/'),
    handle: (request, response, url) => (url.pathname === '/events' ? answer(request, response, url) : undefined),
    upgrade: (request, socket, head, url) => {
      if (url.pathname !== '/' && url.pathname !== '/events') return false
      sockets.handleUpgrade(request, socket, head, (client) => serveEventSocket(intake, client, socket, request, url))
      return true
    },
    senders: () => sockets.clients.size,
    close: () => {
      for (const client of sockets.clients) client.terminate()
    },
  }
}

/**
 * `POST /events`: 202 once all events are stored, 400 if some were invalid (the others are stored), 413 over a limit, 503 for
 * what cannot be taken now.
 */
async function postEvents(intake: Intake, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const source = readSource(request, url, 'web-debug')
  let bytes: Buffer
  try {
    requireJsonOfPages(request)
    bytes = await readMessageBody(intake, request, source.app)
  } catch (error) {
    if (!(error instanceof BodyError)) throw error
    answerBodyError(response, error)
    return
  }
  const result = await takeMessage(intake, bytes, source)
  const receipt = receiptOf(result)
  const status = { stored: receipt.invalid > 0 ? 400 : 202, refused: 413, failed: 503 }[result.kind]
  sendJson(response, status, receipt)
}

/**
 * A browser asks before it sends JSON to another origin, and sends a form or plain text unasked. Programs may call their JSON
 * what they like. Throws a `BodyError`.
 */
function requireJsonOfPages({ headers }: IncomingMessage): void {
  if (!isFromPage(headers) || JSON_TYPE.test(headers['content-type'] ?? '')) return
  throw new BodyError(415, 'a web page has to send its events as application/json')
}

function answerBodyError(response: ServerResponse, error: BodyError): void {
  announceBodyError(response, error)
  sendJson(response, error.status, {
    accepted: 0,
    invalid: 0,
    lastId: null,
    error: { reason: error.message, path: '' },
  })
}
