import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { rowsWith } from '../e2e/viewer.ts'
import { expectAccessible } from '../helpers/accessibility.ts'
import { browser } from '../helpers/browser.ts'
import { logEvent, postEvents, queryEvent, shareCollector } from '../helpers/collector.ts'

const at = (line: number) => ({ calledFrom: { file: 'src/cart.ts', line } })
const visit = (stream: string, events: readonly unknown[]) => ({ id: stream, version: 1, events })
const loop = (count: number, first = 1) =>
  Array.from({ length: count }, (_, n) => queryEvent(`SELECT * FROM prices WHERE id = ${first + n}`, at(3)))

const withValues = (query: string, more: Record<string, unknown> = {}) => ({
  type: 'query',
  payload: { target: 'mysql', query, syntax: 'sql', ...more },
})
const ofLength = (length: number) => withValues(`SELECT ${'a'.repeat(length - 7)}`)

const collector = shareCollector([
  visit('s1', [
    ...loop(12),
    queryEvent('SELECT * FROM carts', { duration: 240 }),
    queryEvent('SELECT name FROM users WHERE id = 70'),
    queryEvent('SELECT name FROM users WHERE id = 70'),
    queryEvent('SELECT 1', { duration: 20 }),
    logEvent('between'),
  ]),
  visit('s2', loop(2, 90)),
  visit(
    's3',
    Array.from({ length: 5 }, () => queryEvent('SELECT * FROM costs WHERE id = ?', at(3))),
  ),
  visit('s4', [
    withValues("SELECT * FROM a WHERE b = ? AND c = ? AND d = '?'", { bindings: [7, "it's"], rows: 3 }),
    withValues('SELECT a, b FROM c WHERE d = ? AND e = %s'),
    withValues('SELECT ((( FROM [x'),
    ofLength(511),
    ofLength(512),
  ]),
])

/** The viewer of what all tests share, high enough for all of its rows. */
const openPage = (settings: Record<string, unknown> = {}) =>
  browser.openPage(collector(), { settings, viewport: { width: 1440, height: 1400 } })

const badges = (page: Page, text: string) => rowsWith(page, text).locator('.query-badge')
const inStream = (page: Page) => page.getByRole('region', { name: 'In this stream' })
const details = (page: Page) => page.getByRole('region', { name: 'Event details' })
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

/** Waits until the rows have exactly these badges. */
const waitForBadges = (page: Page, text: string, expected: readonly string[]) =>
  expect.poll(() => badges(page, text).allTextContents()).toEqual(expected)

test('a row says that its query was slow, repeated, or one of many', async () => {
  const page = await openPage()
  await waitForBadges(page, 'id = 5', ['N+1 ×12'])
  await waitForBadges(page, 'FROM carts', ['slow'])
  await waitForBadges(page, 'FROM users', ['×2 same', '×2 same'])
  expect(await badges(page, 'SELECT 1').count()).toBe(0)
  expect(await badges(page, 'FROM carts').getAttribute('title')).toBe(
    'It took 240 ms. From 100 ms on, a query counts as slow.',
  )
})

test('the threshold for slow is a setting', async () => {
  const page = await openPage({ slowQuery: 15 })
  await waitForBadges(page, 'SELECT 1', ['slow'])
})

test('a query on screen is marked when the stream goes on', async () => {
  const { page, collector } = await browser.openViewer([visit('s1', loop(4))])
  await rowsWith(page, 'id = 4').waitFor()
  expect(await badges(page, 'id = 4').count()).toBe(0)
  await postEvents(collector, visit('s1', [...loop(2, 5), queryEvent('SELECT * FROM prices WHERE id = 4', at(3))]))
  await waitForBadges(page, 'id = 4', ['×2 same', 'N+1 ×7', '×2 same', 'N+1 ×7'])
})

test('the details say why, and lead from sibling to sibling', async () => {
  const page = await openPage()
  await rowsWith(page, 'id = 6').click()
  await inStream(page).getByText('ran 12 times from the same line of code').waitFor()
  await inStream(page).getByText('6 of 12').waitFor()
  await inStream(page).getByText('×12, 24 ms').first().waitFor()
  await inStream(page).getByRole('button', { name: 'src/cart.ts:3' }).waitFor()
  await page.getByRole('button', { name: 'Next query of this shape' }).click()
  await details(page).getByRole('heading', { name: 'id = 7' }).waitFor()
  await inStream(page).getByText('7 of 12').waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find a command' }).fill('previous query of this shape')
  await page.getByRole('dialog').getByRole('option', { name: 'Previous query of this shape', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await details(page).getByRole('heading', { name: 'id = 6' }).waitFor()
  await inStream(page).getByRole('row').filter({ hasText: 'id = 4' }).getByRole('button').click()
  await details(page).getByRole('heading', { name: 'id = 4' }).waitFor()
  await expect.poll(() => inStream(page).locator('mark').allTextContents()).toEqual(['1', '2', '3', '5', '6', '7'])
  expect(await inStream(page).locator('tr[aria-current] mark').count()).toBe(0)
})

test('all queries of a shape are shown, in the stream or everywhere', async () => {
  const page = await openPage()
  await rowsWith(page, 'id = 2').click()
  await inStream(page).getByRole('button', { name: 'in this stream (12)' }).click()
  const grid = page.getByRole('grid', { name: 'Events' })
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('13')
  expect(await page.getByRole('combobox').first().inputValue()).toMatch(/^stream:s1 shape:\d+$/)
  await inStream(page).getByRole('button', { name: 'everywhere (14)' }).click()
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('15')
})

test('values that were not sent are not guessed', async () => {
  const page = await openPage()
  await rowsWith(page, 'FROM costs').first().click()
  await inStream(page).getByText('Their values were not sent, so they may be the same query each time.').waitFor()
  await inStream(page).getByRole('cell', { name: 'its values were not sent' }).first().waitFor()
  await expect.poll(() => badges(page, 'FROM costs').first().allTextContents()).toEqual(['N+1 ×5'])
})

test('parameters stand apart from the text, and can be copied into it', async () => {
  const page = await openPage()
  await rowsWith(page, 'FROM a WHERE').click()
  const cells = details(page).getByRole('table', { name: 'Parameters' }).getByRole('cell')
  await expect.poll(() => cells.allTextContents()).toEqual(['7', '"it\'s"'])
  await page.getByRole('button', { name: 'Copy query with values' }).click()
  await expect.poll(() => clipboard(page)).toBe("SELECT * FROM a WHERE b = 7 AND c = 'it''s' AND d = '?'")
  // What is no parameter stays among the rest.
  await details(page).getByText('rows').waitFor()
  expect(await details(page).getByText('bindings').count()).toBe(0)
})

test('a query is formatted on request, and back', async () => {
  const page = await openPage()
  await rowsWith(page, 'FROM c WHERE').click()
  const lines = details(page).locator('.cm-line')
  await expect.poll(() => lines.count()).toBe(1)
  await page.getByRole('button', { name: 'Format', exact: true }).click()
  await expect.poll(() => lines.count()).toBeGreaterThan(4)
  await page.getByRole('button', { name: 'Format', exact: true }).click()
  await expect.poll(() => lines.count()).toBe(1)
})

test('a text that cannot be formatted stays as it is, and says so', async () => {
  const page = await openPage()
  await rowsWith(page, 'SELECT (((').click()
  await page.getByRole('button', { name: 'Format', exact: true }).click()
  await page.getByText('This text cannot be formatted').waitFor()
  await details(page).locator('.cm-line').getByText('SELECT ((( FROM [x').waitFor()
})

test('a query of 512 characters is folded, one of 511 is not', async () => {
  const page = await openPage()
  await rowsWith(page, 'SELECT aaa').nth(1).click()
  await page.getByRole('button', { name: 'Show all 512 characters' }).waitFor()
  await rowsWith(page, 'SELECT aaa').nth(0).click()
  await expect.poll(async () => (await details(page).locator('.cm-line').textContent())?.length).toBe(511)
  expect(await page.getByRole('button', { name: /Show all \d+ characters/ }).count()).toBe(0)
})

test('totals per target tell share, slowest, reads and writes, for the filter, the stream and the app, live', async () => {
  const redis = { type: 'query', duration: 10, payload: { target: 'redis', query: 'SET a 1' } }
  const { page, collector } = await browser.openViewer([
    visit('s1', [queryEvent('SELECT 1', { duration: 20 }), queryEvent('UPDATE a SET b = 1', { duration: 70 }), redis]),
    visit('s2', [queryEvent('SELECT 2', { duration: 5 })]),
  ])
  await rowsWith(page, 'SELECT 1').click()
  await page.getByRole('button', { name: 'Totals per target' }).click()
  const rows = page.getByRole('dialog', { name: 'Totals per target' }).locator('tbody tr')
  const texts = async () =>
    (await rows.all()).reduce<Promise<string[]>>(
      async (list, row) => [...(await list), (await row.locator('th, td').allInnerTexts()).join(' | ')],
      Promise.resolve([]),
    )
  await expect
    .poll(texts)
    .toEqual([
      'mysql | 3 | 95 ms | 90 % | 32 ms | 70 ms | 2 25 ms | 1 70 ms',
      'redis | 1 | 10 ms | 10 % | 10 ms | 10 ms | none | 1 10 ms',
    ])
  await page.getByRole('button', { name: 'Stream', exact: true }).click()
  await expect.poll(async () => (await texts())[0]).toMatch(/^mysql \| 2 \| 90 ms/)
  await page.getByRole('button', { name: 'App', exact: true }).click()
  await expect.poll(async () => (await texts())[0]).toMatch(/^mysql \| 3 \| 95 ms/)
  await postEvents(collector, visit('s3', [queryEvent('SELECT 3', { duration: 500 })]))
  await expect.poll(async () => (await texts())[0]).toMatch(/^mysql \| 4 \| 595 ms \| 98 % \| 149 ms \| 500 ms/)
  await rows.first().getByRole('button', { name: '500 ms' }).click()
  await details(page).getByRole('heading', { name: 'SELECT 3' }).waitFor()
})

test('nothing of it breaks the rules of accessibility, in either theme', async () => {
  const page = await openPage()
  await rowsWith(page, 'id = 6').click()
  await waitForBadges(page, 'id = 6', ['N+1 ×12'])
  await waitForBadges(page, 'FROM carts', ['slow'])
  await inStream(page).waitFor()
  await expectAccessible(page, { within: '[aria-label="Event details"], .query-badge' })
  await page.getByRole('button', { name: 'Totals per target' }).click()
  await page.getByRole('dialog', { name: 'Totals per target' }).locator('tbody tr').waitFor()
  await expectAccessible(page, { within: '[role=dialog]' })
})
