import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeLog, makeQuery, sendEvents } from './send.ts'
import { launchChromium, makeDataDir, type Served, startServe } from './tattler.ts'
import { details, rowsWith, search, waitForNoRow, waitForRow } from './viewer.ts'

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

  it('shows events as they arrive', async () => {
    await sendEvents(served.url, [makeLog('Order 1001 placed'), makeQuery('SELECT * FROM stock', 'mysql')])
    await waitForRow(page, 'Order 1001 placed')
    await waitForRow(page, 'SELECT * FROM stock')
  })

  it('filters by search text', async () => {
    await search(page, 'type:query')
    await waitForNoRow(page, 'Order 1001 placed')
    expect(await rowsWith(page, 'SELECT * FROM stock').count()).toBe(1)
    await search(page, '')
    await waitForRow(page, 'Order 1001 placed')
  })

  it('opens an event', async () => {
    await rowsWith(page, 'Order 1001 placed').click()
    await page.keyboard.press('Enter')
    await details(page).getByText('Order 1001 placed').first().waitFor()
  })

  it('stays where the user reads, and says how many came since', async () => {
    await sendEvents(
      served.url,
      Array.from({ length: 200 }, (_, index) => makeLog(`Step ${index + 1} of 200`)),
    )
    await page.getByRole('button', { name: '200 new' }).click()
    await waitForRow(page, 'Step 200 of 200')
  })

  it('follows the newest events again', async () => {
    await sendEvents(served.url, [makeLog('The newest')])
    await waitForRow(page, 'The newest')
  })

  it('shows nothing without the token', async () => {
    const stranger = await browser.newContext()
    const strange = await stranger.newPage()
    await strange.goto(served.url)
    expect(await strange.getByRole('grid').count()).toBe(0)
    await stranger.close()
  })
})
