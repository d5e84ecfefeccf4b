import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Notices } from '../notices.ts'
import { sendJson, sendText } from './answer.ts'
import type { Area } from './area.ts'
import { type GuardSettings, rejectRequest } from './guard.ts'
import type { UpgradeListener } from './port.ts'

export interface RouterOptions {
  readonly guard: GuardSettings
  readonly notices: Notices
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

export function createRouter({ guard, notices, areas }: RouterOptions): Router {
  async function route(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    for (const area of areas) {
      const answered = area.handle?.(request, response, url)
      if (answered) return answered
    }
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const rejection = rejectRequest(request.headers, guard)
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
    if (request.headers.origin) allowOrigin(response, request.headers.origin)
    route(request, response, url).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      if (response.headersSent) response.destroy()
      else sendJson(response, 500, { success: false, error: reason })
    })
  }

  const onUpgrade: UpgradeListener = (request, socket, head) => {
    const rejection = rejectRequest(request.headers, guard)
    if (rejection) {
      notices.add({ severity: 'warning', ...rejection })
      refuseUpgrade(socket, 403, `${rejection.message} ${rejection.hint}`)
      return
    }
    const url = readUrl(request)
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

function refuseUpgrade(socket: Duplex, status: 403 | 404, reason: string): void {
  const text = `${reason}\n`
  socket.end(
    `HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Not Found'}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}
