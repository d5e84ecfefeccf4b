import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { PATIENCE } from '../helpers/patience.ts'
import { launchChromium, makeDataDir, type Served, startServe } from './tattler.ts'

/** `tattler serve`, and its viewer as a page of Chromium. */
export interface ServedViewer {
  readonly browser: Browser
  readonly page: Page
  readonly served: Served
  /** Ends Tattler and starts it again on the same data. */
  restart(): Promise<void>
}

/** Starts both before the tests of a file, and ends them after these; the address with the token is for them to open. */
export function serveViewer(): () => ServedViewer {
  const { dataDir, remove } = makeDataDir()
  let served: Served
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    served = await startServe(dataDir)
    browser = await launchChromium()
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(PATIENCE)
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
    remove()
  })
  return () => ({
    browser,
    page,
    served,
    restart: async () => {
      await served.stop()
      served = await startServe(dataDir)
    },
  })
}

/** Opens the printed address. */
export async function openServed({ page, served }: ServedViewer): Promise<void> {
  await page.goto(`${served.url}/?token=${served.token}`)
}
