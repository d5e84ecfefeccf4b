import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type Intake, noteRefusal, putMessage, readSource, receiptOf } from './intake.ts'
import { shareRoom } from './open-message.ts'

/** WebSocket close code for a message that is too large (RFC 6455). */
const TOO_LARGE = 1009
/** A close reason is at most 123 bytes long (RFC 6455). */
const REASON_BYTES = 120
/** Acknowledgements that a client has not read, from which it is no longer read either. Bytes. */
const UNREAD_BYTES = 1024 * 1024

/**
 * Takes events from a WebSocket, which lies on `connection`. With `?ack=1` each message is answered, in order, once it is
 * on disk; otherwise the client is never written to.
 */
export function serveEventSocket(
  intake: Intake,
  socket: WebSocket,
  connection: Duplex,
  request: IncomingMessage,
  url: URL,
): void {
  const source = readSource(request, url, 'web-debug')
  const isAwaited = url.searchParams.get('ack') === '1'
  const writeTogether = gatherWrites(connection)

  socket.on('message', (data: Buffer) => {
    putMessage(intake, data, source, isAwaited, (result) => {
      if (isAwaited && socket.readyState === socket.OPEN) {
        writeTogether()
        socket.send(JSON.stringify(receiptOf(result)))
      }
      if (result.kind === 'refused') socket.close(TOO_LARGE, result.reason.slice(0, REASON_BYTES))
    })
    if (socket.isPaused) return
    if (intake.queue.isFull) {
      socket.pause()
      void intake.queue.whenRoom().then(() => socket.resume())
    } else if (connection.writableLength > UNREAD_BYTES) {
      socket.pause()
      connection.once('drain', () => socket.resume())
    }
  })
  shareRoom(intake, socket, connection, source.app)
  watchSocket(intake, socket, source.app)
}

/**
 * Makes one write of all that is written in a turn of the event loop from the first call on: the messages of a batch are
 * acknowledged together, and a write for each takes longer than all else that the thread does for it.
 */
function gatherWrites(connection: Duplex): () => void {
  let isGathering = false
  return () => {
    if (isGathering) return
    isGathering = true
    connection.cork()
    setImmediate(() => {
      isGathering = false
      connection.uncork()
    })
  }
}

/** Tells the user when the connection of an app breaks a rule, or brings more than it may. */
export function watchSocket(intake: Intake, socket: WebSocket, app: string): void {
  socket.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
      noteRefusal(intake.notices, app, `it is larger than ${intake.limits.messageBytes} bytes`, 'messageBytes')
    } else {
      intake.notices.add({
        severity: 'warning',
        code: 'connection-broken',
        message: `The connection of ${app} broke a rule of WebSocket and was closed: ${error.message}.`,
      })
    }
  })
}
