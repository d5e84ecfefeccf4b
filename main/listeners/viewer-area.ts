import type { IncomingMessage, ServerResponse } from 'node:http'
import { WebSocketServer } from 'ws'
import type { Feed } from '../feed/feed.ts'
import { sendWrongMethod } from './answer.ts'
import type { Area } from './area.ts'
import { isToken } from './guard.ts'
import { VIEWER_PATH, ViewerCookies } from './viewer-cookies.ts'
import { getViewer, getViewerFile } from './viewer-files.ts'

/** Close code for a viewer without the right token: a page cannot see the status of a refused upgrade. */
const WRONG_TOKEN = 4401
/** What a viewer sends is short. Bytes. */
const VIEWER_MESSAGE_BYTES = 4 * 1024 * 1024

export interface ViewerAreaOptions {
  readonly feed: Feed
  readonly token: string
  /** The built viewer. */
  readonly viewerDir: string
  /** Known once the port is open. */
  port(): number
  /** Connections of viewers wait for it. */
  readonly ready: Promise<unknown>
}

/** The viewer's page, its files, and its WebSocket at `/viewer`. It answers whatever no area before it knows. */
export function createViewerArea({ feed, token, viewerDir, port, ready }: ViewerAreaOptions): Area {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: VIEWER_MESSAGE_BYTES, perMessageDeflate: false })
  const cookies = new ViewerCookies(token, port)

  async function answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (request.method !== 'GET') sendWrongMethod(response, url.pathname, 'GET')
    else if (url.pathname === '/') getViewer(request, response, url, { viewerDir, token, cookies, port: port() })
    else getViewerFile(response, url.pathname, viewerDir)
  }

  function mayRead(request: IncomingMessage, { searchParams }: URL): boolean {
    return isToken(searchParams.get('token') ?? undefined, token) || cookies.isViewer(request)
  }

  return {
    handle: answer,
    upgrade: (request, socket, head, url) => {
      if (url.pathname !== VIEWER_PATH) return false
      const connect = () =>
        sockets.handleUpgrade(request, socket, head, (client) => {
          // Whoever breaks the rules of WebSocket is disconnected; without a listener, Tattler would end with them.
          client.on('error', () => undefined)
          if (mayRead(request, url)) feed.add(client)
          else client.close(WRONG_TOKEN, 'the token is not valid')
        })
      // Until then nobody else listens to it, and who gives up waiting must not end Tattler.
      socket.on('error', () => undefined)
      ready.then(connect, () => socket.destroy())
      return true
    },
    close: () => {
      for (const client of sockets.clients) client.terminate()
    },
  }
}
