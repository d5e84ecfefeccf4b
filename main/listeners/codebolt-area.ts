import { randomBytes } from 'node:crypto'
import { type WebSocket, WebSocketServer } from 'ws'
import { serveClient } from '../event-log/client-connection.ts'
import type { EventLogServices } from '../event-log/operations.ts'
import type { Source } from '../protocols/protocol.ts'
import { sendText } from './answer.ts'
import type { Area } from './area.ts'
import { watchSocket } from './event-socket.ts'
import { toId } from './intake.ts'
import { shareRoom } from './open-message.ts'

/** Where the Codebolt client library connects: agents at the first, plugins at the second. */
const PATHS: ReadonlySet<string> = new Set(['/codebolt', '/plugin'])

/**
 * The door for the Codebolt client library: WebSockets at `/codebolt` and `/plugin`. Its address carries the whole
 * environment of the client, secrets included: nothing but the keys that `readClient` knows ever leaves this file.
 */
export function createCodeboltArea(services: EventLogServices): Area {
  const { intake } = services
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: intake.limits.messageBytes,
    // Bytes that are no UTF-8 become an invalid event, which tells more than a closed connection.
    skipUTF8Validation: true,
  })
  return {
    takes: isOurs,
    handle: (_, response, { pathname }) => {
      if (!isOurs(pathname)) return undefined
      response.setHeader('upgrade', 'websocket')
      sendText(response, 426, 'Clients of Codebolt connect here by WebSocket.\n')
      return Promise.resolve()
    },
    upgrade: (request, socket, head, url) => {
      if (!isOurs(url.pathname)) return false
      const source = readClient(url)
      sockets.handleUpgrade(request, socket, head, (client: WebSocket) => {
        shareRoom(intake, client, socket, source.app)
        watchSocket(intake, client, source.app)
        serveClient(services, client, source)
      })
      return true
    },
    senders: () => sockets.clients.size,
    close: () => {
      for (const client of sockets.clients) client.terminate()
    },
  }
}

function isOurs(pathname: string): boolean {
  return PATHS.has(pathname.replace(/\/$/, ''))
}

/**
 * Whose connection it is. The client puts its own keys first, so a variable of its environment that happens to have the
 * name of one comes behind it, and is not read.
 */
function readClient({ searchParams }: URL): Source {
  const read = (key: string) => toId(searchParams.get(key) ?? '')
  return {
    protocol: 'codebolt',
    app: read('agentId') || read('pluginId') || 'codebolt',
    stream: read('id') || `ws_${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`,
    wantsSequences: true,
  }
}
