import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection that says whatever a test wants it to, and keeps what it hears. */
export interface RawSocket {
  readonly socket: Socket
  /** What the other side has said so far. */
  heard(): string
  /** All that it has said, once it has ended the connection. */
  readonly ended: Promise<string>
}

/** Connects to `host:port` or `[host]:port`. A connection that is reset counts as ended. */
export async function openSocket(address: string): Promise<RawSocket> {
  const [, host = '', port] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? []
  const socket = connect({ host, port: Number(port) })
  let text = ''
  socket.setEncoding('latin1').on('data', (part: string) => {
    text += part
  })
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(text)))
  await once(socket, 'connect')
  // Whatever was not heard by then is what the tests are about.
  socket.on('error', () => undefined)
  return { socket, heard: () => text, ended }
}

/** Says it all, and resolves with the answer once the other side has ended the connection. */
export async function exchange(address: string, text: string | Uint8Array): Promise<string> {
  const { socket, ended } = await openSocket(address)
  socket.write(text)
  return ended
}

/** The opening of a WebSocket. */
export function upgradeRequest(path: string, host: string, headers: readonly string[] = []): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}
