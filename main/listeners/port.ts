import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { findPortOwner } from './port-owner.ts'

/** Both loopback families: a client that resolves `localhost` may try either first. */
export const HOSTS = ['127.0.0.1', '::1'] as const
/** Some clients carry far more than Node's 16 KiB in their upgrade address. Bytes. */
const MAX_HEADER_SIZE = 1024 * 1024

/** The port cannot be had; `code` is `port-taken` or `port-refused`. */
export class PortError extends Error {
  override readonly name = 'PortError'
  readonly code: 'port-taken' | 'port-refused'
  readonly port: number
  constructor(code: PortError['code'], port: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.port = port
  }
}

export interface OpenPort {
  readonly port: number
  /** Like `127.0.0.1:7357` and `[::1]:7357`. */
  readonly addresses: readonly string[]
  close(): Promise<void>
}

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/**
 * Listens on one port of both loopback addresses. Port 0 takes a free one. Without IPv6, IPv4 alone will do.
 * Rejects with a `PortError`.
 */
export async function openPort(
  port: number,
  onRequest: RequestListener,
  onUpgrade: UpgradeListener,
): Promise<OpenPort> {
  const servers: Server[] = []
  const addresses: string[] = []
  let actual = port
  try {
    for (const host of HOSTS) {
      const server = createServer({ maxHeaderSize: MAX_HEADER_SIZE, keepAliveTimeout: 60_000 }, onRequest)
      server.on('upgrade', onUpgrade)
      if (!(await listen(server, host, actual))) continue
      servers.push(server)
      actual = (server.address() as AddressInfo).port
      addresses.push(host.includes(':') ? `[${host}]:${actual}` : `${host}:${actual}`)
    }
  } catch (error) {
    await Promise.all(servers.map(closeServer))
    throw await explainPort(error, port, '--port', 'port')
  }
  return { port: actual, addresses, close: async () => void (await Promise.all(servers.map(closeServer))) }
}

/** False where the machine has no such address. */
export function listen(server: NetServer, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(false)
      else reject(error)
    })
    server.listen({ host, port, ipv6Only: true }, () => resolve(true))
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** The error of a port that cannot be had, with the option and the setting that choose another. */
export async function explainPort(error: unknown, port: number, option: string, setting: string): Promise<Error> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    const owner = await findPortOwner(port)
    const message = `Port ${port} is taken${owner ? ` by ${owner}` : ''}. Choose another with ${option} N, or set "${setting}" in settings.json.`
    return new PortError('port-taken', port, message, { cause: error })
  }
  if (code === 'EACCES') {
    const message = `Port ${port} may not be opened by this user. Choose one above 1023 with ${option} N.`
    return new PortError('port-refused', port, message, { cause: error })
  }
  return error instanceof Error ? error : new Error(String(error))
}
