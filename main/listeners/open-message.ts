import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { BodyReading } from './body-room.ts'
import { type Intake, noteCrowd } from './intake.ts'

/** WebSocket close code for a server that has too much to do (IANA's registry). */
const TRY_AGAIN_LATER = 1013

/**
 * Counts what has come of a message that is not complete yet among the bodies that are read: where there is no room for it,
 * its connection is not read on. Call it before anything is read of the connection.
 */
export function shareRoom(intake: Intake, socket: WebSocket, connection: Duplex, app: string): void {
  let reading: BodyReading | null = null
  const end = () => {
    reading?.end()
    reading = null
  }
  // Counted before the socket reads it, which may complete a message with it.
  connection.prependListener('data', (part: Buffer) => {
    reading ??= intake.room.begin()
    const turn = reading.add(part.length)
    if (!turn) return
    socket.pause()
    void turn.then((mayGoOn) => {
      if (mayGoOn) {
        socket.resume()
        return
      }
      noteCrowd(intake, app)
      socket.close(TRY_AGAIN_LATER, 'too much was sent at once')
      // What still comes is thrown away: left unread, it would stand before the sender's goodbye, and keep the connection open.
      connection.removeAllListeners('data').resume()
      connection.end()
    })
  })
  socket.on('message', end)
  socket.on('close', end)
}
