import { app, BrowserWindow } from 'electron'
import { MAIL_FRAME_PATH } from '../listeners/viewer-files.ts'
import { askToOpen } from './external.ts'

/**
 * Keeps every page on the viewer, with no other in it than the one around a mail: links to elsewhere are asked about, everything
 * else is refused. Call it before the first page is made: it holds for each, whoever makes it.
 */
export function confinePages(viewerUrl: string): void {
  const mailFrame = new URL(MAIL_FRAME_PATH, viewerUrl).href
  app.on('web-contents-created', (_event, page) => {
    const ask = (address: string) => {
      const window = BrowserWindow.fromWebContents(page)
      if (window) void askToOpen(window, address)
    }
    page.on('will-frame-navigate', (event) => {
      if (event.url === (event.isMainFrame ? viewerUrl : mailFrame)) return
      event.preventDefault()
      if (event.isMainFrame) ask(event.url)
    })
    page.on('will-redirect', (event) => event.preventDefault())
    page.on('will-attach-webview', (event) => event.preventDefault())
    page.setWindowOpenHandler(({ url }) => {
      ask(url)
      return { action: 'deny' }
    })
  })
}

/** Whether this address is the viewer's page, wherever in it. */
export function isViewerPage(address: string, viewerUrl: string): boolean {
  if (!URL.canParse(address)) return false
  const [page, viewer] = [new URL(address), new URL(viewerUrl)]
  return page.protocol === viewer.protocol && page.host === viewer.host
}
