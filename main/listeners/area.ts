import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * A part of the port's address space. Every request has passed the guard; the first area that knows its path answers it.
 */
export interface Area {
  /** Answers, and resolves when that is done; undefined for a request that is not its own. */
  handle?(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> | undefined
  /** Takes a WebSocket; false for one that is not its own. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): boolean
  /** Whether something is sent at this path, which needs a token where others than this machine can reach it. */
  takes?(pathname: string, isUpgrade: boolean): boolean
  /** Open connections of senders. */
  senders?(): number
  /** Ends its WebSockets. */
  close?(): void
}
