import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** Between two probes: a witness is no attacker. ms. */
const PAUSE = 50

/**
 * A client with one connection for HTTP and two WebSockets, which are opened once and must never break: whatever others
 * do, all that it says is answered.
 */
export class Witness {
  private readonly url: string
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 })
  private readonly events: WebSocket
  private readonly codebolt: WebSocket
  private count = 0
  private hasLeft = false
  private readonly broken: string[] = []

  private constructor(url: string) {
    this.url = url
    this.events = this.open('/events?app=witness&ack=1')
    this.codebolt = this.open('/codebolt?id=witness')
  }

  static async connect(url: string): Promise<Witness> {
    const witness = new Witness(url)
    await Promise.all([once(witness.events, 'open'), once(witness.codebolt, 'open')])
    await witness.probe()
    return witness
  }

  /** Probes again and again while an attack goes on, and once after it. Rejects when something was not answered. */
  async during<T>(attack: () => Promise<T>): Promise<T> {
    let isOver = false
    const attacked = attack().finally(() => {
      isOver = true
    })
    // A failure of the attack is told by the one who waits for it, below.
    attacked.catch(() => undefined)
    while (!isOver) {
      await this.probe()
      await sleep(PAUSE)
    }
    const result = await attacked
    await this.probe()
    return result
  }

  leave(): void {
    this.hasLeft = true
    this.events.terminate()
    this.codebolt.terminate()
    this.agent.destroy()
  }

  /** Says one thing at each connection, and waits for the answers. */
  private async probe(): Promise<void> {
    const number = ++this.count
    const event = JSON.stringify({ type: 'log', payload: { message: `Probe ${number}` } })
    this.events.send(event)
    this.codebolt.send(JSON.stringify({ type: 'eventLog.listInstances', requestId: `probe-${number}`, params: {} }))
    const answers = await Promise.all([this.post(event), nextMessage(this.events), nextMessage(this.codebolt)])
    const [status, receipt = '', reply = ''] = answers
    const isAnswered =
      status === 202 && receipt.includes('"accepted":1') && reply.includes(`"requestId":"probe-${number}"`)
    if (!isAnswered || this.broken.length > 0) {
      throw new Error(`the witness was let down at probe ${number}: ${[...answers, ...this.broken].join(' | ')}`)
    }
  }

  private async post(body: string): Promise<number> {
    const sent = request(`${this.url}/events?app=witness`, { method: 'POST', agent: this.agent })
    sent.end(body)
    const [response] = await once(sent, 'response')
    await text(response)
    return response.statusCode
  }

  private open(path: string): WebSocket {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}${path}`)
    socket.on('close', (code) => {
      if (!this.hasLeft) this.broken.push(`${path} was closed with ${code}`)
    })
    return socket
  }
}

/** A connection that is closed says nothing any more. */
function nextMessage(socket: WebSocket): Promise<string> {
  return new Promise((resolve) => {
    const settle = (said: unknown) => {
      socket.off('message', settle)
      socket.off('close', settle)
      resolve(String(said))
    }
    socket.on('message', settle)
    socket.on('close', settle)
  })
}
