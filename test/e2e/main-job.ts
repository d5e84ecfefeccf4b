import type { Page } from 'playwright-core'
import { it } from 'vitest'
import { makeLog, makeQuery, sendEvents } from './send.ts'
import { details, rowsWith, search, waitForNoRow, waitForRow } from './viewer.ts'

/** What a viewer is for, in order: the same in Electron's window and in a browser. `session` is asked once they run. */
export function testMainJob(session: () => { readonly page: Page; readonly url: string }): void {
  it('shows events as they arrive', async () => {
    const { page, url } = session()
    await sendEvents(url, [makeLog('Order 1001 placed'), makeQuery('SELECT * FROM stock', 'mysql')])
    await waitForRow(page, 'Order 1001 placed')
    await waitForRow(page, 'SELECT * FROM stock')
  })

  it('filters by search text', async () => {
    const { page } = session()
    await search(page, 'type:query')
    await waitForNoRow(page, 'Order 1001 placed')
    await waitForRow(page, 'SELECT * FROM stock')
    await search(page, '')
    await waitForRow(page, 'Order 1001 placed')
  })

  it('opens an event', async () => {
    const { page } = session()
    await rowsWith(page, 'Order 1001 placed').click()
    await page.keyboard.press('Enter')
    await details(page).getByText('Order 1001 placed').first().waitFor()
  })

  it('stays where the user reads, and says how many came since', async () => {
    const { page, url } = session()
    await sendEvents(
      url,
      Array.from({ length: 200 }, (_, index) => makeLog(`Step ${index + 1} of 200`)),
    )
    await page.getByRole('button', { name: '200 new' }).click()
    await waitForRow(page, 'Step 200 of 200')
  })

  it('follows the newest events again', async () => {
    const { page, url } = session()
    await sendEvents(url, [makeLog('The newest')])
    await waitForRow(page, 'The newest')
  })
}
