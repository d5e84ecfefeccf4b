import type { Page } from 'playwright-core'

/** What a page did that hostile content would make it do. */
export interface PageWatch {
  /** Scripts of hostile content that told of themselves. */
  readonly scripts: string[]
  readonly requests: string[]
  readonly navigations: string[]
  readonly dialogs: string[]
  readonly popups: string[]
}

/** Watches a page from now on; `allow` tells which requests are the page's own. */
export async function watchPage(page: Page, allow: (url: string) => boolean): Promise<PageWatch> {
  const watch: PageWatch = { scripts: [], requests: [], navigations: [], dialogs: [], popups: [] }
  page.on('console', (message) => {
    if (/^(?:message: )?hacked by/.test(message.text())) watch.scripts.push(message.text())
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith('data:') && !allow(url)) watch.requests.push(url)
  })
  page.on('framenavigated', (frame) => {
    const url = frame.url()
    if (!['about:srcdoc', 'about:blank', ''].includes(url) && !allow(url)) watch.navigations.push(url)
  })
  page.on('dialog', (dialog) => {
    watch.dialogs.push(dialog.message())
    dialog.dismiss().catch(() => {})
  })
  page.on('popup', (popup) => watch.popups.push(popup.url()))
  page.on('download', (download) => watch.navigations.push(download.url()))
  await page.evaluate(() => addEventListener('message', ({ data }) => console.log(`message: ${String(data)}`)))
  return watch
}

export const NOTHING: PageWatch = { scripts: [], requests: [], navigations: [], dialogs: [], popups: [] }
