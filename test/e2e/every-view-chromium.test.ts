import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { expectAccessible } from '../helpers/accessibility.ts'
import { testEveryView } from './every-view.ts'
import { launchChromium, makeDataDir, type Served, startServe } from './tattler.ts'

describe('every view in a web page', () => {
  const { dataDir, remove } = makeDataDir()
  let served: Served
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    served = await startServe(dataDir)
    browser = await launchChromium()
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${served.url}/?token=${served.token}`)
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
    remove()
  })

  testEveryView(() => ({
    page,
    url: served.url,
    save: (start) => save(page, start),
    inspect: (within) => expectAccessible(page, within ? { within } : {}),
  }))
})

async function save(page: Page, start: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), start()])
  return readFileSync(await download.path(), 'utf8')
}
