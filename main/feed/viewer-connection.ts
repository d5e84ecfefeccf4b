import Type from 'typebox'
import type { WebSocket } from 'ws'
import type { Alert } from '../../shared/alerts.ts'
import type { CollectorStatus, FeedMessage, RequestName, RequestResult, ViewerReply } from '../../shared/messages.ts'
import { Repeater } from './repeater.ts'
import { RequestError, type RequestHandler, reader, type ViewerServices } from './requests/request.ts'
import { REQUESTS } from './requests/table.ts'

/** From one message about new rows to the next, ms: more than a frame, so that each costs the viewer one repaint at most. */
const ROWS_INTERVAL = 20
/** After a view in an order of its own was put in order anew, as a multiple of the time it took: that is all of it each time. */
const ORDER_REST = 1
/** Pause after a message about facets, ms, and as a multiple of the time it took: counting a large log costs. */
const FACETS_PAUSE = 250
const FACETS_REST = 3
/** Answers and news that a viewer has not read, from which its requests wait. Bytes. */
const UNREAD_BYTES = 8 * 1024 * 1024
/** Requests without an answer that has left, from which further ones wait. */
const MOST_OPEN = 32
/** After a view was opened, ms: who is still typing opens the next one, and counting would only hold that up. */
const FACETS_DELAY = 120
/** After the first view was opened, ms: a page that starts draws its first rows then, and counting would take a core from it. */
const FIRST_FACETS_DELAY = 400

const readRequest = reader(
  'request',
  Type.Object({ seq: Type.Integer(), method: Type.String(), arg: Type.Optional(Type.Unknown()) }),
)

/**
 * One viewer: answers its requests, and keeps its view up to date after each commit. It is told no faster than it reads:
 * the next message waits until the last one has left.
 */
export class ViewerConnection {
  private readonly viewer: number
  private readonly socket: WebSocket
  private readonly services: ViewerServices
  private generation: number
  private readonly asked: string[] = []
  private open = 0
  private readonly status: Repeater
  private readonly rows = new Repeater(
    () => this.tellRows(),
    (worked) => Math.max(ROWS_INTERVAL - worked, this.isInOrder ? worked * ORDER_REST : 0),
  )
  /** Whether the view, when it last changed, was one that is put in order. */
  private isInOrder = false
  /** How many views were opened. */
  private opened = 0
  private facetsTimer: NodeJS.Timeout | undefined
  private readonly facets = new Repeater(
    () => this.tellFacets(),
    (worked) => Math.max(FACETS_PAUSE, worked * FACETS_REST),
  )

  constructor(viewer: number, socket: WebSocket, services: ViewerServices, status: () => CollectorStatus) {
    this.status = new Repeater(
      () => this.send({ type: 'status/changed', status: status() }),
      () => 0,
    )
    this.viewer = viewer
    this.socket = socket
    this.services = services
    this.generation = services.stats().generation
    socket.on('message', (data: Buffer) => {
      this.asked.push(data.toString('utf8'))
      this.answerNext()
    })
    socket.on('close', () => {
      clearTimeout(this.facetsTimer)
      this.rows.stop()
      this.facets.stop()
      this.status.stop()
      services.exports.closeAll(viewer)
      services.imports.closeAll(viewer)
      services.queries.cancel(viewer).catch(ignoreClosedLog)
      services.composer.closeViewer(viewer)
      services.log.closeView(viewer).catch(ignoreClosedLog)
    })
  }

  /** Sends a message of the feed; resolves when it has left. */
  send(message: FeedMessage | ViewerReply): Promise<void> {
    if (this.socket.readyState !== this.socket.OPEN) return Promise.resolve()
    return new Promise((resolve) => this.socket.send(JSON.stringify(message), () => resolve()))
  }

  /** Unless it lets too much lie unread: what it is told of is in the log. */
  tellAlert(alert: Alert): void {
    if (this.socket.bufferedAmount < UNREAD_BYTES) void this.send({ type: 'alert', alert })
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason)
  }

  /** The collector's state has changed. */
  wakeStatus(): void {
    this.status.wake()
  }

  /** The log has changed. */
  wake(): void {
    this.rows.wake()
  }

  /** Answers what was asked, as fast as the viewer reads. */
  private answerNext(): void {
    while (this.open < MOST_OPEN && this.socket.bufferedAmount < UNREAD_BYTES) {
      const text = this.asked.shift()
      if (text === undefined) break
      this.open++
      void this.answer(text).finally(() => {
        this.open--
        this.answerNext()
      })
    }
    // What has come with the last request is asked already; nothing comes after it.
    if (this.asked.length > 0) this.socket.pause()
    else if (this.socket.isPaused) this.socket.resume()
  }

  private async tellRows(): Promise<void> {
    const { generation } = this.services.stats()
    if (generation === this.generation) {
      const change = await this.services.log.advanceView(this.viewer).catch(ignoreClosedLog)
      this.isInOrder = change?.tail === null
      if (!change) return
      await this.send({ type: 'view/changed', ...change })
      this.facets.wake()
    } else {
      this.generation = generation
      const state = await this.services.log.reopenView(this.viewer).catch(ignoreClosedLog)
      if (!state) return
      await this.send({ type: 'view/reset', ...state })
      this.facets.wakeNow()
    }
  }

  private async tellFacets(): Promise<void> {
    const facets = await this.services.log.viewFacets(this.viewer).catch(ignoreClosedLog)
    if (facets) await this.send({ type: 'facets/changed', ...facets })
  }

  private async answer(text: string): Promise<void> {
    let seq = -1
    try {
      const request = readRequest(JSON.parse(text))
      seq = request.seq
      if (!isRequestName(request.method)) throw new RequestError(`there is no request ${request.method}`)
      if (request.method === 'view/open') clearTimeout(this.facetsTimer)
      await this.send({ seq, result: await this.handle(request.method, request.arg) })
      if (request.method === 'view/open') await this.beginView()
    } catch (error) {
      await this.send({ seq, error: { code: codeOf(error), message: messageOf(error) } })
    }
  }

  /** Rows that came while the view was opened follow at once, then the rest of it, its facets as soon as the user rests. */
  private async beginView(): Promise<void> {
    const opened = ++this.opened
    this.rows.wakeNow()
    try {
      const state = await this.services.log.completeView(this.viewer)
      if (opened !== this.opened) return
      if (state) await this.send({ type: 'view/completed', ...state })
    } catch (error) {
      if (opened === this.opened) await this.send({ type: 'view/failed', reason: messageOf(error) })
      return
    }
    this.rows.wakeNow()
    this.facetsTimer = setTimeout(() => this.facets.wakeNow(), opened === 1 ? FIRST_FACETS_DELAY : FACETS_DELAY)
  }

  private handle<M extends RequestName>(method: M, arg: unknown): Promise<RequestResult<M>> {
    const handler: RequestHandler<M> = REQUESTS[method]
    return handler.answer(handler.read(arg), { viewer: this.viewer, services: this.services })
  }
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(REQUESTS, name)
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'Error'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A log that has crashed is told as a notice, and every request of the viewer is answered with it. */
function ignoreClosedLog(): null {
  return null
}
