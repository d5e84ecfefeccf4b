import type { WebSocket } from 'ws'
import type { FeedMessage, RequestName, RequestResult, ViewerReply } from '../../shared/messages.ts'
import type { LogStats } from '../log/api.ts'
import type { AsyncLogApi } from '../log/event-log.ts'
import { ARGUMENTS, RequestError, readRequest } from './viewer-requests.ts'

/** Between two messages about new rows, ms: two frames, so that a burst costs the viewer one repaint. */
const CHANGE_INTERVAL = 30
/** Between two messages about facets, ms. */
const FACETS_INTERVAL = 250
/** Work for one viewer takes at most this share of the time, however large the log is. */
const LOAD = 0.25

/** What a viewer may ask beyond the log. */
export interface ViewerServices {
  readonly log: AsyncLogApi
  stats(): LogStats
  sendTestEvent(): Promise<void>
}

/**
 * One viewer: answers its requests, and keeps its view up to date after each commit. It is told no faster than it reads:
 * the next message waits until the last one has left.
 */
export class ViewerConnection {
  private readonly viewer: number
  private readonly socket: WebSocket
  private readonly services: ViewerServices
  private generation: number
  private hasNews = false
  private facetsAreOld = false
  private facetsDue = 0
  private isRunning = false

  constructor(viewer: number, socket: WebSocket, services: ViewerServices) {
    this.viewer = viewer
    this.socket = socket
    this.services = services
    this.generation = services.stats().generation
    socket.on('message', (data: Buffer) => void this.answer(data.toString('utf8')))
    socket.on('close', () => void services.log.closeView(viewer))
  }

  /** Sends a message of the feed; resolves when it has left. */
  send(message: FeedMessage | ViewerReply): Promise<void> {
    if (this.socket.readyState !== this.socket.OPEN) return Promise.resolve()
    return new Promise((resolve) => this.socket.send(JSON.stringify(message), () => resolve()))
  }

  /** The log has changed. */
  wake(): void {
    this.hasNews = true
    void this.run()
  }

  private async run(): Promise<void> {
    if (this.isRunning) return
    this.isRunning = true
    try {
      while ((this.hasNews || this.facetsAreOld) && this.socket.readyState === this.socket.OPEN) {
        const start = performance.now()
        if (this.hasNews) await this.tellRows()
        if (this.facetsAreOld && performance.now() >= this.facetsDue) await this.tellFacets()
        const worked = performance.now() - start
        await sleep(Math.max(CHANGE_INTERVAL - worked, (worked * (1 - LOAD)) / LOAD, 0))
      }
    } catch {
      // The log is gone: its crash is told as a notice, and every request answers with it.
    } finally {
      this.isRunning = false
    }
  }

  private async tellRows(): Promise<void> {
    this.hasNews = false
    const { generation } = this.services.stats()
    if (generation !== this.generation) {
      this.generation = generation
      const state = await this.services.log.reopenView(this.viewer)
      if (state) await this.send({ type: 'view/reset', ...state })
      this.facetsAreOld = true
      return
    }
    const change = await this.services.log.advanceView(this.viewer)
    if (!change) return
    this.facetsAreOld = true
    await this.send({ type: 'view/changed', ...change })
  }

  private async tellFacets(): Promise<void> {
    const start = performance.now()
    this.facetsAreOld = false
    const facets = await this.services.log.viewFacets(this.viewer)
    if (facets) await this.send({ type: 'facets/changed', ...facets })
    this.facetsDue = performance.now() + Math.max(FACETS_INTERVAL, (performance.now() - start) / LOAD)
  }

  private async answer(text: string): Promise<void> {
    let seq = -1
    try {
      const request = readRequest(JSON.parse(text))
      seq = request.seq
      if (!isRequestName(request.method)) throw new RequestError(`there is no request ${request.method}`)
      await this.send({ seq, result: await this.handle(request.method, request.arg) })
      if (request.method === 'view/open') this.beginView()
    } catch (error) {
      await this.send({ seq, error: { code: codeOf(error), message: messageOf(error) } })
    }
  }

  /** Facets of a new view follow at once, and so do rows that came while it was opened. */
  private beginView(): void {
    this.facetsAreOld = true
    this.facetsDue = 0
    this.wake()
  }

  private handle<M extends RequestName>(method: M, arg: unknown): Promise<RequestResult<M>> {
    const handler: (arg: unknown) => Promise<RequestResult<M>> = this.handlers[method]
    return handler(arg)
  }

  private readonly handlers: { readonly [M in RequestName]: (arg: unknown) => Promise<RequestResult<M>> } = {
    'view/open': (arg) => this.services.log.openView(this.viewer, ARGUMENTS['view/open'](arg)),
    'view/page': (arg) => this.services.log.page(this.viewer, ARGUMENTS['view/page'](arg)),
    'view/locate': (arg) => this.services.log.locate(this.viewer, ARGUMENTS['view/locate'](arg)),
    'view/find': (arg) => this.services.log.find(this.viewer, ARGUMENTS['view/find'](arg)),
    'event/open': (arg) => this.services.log.event(ARGUMENTS['event/open'](arg)),
    'event/pin': async (arg) => {
      const { id, pinned } = ARGUMENTS['event/pin'](arg)
      await this.services.log.pin(id, pinned)
      return null
    },
    'log/totals': (arg) => this.services.log.totals(ARGUMENTS['log/totals'](arg)),
    'log/streams': (arg) => this.services.log.streams(ARGUMENTS['log/streams'](arg)),
    'log/query': (arg) => this.services.log.query(ARGUMENTS['log/query'](arg)),
    'log/clear': () => this.services.log.clear(),
    'log/undo-clear': async () => {
      if (!(await this.services.log.undoClear())) throw new RequestError('there is nothing to undo any more')
      return null
    },
    'collector/test-event': async () => {
      await this.services.sendTestEvent()
      return null
    },
  }
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(ARGUMENTS, name)
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'Error'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
