import type { Locator, Page } from 'playwright-core'

/** The rows of the list that hold `text`. */
export function rowsWith(page: Page, text: string): Locator {
  return page.getByRole('grid', { name: 'Events' }).getByRole('row').filter({ hasText: text })
}

export async function waitForRow(page: Page, text: string): Promise<void> {
  await rowsWith(page, text).first().waitFor()
}

export async function waitForNoRow(page: Page, text: string): Promise<void> {
  await rowsWith(page, text).first().waitFor({ state: 'detached' })
}

/** Selects the newest event by key: under a pointer, rows still move while events come in, and a click is lost. */
export async function selectNewest(page: Page, text: string): Promise<void> {
  await waitForRow(page, text)
  const grid = page.getByRole('grid', { name: 'Events' })
  await grid.focus()
  await page.keyboard.press('End')
  await grid.getByRole('row', { selected: true }).filter({ hasText: text }).waitFor()
}

/** Opens the event whose row holds `text`, and waits until it is the one in the details. */
export async function openEvent(page: Page, text: string): Promise<void> {
  await rowsWith(page, text).first().click()
  await details(page).getByRole('heading', { level: 2 }).filter({ hasText: text }).waitFor()
}

/** Types a search text; Enter closes the suggestions, which would lie over the list. */
export async function search(page: Page, text: string): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Search events' })
  await field.fill(text)
  await field.press('Enter')
}

/** No key reaches the viewer below a dialog, nor in the moment in which one that closed goes away. */
export async function waitForClosed(page: Page): Promise<void> {
  await page.locator('dialog').waitFor({ state: 'detached' })
}

export function details(page: Page): Locator {
  return page.getByRole('region', { name: 'Event details' })
}
