import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'

/** An answer of the event log. */
export interface CodeboltReply {
  readonly type: string
  readonly success: boolean
  readonly data?: object
  readonly error?: string
  readonly timestamp: string
  readonly requestId?: unknown
}

/** Sends what the Codebolt client library sends, and hears every answer as text. Ends with the test. */
export class CodeboltClient {
  readonly socket: WebSocket
  private readonly heard: string[] = []
  private readonly listeners: ((text: string) => void)[] = []
  private requests = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => {
      const text = data.toString()
      const listener = this.listeners.shift()
      if (listener) listener(text)
      else this.heard.push(text)
    })
    socket.on('error', () => undefined)
    onTestFinished(() => socket.terminate())
  }

  /** `path` is what follows the port, like `/codebolt?id=ws_1`. */
  static async connect(url: string, path = '/codebolt?id=ws_test'): Promise<CodeboltClient> {
    const client = new CodeboltClient(new WebSocket(url.replace(/^http/, 'ws') + path))
    await once(client.socket, 'open')
    return client
  }

  send(frame: unknown): void {
    const isRaw = typeof frame === 'string' || Buffer.isBuffer(frame)
    this.socket.send(isRaw ? frame : JSON.stringify(frame))
  }

  /** The next answer, as text. */
  next(): Promise<string> {
    const text = this.heard.shift()
    return text === undefined ? new Promise((resolve) => this.listeners.push(resolve)) : Promise.resolve(text)
  }

  async ask(frame: unknown): Promise<CodeboltReply> {
    this.send(frame)
    return JSON.parse(await this.next())
  }

  /** Calls an operation while no other call is waiting. */
  call(operation: string, params: unknown): Promise<CodeboltReply> {
    return this.ask({ type: `eventLog.${operation}`, requestId: `request-${++this.requests}`, params })
  }

  /** The `data` of an operation; fails the test if it has none. */
  async get<T = Record<string, unknown>>(operation: string, params: unknown): Promise<T> {
    const { data, error } = await this.call(operation, params)
    if (!data) throw new Error(`${operation} was refused: ${error}`)
    return data as T
  }
}
