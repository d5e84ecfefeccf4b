import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, dialog, session } from 'electron'
import type { MenuAction, ViewerConnection } from '../../shared/desktop.ts'
import type { EventId } from '../../shared/event.ts'
import type { Collector, startCollector } from '../collector.ts'
import { defaultDataDir } from '../data-dir.ts'
import { type LogThread, startLogThread } from '../log/client.ts'
import { readSettings, withSmtpPort } from '../settings.ts'
import { confinePages } from './confine.ts'
import { confirmCommand } from './confirm-command.ts'
import { chooseFolder } from './folder.ts'
import { handle, push } from './ipc.ts'
import { setApplicationMenu } from './menu.ts'
import { notifyOf } from './notifications.ts'
import { readStartOptions, type StartOptions } from './start-options.ts'
import { showTray } from './tray.ts'
import { registerViewerScheme, restrictPermissions, serveViewer, VIEWER_URL } from './viewer-page.ts'
import { openWindow } from './window.ts'

const built = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const workerFile = new URL('./worker.js', import.meta.url)
const asset = (name: string) => join(app.getAppPath(), 'assets', name)

/** The page in the window: the built viewer, or in development the one that a server rebuilds as it changes. */
const viewerUrl = (!app.isPackaged && process.env.TATTLER_VIEWER_URL) || VIEWER_URL

run().catch((error: unknown) => {
  dialog.showErrorBox('Tattler could not start', error instanceof Error ? error.message : String(error))
  app.exit(1)
})

async function run(): Promise<void> {
  const options = readStartOptions(process.argv.slice(1))
  const dataDir = options.dataDir ?? defaultDataDir()
  // The single instance lock lies in this folder: one Tattler for each data folder.
  const windowDir = join(dataDir, 'window')
  mkdirSync(windowDir, { recursive: true, mode: 0o700 })
  app.setPath('userData', windowDir)
  if (!app.requestSingleInstanceLock()) return app.exit(0)

  registerViewerScheme()
  // The log takes longest to open: that begins before the rest of the code is read, and before Electron is ready.
  const logThread = startLogThread(workerFile, dataDir)
  const code = import('../collector.ts')
  await app.whenReady()
  const starting = code.then(({ startCollector: start }) => startOrAsk(start, logThread, dataDir, options))
  // The window is made meanwhile, and shows itself once its page is there.
  const connection = starting.then(toConnection, never)
  serveViewer(
    built('../renderer'),
    connection.then(({ url }) => new URL(url).origin),
  )
  restrictPermissions(session.defaultSession)
  confinePages(viewerUrl)
  handle('desktop/connection', viewerUrl, () => connection)
  handle('desktop/choose-folder', viewerUrl, chooseFolder)
  const window = manageWindow(join(windowDir, 'bounds.json'))
  handle('desktop/toggle-on-top', viewerUrl, window.toggleOnTop)
  setApplicationMenu(window.send)
  app.on('second-instance', window.show)
  app.on('activate', window.show)
  // Without a listener Electron quits with its last window; Tattler goes on collecting.
  app.on('window-all-closed', () => {})
  window.show()

  const collector = await starting
  if (!collector) return app.exit(0)
  const removeTray = showTray({
    iconFile: asset(process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
    status: collector.status,
    show: window.show,
    quit: app.quit,
  })
  notifyOf(collector, window.isFocused, window.select)
  app.on('will-quit', (event) => {
    event.preventDefault()
    removeTray()
    void closeAndExit(collector)
  })
}

/** What the page needs to reach the collector; nothing where the user gave up on starting it, and Tattler ends. */
function toConnection(collector: Collector | undefined): Promise<ViewerConnection> {
  if (!collector) return never()
  return Promise.resolve({ url: `${collector.url.replace(/^http/, 'ws')}/viewer`, token: collector.token })
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}

/** Starts the collector; when its port is taken, asks for another until there is one or the user gives up. */
async function startOrAsk(
  start: typeof startCollector,
  firstThread: LogThread,
  dataDir: string,
  options: StartOptions,
): Promise<Collector | undefined> {
  let logThread = firstThread
  const settings = withSmtpPort(readSettings(dataDir), options.smtpPort)
  for (let port = options.port ?? settings.port; ; port++) {
    try {
      return await start({
        dataDir,
        port,
        alsoPorts: options.alsoPorts,
        host: options.host,
        settings,
        viewerDir: built('../renderer'),
        workerFile,
        logThread,
        confirmCommand,
      })
    } catch (error) {
      if (!isPortTaken(error)) throw error
      logThread = startLogThread(workerFile, dataDir)
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        message: `Port ${port} is taken`,
        detail: `${error.message}\n\nApps that report to port ${port} will not reach Tattler on another one.`,
        buttons: [`Use Port ${port + 1}`, 'Quit'],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      })
      if (response !== 0) return undefined
    }
  }
}

function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'port-taken'
}

/** At most one window: `show` opens or raises it, `send` tells it what the menu asks. */
function manageWindow(stateFile: string) {
  let current: BrowserWindow | undefined

  function show(): void {
    if (current) {
      if (current.isMinimized()) current.restore()
      current.show()
      current.focus()
      return
    }
    current = openWindow({
      viewerUrl,
      preloadFile: built('../preload/preload.cjs'),
      iconFile: asset('icon.png'),
      stateFile,
    })
    current.on('closed', () => {
      current = undefined
    })
  }

  /** Shows an event in the window, as soon as it is there. */
  function select(event: EventId): void {
    const isOpen = current !== undefined
    show()
    const page = current?.webContents
    if (!page) return
    if (isOpen) push(page, 'desktop/select', event)
    else page.once('did-finish-load', () => push(page, 'desktop/select', event))
  }

  function toggleOnTop(): boolean {
    current?.setAlwaysOnTop(!current.isAlwaysOnTop())
    return current?.isAlwaysOnTop() === true
  }

  function send(action: MenuAction): void {
    if (current) push(current.webContents, 'desktop/menu', action)
    else show()
  }

  return { show, send, select, toggleOnTop, isFocused: () => current?.isFocused() === true }
}

async function closeAndExit(collector: Collector): Promise<void> {
  try {
    await collector.close()
    app.exit(0)
  } catch (error) {
    dialog.showErrorBox('Tattler could not close the event log', String(error))
    app.exit(1)
  }
}
