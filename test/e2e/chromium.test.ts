import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testMainJob } from './main-job.ts'
import { launchChromium, makeDataDir, type Served, startServe } from './tattler.ts'
import { waitForRow } from './viewer.ts'

describe('the viewer as a web page', () => {
  const { dataDir, remove } = makeDataDir()
  let served: Served
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    served = await startServe(dataDir)
    browser = await launchChromium()
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
    remove()
  })

  it('opens at the printed address and says how to send a first event', async () => {
    await page.goto(`${served.url}/?token=${served.token}`)
    await page.getByText('curl').first().waitFor()
    expect(page.url()).not.toContain(served.token)
  })

  testMainJob(() => ({ page, url: served.url }))

  it('shows nothing without the token', async () => {
    const stranger = await browser.newContext()
    const strange = await stranger.newPage()
    await strange.goto(served.url)
    expect(await strange.getByRole('grid').count()).toBe(0)
    await stranger.close()
  })

  it('shows the same events after a restart, to who has the new token', async () => {
    await served.stop()
    served = await startServe(dataDir)
    await page.goto(`${served.url}/?token=${served.token}`)
    await waitForRow(page, 'The newest')
  })
})
