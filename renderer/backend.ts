import type { Desktop } from '../shared/desktop.ts'
import type { FeedMessage, RequestArg, RequestName, RequestResult, ViewerReply } from '../shared/messages.ts'

/** `connecting` on the first try, `lost` while reconnecting, `refused` when the token is wrong: retrying cannot help. */
export type Connection = 'connecting' | 'open' | 'lost' | 'refused'

/** The viewer's only door to the collector. */
export interface Backend {
  /** Rejects with a `BackendError` when the collector answers with an error or the connection is lost meanwhile. */
  request<M extends RequestName>(method: M, arg: RequestArg<M>): Promise<RequestResult<M>>
  onFeed(listener: (message: FeedMessage) => void): () => void
  /** Calls the listener at once with the present state, then on each change. */
  onConnection(listener: (connection: Connection) => void): () => void
  close(): void
}

/** A request that failed. `code` is the collector's, or `disconnected` when there was no connection to answer on. */
export class BackendError extends Error {
  override readonly name = 'BackendError'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Where the collector's viewer socket is. A page served by the collector needs no token: its cookie holds it. */
export interface CollectorAddress {
  readonly url: string
  readonly token: string | null
}

export interface BackendOptions {
  /** Asked before each try, because a restarted listener may have moved or changed its token. */
  locate(): Promise<CollectorAddress>
  openSocket?(url: string): WebSocket
  /** ms until the first retry; doubles with each failure. */
  firstDelay?: number
}

/** The collector closes with this code when the token is wrong: a page cannot see the status of a refused upgrade. */
const CLOSE_UNAUTHORIZED = 4401
const LONGEST_DELAY = 5000

interface PendingRequest {
  resolve(result: unknown): void
  reject(error: BackendError): void
}

/** Connects, and reconnects with growing delays until closed or refused. */
export function connectBackend(options: BackendOptions): Backend {
  const { locate, openSocket = (url: string) => new WebSocket(url), firstDelay = 250 } = options
  const pending = new Map<number, PendingRequest>()
  /** Asked for before the first connection stood. */
  const unsent: string[] = []
  const feedListeners = new Set<(message: FeedMessage) => void>()
  const connectionListeners = new Set<(connection: Connection) => void>()
  let connection: Connection = 'connecting'
  let socket: WebSocket | null = null
  let delay = firstDelay
  let retry: ReturnType<typeof setTimeout> | undefined
  let lastSeq = 0
  let isClosed = false

  function setConnection(next: Connection) {
    if (next === connection) return
    connection = next
    for (const listener of connectionListeners) listener(next)
  }

  function rejectPending(message: string) {
    for (const request of pending.values()) request.reject(new BackendError('disconnected', message))
    pending.clear()
    unsent.length = 0
  }

  function receive(text: string) {
    const message = JSON.parse(text) as ViewerReply | FeedMessage
    if ('type' in message) {
      for (const listener of feedListeners) listener(message)
      return
    }
    const request = pending.get(message.seq)
    pending.delete(message.seq)
    if ('error' in message) request?.reject(new BackendError(message.error.code, message.error.message))
    else request?.resolve(message.result)
  }

  function retryLater() {
    if (isClosed) return
    setConnection('lost')
    retry = setTimeout(connect, delay)
    delay = Math.min(delay * 2, LONGEST_DELAY)
  }

  async function connect() {
    let address: CollectorAddress
    try {
      address = await locate()
    } catch {
      // The shell answers with an error while it restarts its listener.
      rejectPending('Tattler is not connected.')
      retryLater()
      return
    }
    if (isClosed) return
    const current = openSocket(toSocketUrl(address))
    socket = current
    current.addEventListener('open', () => {
      delay = firstDelay
      for (const message of unsent.splice(0)) current.send(message)
      setConnection('open')
    })
    current.addEventListener('message', (event: MessageEvent) => receive(String(event.data)))
    current.addEventListener('close', (event: CloseEvent) => {
      if (socket === current) socket = null
      rejectPending('The connection to Tattler was lost.')
      if (event.code === CLOSE_UNAUTHORIZED) setConnection('refused')
      else retryLater()
    })
  }

  void connect()

  return {
    request<M extends RequestName>(method: M, arg: RequestArg<M>) {
      return new Promise<RequestResult<M>>((resolve, reject) => {
        const isOpen = socket?.readyState === 1
        if (!isOpen && connection !== 'connecting') {
          reject(new BackendError('disconnected', 'Tattler is not connected.'))
          return
        }
        const seq = ++lastSeq
        pending.set(seq, { resolve: (result) => resolve(result as RequestResult<M>), reject })
        const message = JSON.stringify({ seq, method, arg })
        if (isOpen) socket?.send(message)
        else unsent.push(message)
      })
    },
    onFeed(listener) {
      feedListeners.add(listener)
      return () => feedListeners.delete(listener)
    },
    onConnection(listener) {
      connectionListeners.add(listener)
      listener(connection)
      return () => connectionListeners.delete(listener)
    },
    close() {
      isClosed = true
      clearTimeout(retry)
      socket?.close()
    },
  }
}

function toSocketUrl({ url, token }: CollectorAddress): string {
  if (token === null) return url
  const withToken = new URL(url)
  withToken.searchParams.set('token', token)
  return withToken.href
}

declare global {
  interface Window {
    /** What the desktop window adds; absent in a browser. */
    readonly tattler?: Desktop
  }
}

/** The shell's collector where there is a shell, else the one that served this page. */
export async function locateCollector(): Promise<CollectorAddress> {
  if (window.tattler) return window.tattler.connection()
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return { url: `${scheme}://${location.host}/viewer`, token: new URLSearchParams(location.search).get('token') }
}
