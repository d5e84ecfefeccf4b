import { ipcMain, type WebContents } from 'electron'
import type { DesktopCalls, DesktopPushes } from './channels.ts'
import { isViewerPage } from './confine.ts'

/** Answers a question of the viewer's page, and of no other frame: not one inside it, nor a page it was led to. */
export function handle<C extends keyof DesktopCalls>(channel: C, viewerUrl: string, answer: DesktopCalls[C]): void {
  ipcMain.handle(channel, ({ senderFrame }) => {
    const isViewer = senderFrame?.parent === null && isViewerPage(senderFrame.url, viewerUrl)
    if (!isViewer) throw new Error(`${channel} is only for the viewer`)
    return answer()
  })
}

export function push<C extends keyof DesktopPushes>(page: WebContents, channel: C, message: DesktopPushes[C]): void {
  page.send(channel, message)
}
