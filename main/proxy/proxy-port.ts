import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { HOSTS } from '../listeners/hosts.ts'
import { explainPort, listen, type OpenPort, PortError } from '../listeners/port.ts'
import { findPortOwner } from '../listeners/port-owner.ts'
import { hasBody, toPairs } from './proxy-headers.ts'

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
      server.on('upgrade', (request, socket, head) => {
        if (isOnlyOffered(request)) declineUpgrade(server, request, socket, head)
        else onUpgrade(request, socket, head)
      })
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

/**
 * Whether a request means something without the protocol that it offers: Java's client offers HTTP/2 with its first one,
 * whatever that is, and one with a body has to bring that to the app in any case.
 */
function isOnlyOffered({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'h2c' || hasBody(headers)
}

/**
 * Who offers a protocol goes on without it when nobody takes it up (RFC 9110, 7.8). Node takes any offer for the end of
 * HTTP; so the request is read again, with no offer in it.
 */
function declineUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request
  const kept = toPairs(rawHeaders).filter(([name]) => !/^(upgrade|connection|http2-settings)$/i.test(name))
  const lines = [`${method} ${url} HTTP/${httpVersion}`, ...kept.map(([name, value]) => `${name}: ${value}`), '', '']
  socket.unshift(Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), head]))
  server.emit('connection', socket)
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
