import { once } from 'node:events'
import { WebSocket } from 'ws'

/** Messages that wait for their acknowledgement at most, so that a slow collector is not drowned. */
const MOST_OPEN = 500
/** Messages that are sent before others get a turn. */
const AT_ONCE = 25

/** Sends numbered events on a stream of its own as fast as they are taken, and knows which were acknowledged. */
export class Load {
  readonly stream: string
  /** The texts of events that were acknowledged as stored. */
  readonly acknowledged = new Set<string>()
  /** Reasons why others were not. */
  readonly refusals: string[] = []
  private readonly socket: WebSocket
  private readonly open: string[] = []
  private readonly padding: string
  private sent = 0
  private isOver = false

  private constructor(socket: WebSocket, stream: string, padding: number) {
    this.socket = socket
    this.stream = stream
    this.padding = 'x'.repeat(padding)
    socket.on('error', () => undefined)
    socket.on('message', (data) => {
      const text = this.open.shift()
      const { error } = JSON.parse(data.toString()) as { error?: { reason: string } }
      if (error) this.refusals.push(error.reason)
      else if (text !== undefined) this.acknowledged.add(text)
    })
  }

  /** `label` begins each text, which no other load must have; `padding` characters stand in each payload beside it. */
  static async start(url: string, stream: string, label: string, padding = 20): Promise<Load> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/?ack=1&app=faults&stream=${stream}`)
    const load = new Load(socket, stream, padding)
    await once(socket, 'open')
    void load.run(label)
    return load
  }

  /** Sends no more; resolves once all is acknowledged, or the connection is gone. */
  async stop(): Promise<void> {
    this.isOver = true
    while (this.open.length > 0 && this.socket.readyState === WebSocket.OPEN) await soon()
    this.socket.terminate()
  }

  private async run(label: string): Promise<void> {
    while (!this.isOver && this.socket.readyState === WebSocket.OPEN) {
      for (let n = 0; n < AT_ONCE && this.open.length < MOST_OPEN; n++) this.send(`${label} ${++this.sent}`)
      await soon()
    }
  }

  private send(message: string): void {
    this.open.push(message)
    this.socket.send(JSON.stringify({ type: 'log', payload: { message, padding: this.padding } }))
  }
}

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1))
}
