import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { details, openEvent, rowsWith, search, waitForNoRow, waitForRow } from '../e2e/viewer.ts'
import { expectAccessible } from '../helpers/accessibility.ts'
import { browser } from '../helpers/browser.ts'
import { logEvent } from '../helpers/collector.ts'

const openViewer = async (events: readonly unknown[]): Promise<Page> => (await browser.openViewer([events])).page

/** Once the types are counted: their switches move the button to the right. */
async function openMenu(page: Page): Promise<void> {
  await page.getByRole('group', { name: 'Event types' }).getByRole('button').first().waitFor()
  await page.getByRole('button', { name: 'Saved filters and highlights' }).click()
}

const menu = (page: Page) => page.getByRole('dialog', { name: 'Saved filters and highlights' })
const colorOf = (page: Page, text: string) => rowsWith(page, text).first().getAttribute('data-highlight')

test('a rule colours the rows its search finds, payload included, hides none, and stays over a reload', async () => {
  const page = await openViewer([
    { ...logEvent('Hot.'), payload: { message: 'Hot.', context: { secret: 'needle' } } },
    logEvent('Cold.'),
  ])
  await waitForRow(page, 'Cold.')
  await openMenu(page)
  await menu(page).getByLabel('Search to highlight').fill('needle')
  await menu(page).getByRole('button', { name: 'Highlight', exact: true }).click()
  await expect.poll(() => colorOf(page, 'Hot.')).toBe('amber')
  await expect.poll(() => colorOf(page, 'Cold.')).toBeNull()

  await page.reload()
  await expect.poll(() => colorOf(page, 'Hot.')).toBe('amber')
  await openMenu(page)
  await menu(page).getByRole('switch', { name: 'Highlight needle' }).click()
  await expect.poll(() => colorOf(page, 'Hot.')).toBeNull()
  await waitForRow(page, 'Cold.')
})

test('a search turns into a highlight with one key', async () => {
  const page = await openViewer([logEvent('Hot.'), logEvent('Cold.')])
  await waitForRow(page, 'Cold.')
  await search(page, 'hot')
  await waitForNoRow(page, 'Cold.')
  await page.getByRole('grid', { name: 'Events' }).focus()
  await page.keyboard.press('h')
  await waitForRow(page, 'Cold.')
  await expect.poll(() => colorOf(page, 'Hot.')).toBe('amber')
})

test('a rule about pins colours an event as soon as it is pinned', async () => {
  const page = await openViewer([logEvent('Hot.'), logEvent('Cold.')])
  await openMenu(page)
  await menu(page).getByLabel('Search to highlight').fill('pinned:true')
  await menu(page).getByRole('button', { name: 'Highlight', exact: true }).click()
  await page.keyboard.press('Escape')
  await openEvent(page, 'Hot.')
  await expect.poll(() => colorOf(page, 'Hot.')).toBeNull()
  await page.keyboard.press('P')
  await expect.poll(() => colorOf(page, 'Hot.')).toBe('amber')
  await page.keyboard.press('P')
  await expect.poll(() => colorOf(page, 'Hot.')).toBeNull()
})

test('a highlight that cannot be understood says why, and is not added', async () => {
  const page = await openViewer([logEvent('Hot.')])
  await waitForRow(page, 'Hot.')
  await openMenu(page)
  await menu(page).getByLabel('Search to highlight').fill('duration:>abc')
  await menu(page).getByRole('alert').waitFor()
  expect(await menu(page).getByRole('button', { name: 'Highlight', exact: true }).isDisabled()).toBe(true)
})

test('a saved filter narrows the log again, from the menu and from the palette', async () => {
  const page = await openViewer([logEvent('Hot.'), logEvent('Cold.')])
  await waitForRow(page, 'Cold.')
  await search(page, 'hot')
  await waitForNoRow(page, 'Cold.')
  await openMenu(page)
  await menu(page).getByLabel('Name of the filter').fill('What is hot')
  await menu(page).getByRole('button', { name: 'Save filter' }).click()
  await page.keyboard.press('Escape')
  for (const apply of [
    async () => {
      await openMenu(page)
      await menu(page).getByRole('button', { name: 'What is hot', exact: true }).click()
    },
    async () => {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: /command/i }).fill('what is hot')
      await page.getByRole('option', { name: 'Filter: What is hot' }).first().click()
    },
  ]) {
    await search(page, '')
    await waitForRow(page, 'Cold.')
    await page.getByRole('grid', { name: 'Events' }).focus()
    await apply()
    await waitForNoRow(page, 'Cold.')
  }
})

test('b jumps to the next pinned event, and says when there is none', async () => {
  const page = await openViewer([logEvent('Hot.'), logEvent('Mild.'), logEvent('Cold.')])
  await openEvent(page, 'Mild.')
  await page.keyboard.press('P')
  await rowsWith(page, 'Mild.').getByLabel('pinned').waitFor()
  await page.keyboard.press('g')
  await details(page).getByRole('heading', { name: 'Hot.' }).waitFor()
  await page.keyboard.press('b')
  await details(page).getByRole('heading', { name: 'Mild.' }).waitFor()
  await page.keyboard.press('b')
  await page.getByText('No pinned event further down.').waitFor()
})

test('a note is written with a key, shows in the list, and goes with the pin, which can be undone', async () => {
  const page = await openViewer([logEvent('Hot.')])
  await openEvent(page, 'Hot.')
  await page.keyboard.press('n')
  await details(page).getByLabel('Note', { exact: true }).last().fill('Ask Ada')
  await page.keyboard.press('Enter')
  await rowsWith(page, 'Hot.').getByText('Ask Ada').waitFor()
  await details(page).getByRole('button', { name: 'Pin' }).click()
  await rowsWith(page, 'Hot.').getByText('Ask Ada').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await rowsWith(page, 'Hot.').getByText('Ask Ada').waitFor()
})

test('menu, highlights and notes have no accessibility violation, in either theme', async () => {
  const page = await openViewer([logEvent('Hot.'), logEvent('Cold.')])
  await openEvent(page, 'Hot.')
  await page.keyboard.press('n')
  await openMenu(page)
  await menu(page).getByLabel('Search to highlight').fill('hot')
  await menu(page).getByRole('button', { name: 'Highlight', exact: true }).click()
  await expect.poll(() => colorOf(page, 'Hot.')).toBe('amber')
  await expectAccessible(page)
})
