import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openEvent, rowsWith, search, waitForRow } from '../e2e/viewer.ts'
import { expectAccessible } from '../helpers/accessibility.ts'
import { browser, type OpenedViewer } from '../helpers/browser.ts'
import { logEvent, postEvents, queryEvent, shareCollector } from '../helpers/collector.ts'

/** For tests that change nothing in it. */
const mixed = shareCollector([
  ...Array.from({ length: 3 }, (_, index) => logEvent(`Step ${index}.`)),
  queryEvent('SELECT 1'),
])
const nested = shareCollector([
  {
    type: 'request',
    payload: { method: 'GET', path: '/feed' },
    nested: [logEvent('first inside'), { ...logEvent('second inside'), nested: [logEvent('deep inside')] }],
  },
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((importance) => logEvent('Row.', { importance })),
])

/** A viewer on a collector of its own that holds `events`. */
const openViewer = (events: readonly unknown[]): Promise<OpenedViewer> =>
  browser.openViewer(events.length > 0 ? [events] : [])

const grid = (page: Page) => page.getByRole('grid', { name: 'Events' })
const logs = (count: number, text = 'Step') =>
  Array.from({ length: count }, (_, index) => logEvent(`${text} ${index}.`))

/** Waits until the list has so many rows, apart from its header. */
const waitForRows = (page: Page, count: number) =>
  expect.poll(() => grid(page).getAttribute('aria-rowcount')).toBe(String(count + 1))

const selected = (page: Page) => grid(page).getByRole('row', { selected: true })

const scrollToMiddle = (page: Page) =>
  grid(page).evaluate((element) => {
    element.scrollTop = (element.scrollHeight - element.clientHeight) / 2
  })

/** Index of the last row of which more than an edge is on screen. */
const lastShown = (page: Page) =>
  grid(page).evaluate((element) => {
    const { bottom } = element.getBoundingClientRect()
    const rows = [...element.querySelectorAll<HTMLElement>('[data-index]')]
    const shown = rows.filter((row) => row.getBoundingClientRect().top < bottom - 1)
    return Math.max(...shown.map((row) => Number(row.dataset.index)))
  })

test('the keys walk through the list, and jump between errors', async () => {
  const { page } = await openViewer([...logs(30), logEvent('Broken.', { importance: 5 }), ...logs(30, 'Late')])
  await waitForRow(page, 'Late 29.')
  await page.keyboard.press('g')
  await selected(page).getByText('Step 0.').waitFor()
  await page.keyboard.press('j')
  await selected(page).getByText('Step 1.').waitFor()
  await page.keyboard.press('k')
  await selected(page).getByText('Step 0.').waitFor()
  await page.keyboard.press('e')
  await selected(page).getByText('Broken.').waitFor()
  await page.keyboard.press('Shift+G')
  await selected(page).getByText('Late 29.').waitFor()
  await page.keyboard.press('Shift+E')
  await selected(page).getByText('Broken.').waitFor()
})

test('the columns fit into windows of any width, whether or not an event is open', async () => {
  const { page } = await openViewer([queryEvent('SELECT 1', { tags: ['db:mysql'] }), ...logs(100)])
  await waitForRow(page, 'Step 99.')
  const overflow = () => grid(page).evaluate((element) => element.scrollWidth - element.clientWidth)
  const headers = grid(page).getByRole('columnheader')
  for (const width of [700, 900, 1100, 1440]) {
    await page.setViewportSize({ width, height: 600 })
    await expect.poll(overflow).toBe(0)
    await rowsWith(page, 'Step 99.').click()
    await page.getByRole('region', { name: 'Event details' }).waitFor()
    await expect.poll(overflow).toBe(0)
    expect(await headers.filter({ hasText: /^(Type|Event|Duration)$/ }).count()).toBe(3)
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Event details' }).waitFor({ state: 'detached' })
  }
})

test('every button of the bar is within the window, down to 320 px, which is 1280 px at four times the size', async () => {
  const page = await browser.openPage(mixed())
  await waitForRow(page, 'Step 2.')
  const outside = () =>
    page
      .getByRole('banner')
      .getByRole('button')
      .evaluateAll((buttons) =>
        buttons
          .filter((button) => {
            const { left, right } = button.getBoundingClientRect()
            return left < 0 || right > innerWidth
          })
          .map((button) => button.ariaLabel ?? button.textContent),
      )
  // A pause, whose count takes room.
  await page.keyboard.press('p')
  for (const width of [320, 640, 760, 1000, 1160, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    await expect.poll(outside).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  }
})

test('a part that cannot be fetched says so in its place, and the rest goes on', async () => {
  const page = await browser.openPage(mixed())
  await waitForRow(page, 'Step 2.')
  await page.route(/\/assets\/console-pane-/, (route) => route.abort())
  await page.route(/\/assets\/watch-dialog-/, (route) => route.abort())
  const failure = page.getByRole('alert').filter({ hasText: 'This part of the viewer could not be shown.' })
  await page.getByRole('button', { name: 'Watch an app' }).click()
  await page.getByRole('dialog').filter({ has: failure }).getByRole('button', { name: 'Close' }).click()
  await failure.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Query', exact: true }).click()
  await failure.waitFor()
  await expectAccessible(page, { within: '.part-failure' })
  await page.getByRole('button', { name: 'Events', exact: true }).click()
  await waitForRow(page, 'Step 2.')
  await page.getByRole('button', { name: 'Query', exact: true }).click()
  await page.unrouteAll()
  await failure.getByRole('button', { name: 'Reload' }).click()
  await page.getByRole('region', { name: 'Query console' }).waitFor()
})

test('nested events close and open by key, and all together', async () => {
  const page = await browser.openPage(nested())
  await waitForRows(page, 12)
  await page.keyboard.press('g')
  await selected(page).waitFor()
  await page.keyboard.press('ArrowLeft')
  await waitForRows(page, 9)
  await page.keyboard.press('ArrowRight')
  await waitForRows(page, 12)
  await page.getByRole('button', { name: 'Close all nested events' }).click()
  await waitForRows(page, 9)
})

test('left goes from a nested event to the one it is nested in', async () => {
  const page = await browser.openPage(nested())
  await rowsWith(page, 'deep inside').click()
  await grid(page).focus()
  await page.keyboard.press('ArrowLeft')
  await selected(page).getByText('second inside').waitFor()
})

test('a pause freezes the list and counts on', async () => {
  const { page, collector } = await openViewer(logs(3))
  await waitForRows(page, 3)
  await page.keyboard.press('p')
  await postEvents(collector, logs(5, 'Later'))
  await page.getByRole('button', { name: 'Resume, 5 new' }).waitFor()
  await waitForRows(page, 3)
  await page.keyboard.press('p')
  await waitForRows(page, 8)
})

test('what the filter hides is counted, and one click brings it back', async () => {
  const page = await browser.openPage(mixed())
  await waitForRows(page, 4)
  await page.getByRole('button', { name: 'log: 3' }).click()
  await waitForRows(page, 1)
  await page.getByText('3 hidden').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await waitForRows(page, 4)
})

test('with Alt, a type is left alone', async () => {
  const page = await browser.openPage(mixed())
  await page.getByRole('button', { name: 'query: 1' }).click({ modifiers: ['Alt'] })
  await waitForRows(page, 1)
})

test('the selected event stays where it is while the filter changes', async () => {
  const alternating = Array.from({ length: 400 }, (_, index) =>
    index % 2 ? logEvent(`Log ${index}.`) : queryEvent(`${index}`),
  )
  const { page } = await openViewer(alternating)
  await waitForRow(page, 'Log 399.')
  await scrollToMiddle(page)
  const row = rowsWith(page, 'Log 201.')
  await openEvent(page, 'Log 201.')
  const before = await row.boundingBox()
  await page.getByRole('button', { name: 'query: 200' }).click()
  await waitForRows(page, 200)
  await expect.poll(async () => (await row.boundingBox())?.y).toBe(before?.y)
})

test('a wrong search term is named, and the others hold', async () => {
  const page = await browser.openPage(mixed())
  await search(page, 'type:query level:loud')
  await page.getByRole('alert').getByText('"loud" is not a level').waitFor()
  await waitForRows(page, 1)
})

test('a click on a total adds its term to the search, another takes it away', async () => {
  const { page } = await openViewer([queryEvent('SELECT 1'), logEvent('plain')])
  const total = page.getByRole('group', { name: /Totals of what/ }).getByRole('button')
  await total.click()
  await waitForRows(page, 1)
  await expect.poll(() => page.getByRole('combobox').inputValue()).toMatch(/^target:/)
  await total.click()
  await waitForRows(page, 2)
})

test('a column sorts up, down, and not at all', async () => {
  const { page } = await openViewer([20, 500, 3].map((duration) => queryEvent(`SELECT ${duration}`, { duration })))
  const first = grid(page).getByRole('row').nth(1)
  const header = page.getByRole('button', { name: 'Duration' })
  for (const expected of ['SELECT 3', 'SELECT 500', 'SELECT 20']) {
    await header.click()
    await first.getByText(expected, { exact: true }).waitFor()
  }
})

test('settings are kept', async () => {
  const page = await browser.openPage(mixed())
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Tags' }).uncheck()
  await page.keyboard.press('Escape')
  await search(page, 'Step')
  await expect
    .poll(() => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }])))
    .toContain('Step')
  await page.reload()
  await waitForRow(page, 'Step 2.')
  expect(await page.getByRole('columnheader', { name: 'Tags' }).count()).toBe(0)
  await expect.poll(() => page.getByRole('combobox').inputValue()).toBe('Step')
})

test('a cleared log comes back', async () => {
  const { page } = await openViewer(logs(3))
  await waitForRows(page, 3)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await page.getByRole('heading', { name: 'Waiting for the first event' }).waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await waitForRow(page, 'Step 2.')
})

test('any part of a long list is there after a jump of the scrollbar', async () => {
  const { page } = await openViewer(logs(20_000))
  await waitForRow(page, 'Step 19999.')
  await scrollToMiddle(page)
  await waitForRow(page, 'Step 10000.')
  expect(await page.getByRole('row').count()).toBeLessThan(100)
})

test('who scrolls up while events come moves by as much as that, and stays there', async () => {
  const { page, collector } = await openViewer(logs(200))
  await waitForRow(page, 'Step 199.')
  await Promise.all(Array.from({ length: 20 }, () => postEvents(collector, logs(10, 'More'))))
  await expect.poll(() => lastShown(page)).toBe(399)
  const coming = Promise.all(Array.from({ length: 40 }, () => postEvents(collector, logs(10, 'Later'))))
  await expect.poll(() => lastShown(page)).toBeGreaterThan(449)
  const before = await grid(page).evaluate(async (element) => {
    const last = Number(element.getAttribute('aria-rowcount')) - 2
    element.scrollTop -= 140
    await new Promise(requestAnimationFrame)
    return last
  })
  const after = await lastShown(page)
  expect(before - after).toBe(5)
  await coming
  await waitForRows(page, 800)
  expect(await lastShown(page)).toBe(after)
  await grid(page).evaluate((element) => {
    element.scrollTop = element.scrollHeight
  })
  await expect.poll(() => lastShown(page)).toBe(799)
})

test('nothing breaks the rules of accessibility, in either theme', async () => {
  const page = await browser.openPage(nested())
  await openEvent(page, 'first inside')
  await expectAccessible(page)
})
