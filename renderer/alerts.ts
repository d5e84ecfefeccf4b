import { type Alert, alertTitle } from '../shared/alerts.ts'
import type { EventId } from '../shared/event.ts'
import type { Backend } from './backend.ts'

/**
 * Shows alerts as notifications of the browser, and selects the event of one that is clicked. In the desktop window the
 * main process shows them, because it hears of events while no window is open.
 */
export function watchAlerts(backend: Backend, select: (event: EventId) => void): void {
  if (window.tattler) {
    window.tattler.onSelect(select)
    return
  }
  backend.onFeed((message) => {
    if (message.type === 'alert' && canNotify() && !document.hasFocus()) notify(message.alert, select)
  })
}

function canNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted'
}

function notify(alert: Alert, select: (event: EventId) => void): void {
  const notification = new Notification(alertTitle(alert), { body: alert.summary, silent: true, tag: alert.kind })
  notification.onclick = () => {
    window.focus()
    notification.close()
    select(alert.id)
  }
}
