import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { testMailSafety } from './mail-safety.ts'
import { launchChromium, makeDataDir, type Served, startServe } from './tattler.ts'

describe('hostile mails in a web page', () => {
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

  testMailSafety(() => ({ page, url: served.url }))
})
