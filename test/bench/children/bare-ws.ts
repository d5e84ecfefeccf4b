import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

/** Ceiling for WebSocket: parses each message, counts, acknowledges, keeps nothing. */
export async function run(): Promise<void> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  server.on('connection', (socket) => {
    let count = 0
    socket.on('message', (data: Buffer) => {
      const message: unknown = JSON.parse(data.toString('utf8'))
      count +=
        typeof message === 'object' && message !== null && 'events' in message && Array.isArray(message.events)
          ? message.events.length
          : 1
      socket.send(JSON.stringify({ accepted: 1, lastId: count }))
    })
  })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
  process.once('SIGINT', () => process.exit(0))
}
