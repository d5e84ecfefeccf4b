import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Notices } from '../notices.ts'
import { sendJson, sendText, shieldAnswer } from './answer.ts'
import type { Area } from './area.ts'
import { type GuardSettings, rejectRequest } from './guard.ts'
import { Guesses, offersToken } from './guesses.ts'
import type { Lock } from './lock.ts'
import type { UpgradeListener } from './port.ts'

export interface RouterOptions {
  readonly guard: GuardSettings
  readonly notices: Notices
  readonly lock: Lock
  /** In the order in which they are asked; the last one answers everything. */
  readonly areas: readonly Area[]
}

/** The door of the port: turns away who may not come in, and leads everybody else to their area. */
export interface Router {
  onRequest(request: IncomingMessage, response: ServerResponse): void
  readonly onUpgrade: UpgradeListener
  /** Open connections of senders. */
  senders(): number
  /** Ends all WebSocket connections. */
  close(): void
}

const NEEDS_TOKEN =
  'a token is required, because Tattler listens beyond this machine: send "Authorization: Bearer <token>" with the one in send-token in its data folder'
const GUESSED = 'This machine has offered too many wrong tokens, and is refused for a minute.'
const STATUS_TEXTS = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 429: 'Too Many Requests' } as const

export function createRouter({ guard, notices, lock, areas }: RouterOptions): Router {
  const guesses = new Guesses()

  async function route(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    for (const area of areas) {
      const answered = area.handle?.(request, response, url)
      if (answered) return answered
    }
  }

  function isLockedOut(request: IncomingMessage, url: URL, isUpgrade: boolean): boolean {
    if (!lock.isClosed || !areas.some((area) => area.takes?.(url.pathname, isUpgrade))) return false
    if (lock.opensFor(request, url)) return false
    notices.add({
      severity: 'warning',
      code: 'token-missing',
      message: `A message from ${request.socket.remoteAddress ?? 'nowhere'} was rejected: it came without the token for sending.`,
      hint: 'Tattler listens beyond this machine, so whoever sends needs the token that stands in send-token in the data folder.',
    })
    return true
  }

  /** Counts wrong tokens, where others than this machine can offer them; true for who has offered too many. */
  function isGuessing(request: IncomingMessage, url: URL): boolean {
    if (!lock.isClosed) return false
    const peer = request.socket.remoteAddress
    if (guesses.isRefused(peer)) return true
    if (!offersToken(request, url) || lock.opensFor(request, url)) return false
    guesses.addWrong(peer)
    if (!guesses.isRefused(peer)) return false
    notices.add({
      severity: 'warning',
      code: 'peer-refused',
      message: `${peer} offered one wrong token after the other, and is refused for a minute.`,
      hint: 'If an app of yours runs there, give it the token that stands in send-token in the data folder.',
    })
    return true
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    shieldAnswer(response)
    const rejection = rejectRequest(request, guard)
    if (rejection) {
      notices.add({ severity: 'warning', ...rejection })
      sendText(response, 403, `${rejection.message}\n${rejection.hint}\n`)
      return
    }
    const url = readUrl(request)
    if (!url) {
      sendText(response, 400, 'The address of the request cannot be read.\n')
      return
    }
    if (isGuessing(request, url)) {
      response.setHeader('connection', 'close')
      sendJson(response, 429, { success: false, error: GUESSED })
      return
    }
    if (request.method !== 'OPTIONS' && isLockedOut(request, url, false)) {
      response.setHeader('www-authenticate', 'Basic realm="Tattler"')
      sendJson(response, 401, { success: false, error: NEEDS_TOKEN })
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
    const rejection = rejectRequest(request, guard)
    if (rejection) {
      notices.add({ severity: 'warning', ...rejection })
      refuseUpgrade(socket, 403, `${rejection.message} ${rejection.hint}`)
      return
    }
    const url = readUrl(request)
    if (url && isGuessing(request, url)) {
      refuseUpgrade(socket, 429, GUESSED)
      return
    }
    if (url && isLockedOut(request, url, true)) {
      refuseUpgrade(socket, 401, NEEDS_TOKEN)
      return
    }
    if (url && areas.some((area) => area.upgrade?.(request, socket, head, url))) return
    refuseUpgrade(socket, 404, 'Events are taken at / and /events.')
  }

  return {
    onRequest,
    onUpgrade,
    senders: () => areas.reduce((sum, area) => sum + (area.senders?.() ?? 0), 0),
    close: () => {
      for (const area of areas) area.close?.()
    },
  }
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

function refuseUpgrade(socket: Duplex, status: keyof typeof STATUS_TEXTS, reason: string): void {
  const text = `${reason}\n`
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_TEXTS[status]}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      'X-Content-Type-Options: nosniff\r\n' +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}
