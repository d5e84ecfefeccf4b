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

export async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Search events' }).fill(text)
}

export function details(page: Page): Locator {
  return page.getByRole('region', { name: 'Event details' })
}
