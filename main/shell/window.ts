import { BrowserWindow, nativeTheme, screen } from 'electron'
import { MAIL_FRAME_PATH } from '../listeners/viewer-files.ts'
import { fitBounds, readWindowState, writeWindowState } from './bounds.ts'
import { askToOpen } from './external.ts'

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
  confine(window, viewerUrl)
  void window.loadURL(viewerUrl)
  return window
}

/** Keeps the window on the viewer, with no other page in it than the one around a mail: links to elsewhere are asked about, everything else is refused. */
function confine(window: BrowserWindow, viewerUrl: string): void {
  const page = window.webContents
  page.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && event.url === viewerUrl) return
    if (!event.isMainFrame && event.url === new URL(MAIL_FRAME_PATH, viewerUrl).href) return
    event.preventDefault()
    if (event.isMainFrame) void askToOpen(window, event.url)
  })
  page.on('will-redirect', (event) => event.preventDefault())
  page.on('will-attach-webview', (event) => event.preventDefault())
  page.setWindowOpenHandler(({ url }) => {
    void askToOpen(window, url)
    return { action: 'deny' }
  })
}
