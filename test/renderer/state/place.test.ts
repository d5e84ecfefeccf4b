import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openEvent, search, waitForNoRow, waitForRow } from '../../e2e/viewer.ts'
import { browser } from '../../helpers/browser.ts'
import { logEvent, postEvents, shareCollector } from '../../helpers/collector.ts'

const steps = Array.from({ length: 400 }, (_, index) => logEvent(`Step ${index}.`))
const collector = shareCollector([...steps, { ...logEvent('The last one.'), nested: [logEvent('Inside.')] }])

const grid = (page: Page) => page.getByRole('grid', { name: 'Events' })
const pane = (page: Page) => page.getByRole('region', { name: 'Event details' })

/** The rows on screen, each with the place of its top edge. */
const shown = (page: Page) =>
  grid(page).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return [...element.querySelectorAll<HTMLElement>('[data-index]')]
      .map((row) => ({ text: row.textContent, at: Math.round(row.getBoundingClientRect().top) }))
      .filter(({ at }) => at > top && at < bottom)
      .sort((a, b) => a.at - b.at)
  })

test('a page that is loaded again has the same filter, rows in the same places, event and details', async () => {
  const page = await browser.openPage(collector())
  await waitForRow(page, 'The last one.')
  await search(page, 'step')
  await waitForNoRow(page, 'The last one.')
  await grid(page).focus()
  await page.keyboard.press('g')
  await grid(page).getByRole('row', { selected: true }).filter({ hasText: 'Step 0.' }).waitFor()
  await grid(page).evaluate((element) => {
    element.scrollTop = 4321
  })
  await openEvent(page, 'Step 160.')
  await pane(page).getByText('#161 · seq').waitFor()
  const before = await shown(page)
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('tattler-place'))).toContain('"selected":161')
  await page.reload()
  await pane(page).getByText('#161 · seq').waitFor()
  await expect.poll(() => shown(page)).toEqual(before)
  expect(await page.getByRole('status').filter({ hasText: 'crashed' }).count()).toBe(0)
  // Keys go on from there, and act on the event.
  await grid(page).focus()
  await page.keyboard.press('j')
  await pane(page).getByText('#162 · seq').waitFor()
})

test('a page that followed the newest event goes on following', async () => {
  const { page, collector } = await browser.openViewer([steps])
  await waitForRow(page, 'Step 399.')
  await page.reload()
  await waitForRow(page, 'Step 399.')
  await postEvents(collector, [logEvent('One more.')])
  await waitForRow(page, 'One more.')
})

test('another screen than that of the events comes back, and a new tab begins with the events', async () => {
  const page = await browser.openPage(collector())
  await page.getByRole('button', { name: 'Requests' }).click()
  const requests = page.getByRole('grid', { name: 'Requests' })
  await requests.waitFor()
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('tattler-place'))).toContain('requests')
  await page.reload()
  await requests.waitFor()
  const other = await browser.openPage(collector())
  await grid(other).waitFor()
})
