import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openViewer } from '../../../main/cli/viewer-connection.ts'

/** A collector that sends a message in one piece with its handshake, as a busy machine makes of two. */
async function startHastyServer(message: object): Promise<string> {
  const server = createServer().on('upgrade', ({ headers }, socket) => {
    const accept = createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    const handshake = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept.digest('base64')}`,
    ]
    const text = Buffer.from(JSON.stringify(message))
    socket.write(
      Buffer.concat([Buffer.from(`${handshake.join('\r\n')}\r\n\r\n`), Buffer.from([0x81, text.length]), text]),
    )
    onTestFinished(() => void socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a message that comes together with the handshake is not lost', async () => {
  const viewer = await openViewer({ url: await startHastyServer({ type: 'event/forgotten', id: 7 }), token: 'secret' })
  onTestFinished(() => viewer.close())
  expect(await new Promise((resolve) => viewer.onFeed(resolve))).toEqual({ type: 'event/forgotten', id: 7 })
})
