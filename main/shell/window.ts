import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import { fitBounds, readWindowState, writeWindowState } from './bounds.ts'

export interface WindowOptions {
  /** The viewer's page; the window never shows another. */
  readonly viewerUrl: string
  readonly preloadFile: string
  readonly iconFile: string
  /** Where the window's place and size are kept. */
  readonly stateFile: string
}

/** Opens the viewer's window where the last one was left. */
export function openWindow({ viewerUrl, preloadFile, iconFile, stateFile }: WindowOptions): BrowserWindow {
  const state = readWindowState(stateFile)
  const screens = screen.getAllDisplays().map((display) => display.workArea)
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(state && fitBounds(state, screens)),
    minWidth: 420,
    minHeight: 400,
    show: false,
    icon: iconFile,
    // The viewer's own background, so that opening does not flash.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0e1015' : '#f4f5f7',
    webPreferences: {
      preload: preloadFile,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (state?.isMaximized) window.maximize()
  window.setAlwaysOnTop(state?.isOnTop === true)
  window.once('ready-to-show', () => window.show())
  window.on('close', () =>
    writeWindowState(stateFile, {
      ...window.getNormalBounds(),
      isMaximized: window.isMaximized(),
      isOnTop: window.isAlwaysOnTop(),
    }),
  )
  reloadAfterCrash(window)
  void window.loadURL(viewerUrl)
  return window
}

/** A second crash within this time is asked about: a page that crashes as soon as it is loaded would do so for ever. ms. */
const CRASH_LOOP = 60_000

/** Loads the page again when its process is gone; the page itself comes back to where it was, and tells of it. */
function reloadAfterCrash(window: BrowserWindow): void {
  let lastCrash = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    const isAgain = Date.now() - lastCrash < CRASH_LOOP
    lastCrash = Date.now()
    if (isAgain) void askToReload(window, reason)
    else window.webContents.reload()
  })
}

async function askToReload(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: 'The window has crashed again',
    detail: `Its process is gone (${reason}). Tattler goes on collecting, and nothing is lost.`,
    buttons: ['Load It Again', 'Close the Window'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (window.isDestroyed()) return
  if (response === 0) window.webContents.reload()
  else window.destroy()
}
