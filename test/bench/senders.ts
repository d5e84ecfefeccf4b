import { Agent, request } from 'node:http'
import { WebSocket } from 'ws'

/** Beyond so many bytes that wait to be sent, a message is waited for. A loop would take a core from who is measured. */
const MOST_BUFFERED = 1_000_000

/**
 * Sends messages over one WebSocket as fast as the other side takes them, and resolves with events per second once the
 * last one is acknowledged.
 */
export async function sendOverSocket(
  url: string,
  messages: readonly Buffer[],
  eventsPerMessage: number,
): Promise<number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/?ack=1`, { perMessageDeflate: false })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  let acknowledged = 0
  const done = new Promise<void>((resolve) => {
    socket.on('message', () => {
      if (++acknowledged === messages.length) resolve()
    })
  })
  const start = performance.now()
  for (const message of messages) {
    if (socket.bufferedAmount > MOST_BUFFERED) await new Promise((resolve) => socket.send(message, resolve))
    else socket.send(message)
  }
  await done
  const seconds = (performance.now() - start) / 1000
  socket.terminate()
  return (messages.length * eventsPerMessage) / seconds
}

/** Where and how messages are posted. */
export interface Endpoint {
  readonly url: string
  readonly type: string
  /** The status of the answer to a message that was taken. */
  readonly status: number
}

/** Tattler's own. */
export const toEvents = (url: string): Endpoint => ({ url: `${url}/events`, type: 'application/json', status: 202 })

/** Posts messages over keep-alive connections, each waiting for its answer; resolves with messages per second. */
export async function sendOverHttp(
  endpoint: Endpoint,
  messages: readonly Buffer[],
  connections: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let next = 0
  const worker = async () => {
    for (let message = messages[next++]; message; message = messages[next++]) await post(endpoint, message, agent)
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: connections }, worker))
  const seconds = (performance.now() - start) / 1000
  agent.destroy()
  return messages.length / seconds
}

function post({ url, type, status }: Endpoint, body: Buffer, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, 'content-length': body.length }
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === status ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
