import { WebSocket } from 'ws'
import type { FeedMessage, RequestArg, RequestName, RequestResult, ViewerReply } from '../../shared/messages.ts'
import type { Running } from '../running.ts'
import { Failure } from './failure.ts'

/** A connection to the collector, as the viewer has one. */
export interface ViewerConnection {
  request<M extends RequestName>(method: M, arg: RequestArg<M>): Promise<RequestResult<M>>
  /** In place of an earlier listener. Who calls it as soon as the connection is there misses nothing. */
  onFeed(listener: (message: FeedMessage) => void): void
  /** Resolves when the connection is gone; requests under way are rejected then. */
  readonly closed: Promise<void>
  close(): void
}

interface PendingRequest {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** The collector closes with this code where the token is not its own. */
const TOKEN_REFUSED = 4401

/** The connection ended before the answer came. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** Connects to a running Tattler; rejects with a `Failure` where nothing answers. */
export async function openViewer(running: Pick<Running, 'url' | 'token'>): Promise<ViewerConnection> {
  const address = new URL('/viewer', running.url)
  address.protocol = 'ws:'
  address.searchParams.set('token', running.token)
  const socket = new WebSocket(address)
  const pending = new Map<number, PendingRequest>()
  let lastSeq = 0
  let feedListener: (message: FeedMessage) => void = () => undefined

  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as ViewerReply | FeedMessage
    if (!('seq' in message)) {
      feedListener(message)
      return
    }
    const waiting = pending.get(message.seq)
    pending.delete(message.seq)
    if ('error' in message) waiting?.reject(new Failure(message.error.message))
    else waiting?.resolve(message.result)
  })
  const closed = new Promise<void>((resolve) => {
    socket.on('close', (code) => {
      const reason = code === TOKEN_REFUSED ? new Failure('Tattler refused the token.') : new ConnectionLost()
      for (const { reject } of pending.values()) reject(reason)
      pending.clear()
      resolve()
    })
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => {
      // The first messages may have come with the handshake: they wait until the caller can have set its listener.
      socket.pause()
      setImmediate(() => socket.resume())
      resolve()
    })
    // Later errors end in `close`; without a listener they would end the process.
    socket.on('error', (error) => reject(new Failure(`${running.url} does not answer: ${error.message}`)))
  })

  return {
    request: (method, arg) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) {
          reject(new ConnectionLost())
          return
        }
        const seq = ++lastSeq
        // The reply's result has the type of its method: that is the contract of shared/messages.ts.
        pending.set(seq, { resolve: resolve as (result: unknown) => void, reject })
        socket.send(JSON.stringify({ seq, method, arg }))
      }),
    onFeed: (listener) => {
      feedListener = listener
    },
    closed,
    close: () => socket.close(),
  }
}
