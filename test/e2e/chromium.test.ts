import { describe, expect, it } from 'vitest'
import { testMainJob } from './main-job.ts'
import { openServed, serveViewer } from './served-viewer.ts'
import { waitForRow } from './viewer.ts'

describe('the viewer as a web page', () => {
  const viewer = serveViewer()

  it('opens at the printed address and says how to send a first event', async () => {
    const { page, served } = viewer()
    await openServed(viewer())
    await page.getByText('curl').first().waitFor()
    expect(page.url()).not.toContain(served.token)
  })

  testMainJob(() => ({ page: viewer().page, url: viewer().served.url }))

  it('shows nothing without the token', async () => {
    const { browser, served } = viewer()
    const stranger = await browser.newContext()
    const strange = await stranger.newPage()
    await strange.goto(served.url)
    expect(await strange.getByRole('grid').count()).toBe(0)
    await stranger.close()
  })

  it('shows the same events after a restart, to who has the new token', async () => {
    await viewer().restart()
    await openServed(viewer())
    await waitForRow(viewer().page, 'The newest')
  })
})
