import { Menu, Tray } from 'electron'
import type { CollectorStatus } from '../../shared/messages.ts'

export interface TrayOptions {
  readonly iconFile: string
  status(): CollectorStatus
  show(): void
  quit(): void
}

/** A menu is rebuilt as a whole, on Linux over the desktop's bus: not at every event. */
const REFRESH_MS = 1000

/** Shows that Tattler is collecting while no window is open. Returns the way to remove it. */
export function showTray({ iconFile, status, show, quit }: TrayOptions): () => void {
  const tray = new Tray(iconFile)
  let shown = ''

  function refresh(): void {
    const { events, addresses } = status()
    const count = `${events.toLocaleString('en')} ${events === 1 ? 'event' : 'events'}`
    if (count === shown) return
    shown = count
    tray.setToolTip(`Tattler: ${count}`)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: count, enabled: false },
        { label: `Listening on ${addresses.join(', ')}`, enabled: false },
        { type: 'separator' },
        { label: 'Show', click: show },
        { label: 'Quit', click: quit },
      ]),
    )
  }

  tray.on('click', show)
  refresh()
  const timer = setInterval(refresh, REFRESH_MS)
  return () => {
    clearInterval(timer)
    tray.destroy()
  }
}
