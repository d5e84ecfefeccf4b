import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { rowsWith, search, selectNewest } from '../../e2e/viewer.ts'
import { browser } from '../../helpers/browser.ts'
import { logEvent, queryEvent } from '../../helpers/collector.ts'

const pane = (page: Page) => page.getByRole('region', { name: 'Event details' })
const dialog = (page: Page) => page.getByRole('dialog', { name: /^Forget event/ })
const holds = (page: Page, text: string) =>
  page.locator('body').evaluate((body, it) => body.outerHTML.includes(it), text)

async function ask(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox').last().fill('Forget this event')
  await page.keyboard.press('Enter')
  await dialog(page).waitFor()
}

test('the selected event is forgotten once that is confirmed, and not before', async () => {
  const { page } = await browser.openViewer([[logEvent('keep me'), logEvent('my word is x')]])
  await selectNewest(page, 'my word is x')
  await ask(page)
  expect(await dialog(page).textContent()).toContain('my word is x')
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  await ask(page)
  // Enter alone does nothing that cannot be undone.
  await page.keyboard.press('Enter')
  await dialog(page).waitFor({ state: 'detached' })
  expect(await rowsWith(page, 'my word is x').count()).toBe(1)
  await ask(page)
  await page.getByRole('button', { name: 'Forget it' }).click()
  await page.getByText('Event 2 is forgotten.').waitFor()
  await dialog(page).waitFor({ state: 'detached' })
  await expect.poll(() => rowsWith(page, 'my word is x').count()).toBe(0)
  expect(await rowsWith(page, 'keep me').count()).toBe(1)
})

test('what is forgotten is gone from the details, in other viewers and below its parent, and the counts are right', async () => {
  const nested = { ...queryEvent('SELECT 1'), nested: [logEvent('my word is x')] }
  const { page, collector } = await browser.openViewer([[logEvent('keep me'), nested]])
  const other = await browser.openPage(collector)
  for (const viewer of [page, other]) {
    await selectNewest(viewer, 'my word is x')
    await viewer.keyboard.press('Enter')
    await pane(viewer).getByText('#3 · seq').waitFor()
  }
  await ask(page)
  await page.getByRole('button', { name: 'Forget it' }).click()
  for (const viewer of [page, other]) {
    await pane(viewer).waitFor({ state: 'detached' })
    await expect.poll(() => holds(viewer, 'my word is x')).toBe(false)
    await viewer.getByRole('button', { name: 'log: 1' }).waitFor()
    await viewer.getByRole('button', { name: 'query: 1' }).waitFor()
  }
  await search(page, 'keep')
  await page.getByRole('button', { name: 'query: 0' }).waitFor()
  await page.getByRole('button', { name: 'log: 1' }).waitFor()
})
