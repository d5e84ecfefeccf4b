import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerOptions } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { Connections, isLoopback } from './connections.ts'
import { HOSTS } from './hosts.ts'
import { findPortOwner } from './port-owner.ts'

/** Some clients carry far more than Node's 16 KiB in their upgrade address: 1 MiB of it, and room for the headers. Bytes. */
const MAX_HEADER_SIZE = 1024 * 1024 + 64 * 1024

/**
 * Longer than Go's clients keep a connection that nothing passes on (90 s): a request that meets the end of its connection is
 * lost to them, so they should be the ones to end it. ms.
 */
const KEEP_ALIVE = 120_000

/** How long a client may take to send, ms; over one of them it gets `408` and the connection ends. */
export interface Patience {
  /** From its connection, or from the first byte of a later request, to the end of the headers. */
  readonly headers: number
  /** To the end of the body. */
  readonly request: number
}

/** Long enough for a program that is stepped through in a debugger, and no room for thousands of half-sent requests. */
const PATIENCE: Patience = { headers: 30_000, request: 300_000 }

/** The port cannot be had; `code` is `port-taken`, `port-refused` or `host-unknown`. */
export class PortError extends Error {
  override readonly name = 'PortError'
  readonly code: 'port-taken' | 'port-refused' | 'host-unknown'
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

export interface PortOptions {
  /** Where a user chooses another port: an option like `--port`, and a setting. */
  readonly choice?: { readonly option: string; readonly setting: string }
  readonly patience?: Patience
  readonly connections?: Connections
  /** Addresses to listen at, if not those of the loopback. */
  readonly hosts?: readonly string[]
}

/**
 * Listens on one port of both loopback addresses, or of `hosts`. Port 0 takes a free one. Without IPv6, IPv4 alone will do.
 * Rejects with a `PortError`.
 */
export async function openPort(
  port: number,
  onRequest: RequestListener,
  onUpgrade: UpgradeListener,
  { choice, patience = PATIENCE, connections = new Connections(), hosts = HOSTS }: PortOptions = {},
): Promise<OpenPort> {
  const servers: Server[] = []
  // A server forgets the connections that became WebSockets, but would wait for their end.
  const upgraded = new Set<Duplex>()
  const addresses: string[] = []
  let actual = port
  try {
    for (const host of hosts) {
      const server = createServer(serverOptions(patience))
      connections.watch(server)
      server.on('request', onRequest)
      server.on('upgrade', (request, socket, head) => {
        upgraded.add(socket)
        socket.once('close', () => upgraded.delete(socket))
        onUpgrade(request, socket, head)
      })
      if (!(await listen(server, host, actual))) {
        if (isLoopback(host)) continue
        throw new PortError('host-unknown', port, `This machine has no address ${host}, which --host names.`)
      }
      servers.push(server)
      actual = (server.address() as AddressInfo).port
      addresses.push(host.includes(':') ? `[${host}]:${actual}` : `${host}:${actual}`)
    }
  } catch (error) {
    await Promise.all(servers.map(closeServer))
    throw await explainPort(error, port, choice?.option, choice?.setting)
  }
  const close = async () => {
    for (const socket of upgraded) socket.destroy()
    await Promise.all(servers.map(closeServer))
  }
  return { port: actual, addresses, close }
}

function serverOptions({ headers, request }: Patience): ServerOptions {
  return {
    maxHeaderSize: MAX_HEADER_SIZE,
    keepAliveTimeout: KEEP_ALIVE,
    headersTimeout: headers,
    requestTimeout: request,
    connectionsCheckingInterval: headers / 2,
  }
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

/** The error of a port that cannot be had, with the option and the setting that choose another, if there are such. */
export async function explainPort(error: unknown, port: number, option?: string, setting?: string): Promise<Error> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    const owner = await findPortOwner(port)
    const wayOut = option ? ` Choose another with ${option} N, or set "${setting}" in settings.json.` : ''
    const message = `Port ${port} is taken${owner ? ` by ${owner}` : ''}.${wayOut}`
    return new PortError('port-taken', port, message, { cause: error })
  }
  if (code === 'EACCES') {
    const wayOut = option ? ` Choose one above 1023 with ${option} N.` : ''
    const message = `Port ${port} may not be opened by this user.${wayOut}`
    return new PortError('port-refused', port, message, { cause: error })
  }
  return error instanceof Error ? error : new Error(String(error))
}
