import type { WebSocket } from 'ws'
import type { Alert } from '../../shared/alerts.ts'
import type { EventId } from '../../shared/event.ts'
import type { CollectorStatus } from '../../shared/messages.ts'
import type { ViewerServices } from './requests/request.ts'
import { ViewerConnection } from './viewer-connection.ts'

/** Between two messages about the collector's state, ms. */
const STATUS_INTERVAL = 500
/** Code of WebSocket for a server that is back in a moment. */
const SERVICE_RESTART = 1012

/** All viewers: each is woken after a commit and told of the collector's state. */
export class Feed {
  private readonly services: ViewerServices
  private readonly status: () => CollectorStatus
  private readonly viewers = new Set<ViewerConnection>()
  private lastViewer = 0
  private statusTimer: NodeJS.Timeout | undefined

  constructor(services: ViewerServices, status: () => CollectorStatus) {
    this.services = services
    this.status = status
  }

  add(socket: WebSocket): void {
    const viewer = new ViewerConnection(++this.lastViewer, socket, this.services, this.status)
    this.viewers.add(viewer)
    socket.on('close', () => this.viewers.delete(viewer))
    viewer.wakeStatus()
  }

  /** Events were stored, or went away. */
  logChanged(): void {
    for (const viewer of this.viewers) viewer.wake()
    this.statusChanged()
  }

  tellAlert(alert: Alert): void {
    for (const viewer of this.viewers) viewer.tellAlert(alert)
  }

  /** An event was deleted for good. */
  tellForgotten(id: EventId): void {
    for (const viewer of this.viewers) void viewer.send({ type: 'event/forgotten', id })
  }

  statusChanged(): void {
    this.statusTimer ??= setTimeout(() => {
      this.statusTimer = undefined
      for (const viewer of this.viewers) viewer.wakeStatus()
      // The rate falls when nothing happens any more, so nothing else would tell of it.
      if (this.status().rate > 0) this.statusChanged()
    }, STATUS_INTERVAL)
  }

  /** The log that has their views has died: they open them again on a new connection. */
  reconnectAll(): void {
    for (const viewer of this.viewers) viewer.close(SERVICE_RESTART, 'the event log is started again')
  }

  close(): void {
    clearTimeout(this.statusTimer)
  }
}
