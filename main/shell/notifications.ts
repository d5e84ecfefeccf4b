import { Notification } from 'electron'
import { alertTitle } from '../../shared/alerts.ts'
import type { EventId } from '../../shared/event.ts'
import type { Collector } from '../collector.ts'

/** Shows what the user asked to be told of as the system's notifications, while the window is not what they look at. */
export function notifyOf(collector: Collector, isWatched: () => boolean, select: (event: EventId) => void): void {
  // A notification that nothing holds is collected, and its click lost.
  const shown = new Set<Notification>()
  collector.onAlert((alert) => {
    if (isWatched() || !Notification.isSupported()) return
    const notification = new Notification({ title: alertTitle(alert), body: alert.summary, silent: true })
    shown.add(notification)
    notification.on('close', () => shown.delete(notification))
    notification.on('click', () => {
      shown.delete(notification)
      select(alert.id)
    })
    notification.show()
  })
}
