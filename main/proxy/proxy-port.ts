import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { explainPort, HOSTS, listen, type OpenPort, PortError } from '../listeners/port.ts'
import { findPortOwner } from '../listeners/port-owner.ts'

/** As much as any app may take. Bytes. */
const MAX_HEADER_SIZE = 1024 * 1024

export interface ProxyListeners {
  onRequest(request: IncomingMessage, response: ServerResponse): void
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/**
 * Listens on one port of both loopback addresses; 0 takes a free one. What the app decides is left to it: whether a body is
 * welcome (`Expect`), and how long it may take. Rejects with a `PortError`.
 */
export async function openProxyPort(port: number, { onRequest, onUpgrade }: ProxyListeners): Promise<OpenPort> {
  const servers: Server[] = []
  const sockets = new Set<Duplex>()
  const addresses: string[] = []
  let actual = port
  const close = async () => {
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
    for (const socket of sockets) socket.destroy()
    await Promise.all(closed)
  }
  try {
    for (const host of HOSTS) {
      const server = createServer({ maxHeaderSize: MAX_HEADER_SIZE, requestTimeout: 0, keepAliveTimeout: 60_000 })
      server.on('request', onRequest)
      server.on('checkContinue', onRequest)
      server.on('upgrade', onUpgrade)
      server.on('connection', (socket) => {
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
      })
      if (!(await listen(server, host, actual))) continue
      servers.push(server)
      actual = (server.address() as AddressInfo).port
      addresses.push(host.includes(':') ? `[${host}]:${actual}` : `${host}:${actual}`)
    }
  } catch (error) {
    await close()
    throw await explain(error, port)
  }
  return { port: actual, addresses, close }
}

/** No setting names this port, but whoever asks for it. */
async function explain(error: unknown, port: number): Promise<Error> {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) {
    return explainPort(error, port, '--port', 'watched')
  }
  const owner = await findPortOwner(port)
  const message = `Port ${port} is taken${owner ? ` by ${owner}` : ''}. Choose another one, or none: then a free one is taken.`
  return new PortError('port-taken', port, message, { cause: error })
}
