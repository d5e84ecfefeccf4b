import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { details, openEvent, rowsWith, waitForNoRow, waitForRow } from '../e2e/viewer.ts'
import { browser } from '../helpers/browser.ts'
import { logEvent, queryEvent } from '../helpers/collector.ts'

/*
 * What the web debug protocol (GitHub fe3dback/web-debug-proto) asks of its clients, where it is not tested beside the part
 * that does it: docs/web-debug-protocol.md has the whole list.
 */

const openViewer = async (events: readonly unknown[]): Promise<Page> => (await browser.openViewer([events])).page

describe('tags', () => {
  const openTags = async () => {
    const page = await openViewer([
      logEvent('outer', {
        tags: ['scope:web', 'slow'],
        nested: [logEvent('inner', { tags: ['db:redis', 'db:mysql'] })],
      }),
      logEvent('other', { tags: ['db:mysql', 'cached'] }),
    ])
    await waitForRow(page, 'other')
    await page.getByRole('button', { name: 'More tags' }).click()
    return { page, menu: page.getByRole('dialog', { name: 'More tags' }) }
  }

  test('C2, C5: of all events, nested ones too, become filters in alphabetical order', async () => {
    const { menu } = await openTags()
    await expect.poll(() => menu.getByRole('heading').allTextContents()).toEqual(['Flags', 'db', 'scope'])
    await expect
      .poll(() => menu.locator('label .mono').allTextContents())
      .toEqual(['cached', 'slow', 'mysql', 'redis', 'web'])
  })

  test('C3: with a colon are a choice of several values under the name on the left', async () => {
    const { page, menu } = await openTags()
    const values = menu.getByRole('group', { name: 'db' })
    await values.getByRole('checkbox', { name: /redis/ }).check()
    await waitForNoRow(page, 'other')
    await values.getByRole('checkbox', { name: /mysql/ }).check()
    await waitForRow(page, 'other')
    await page.getByRole('button', { name: 'Tag db' }).getByText('redis, mysql').waitFor()
  })

  test('C4: without a colon are checkboxes', async () => {
    const { page, menu } = await openTags()
    await menu.getByRole('checkbox', { name: /cached/ }).check()
    await waitForNoRow(page, 'outer')
    await waitForRow(page, 'other')
  })
})

test('C6: a range of importance from 1 to 8 filters at once', async () => {
  const page = await openViewer([1, 4, 8].map((importance) => logEvent(`level ${importance}`, { importance })))
  await waitForRow(page, 'level 8')
  const lowest = page.getByRole('slider', { name: 'Lowest importance' })
  const highest = page.getByRole('slider', { name: 'Highest importance' })
  expect([await lowest.getAttribute('min'), await highest.getAttribute('max')]).toEqual(['1', '8'])
  await lowest.fill('4')
  await waitForNoRow(page, 'level 1')
  await highest.fill('7')
  await waitForNoRow(page, 'level 8')
  await waitForRow(page, 'level 4')
})

test('C7: an event that failed stands out, by colour and by word', async () => {
  const page = await openViewer([logEvent('well', { success: true }), logEvent('badly', { success: false })])
  await rowsWith(page, 'badly').getByText('failed').waitFor()
  const background = (text: string) =>
    rowsWith(page, text).evaluate((element) => getComputedStyle(element).backgroundColor)
  expect(await background('badly')).not.toBe(await background('well'))
  expect(await rowsWith(page, 'well').getByText('failed').count()).toBe(0)
})

test.each(['light', 'dark'] as const)('C8: each level has a colour of its own (%s)', async (colorScheme) => {
  const levels = [1, 2, 3, 4, 5, 6, 7, 8]
  const page = await openViewer(levels.map((importance) => logEvent(`level ${importance}`, { importance })))
  await page.emulateMedia({ colorScheme })
  await waitForRow(page, 'level 8')
  const colors = await Promise.all(
    levels.map((level) =>
      rowsWith(page, `level ${level}`)
        .locator('.cell-level')
        .evaluate((element) => getComputedStyle(element).color),
    ),
  )
  expect(new Set(colors).size).toBe(8)
})

test('C13: queries and their time are summed by target', async () => {
  const page = await openViewer(Array.from({ length: 7 }, (_, n) => queryEvent(`SELECT ${n}`, { duration: 30 })))
  await page.getByRole('contentinfo').getByText('mysql 7 requests, 210 ms').first().waitFor()
})

test('C16, C17: the HTML of a mail is shown as highlighted source, and as a page in a sandbox', async () => {
  const page = await openViewer([
    { type: 'email', payload: { subject: 'Hi', body: '<p class="x">Hello</p>', from: 'a@x.test', to: ['b@x.test'] } },
  ])
  await openEvent(page, 'Hi')
  const frame = details(page).locator('iframe')
  await frame.waitFor()
  expect(await frame.getAttribute('sandbox')).not.toMatch(/allow-(scripts|forms|popups|top-navigation)/)
  await details(page).getByRole('tab', { name: 'HTML' }).click()
  const tag = details(page).locator('.cm-content span', { hasText: /^p$/ }).first()
  await tag.waitFor()
  const color = (name: string) =>
    details(page)
      .locator(name)
      .first()
      .evaluate((element) => getComputedStyle(element).color)
  expect(await tag.evaluate((element) => getComputedStyle(element).color)).not.toBe(await color('.cm-content'))
})
