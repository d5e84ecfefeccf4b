import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { launchChromium } from '../e2e/tattler.ts'
import { postEvents, startTestCollector, type TestCollector } from './collector.ts'

export interface ViewerOptions extends BrowserContextOptions {
  /** What the viewer kept from an earlier start. */
  readonly settings?: Record<string, unknown>
}

export interface OpenedViewer {
  readonly page: Page
  readonly collector: TestCollector
}

/** Opens viewers in one Chromium for all tests of a file, each in a window of its own that closes with its test. */
export interface ViewerBrowser {
  /** The viewer of a collector. */
  openPage(collector: TestCollector, options?: ViewerOptions): Promise<Page>
  /** The viewer of a new collector, which holds these documents. */
  openViewer(documents: readonly unknown[], options?: ViewerOptions): Promise<OpenedViewer>
}

/** Starts Chromium before the tests of a file, and ends it after them. */
export function shareBrowser(): ViewerBrowser {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())

  async function openPage(collector: TestCollector, options: ViewerOptions = {}): Promise<Page> {
    const { settings, ...contextOptions } = options
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions })
    onTestFinished(() => context.close())
    if (settings) {
      await context.addInitScript((state) => {
        if (!localStorage.getItem('tattler')) localStorage.setItem('tattler', JSON.stringify({ state, version: 0 }))
      }, settings)
    }
    const page = await context.newPage()
    await page.goto(collector.viewerUrl)
    return page
  }

  return {
    openPage,
    openViewer: async (documents, options) => {
      const collector = await startTestCollector()
      for (const document of documents) await postEvents(collector, document)
      return { page: await openPage(collector, options), collector }
    },
  }
}
