import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { details, openEvent, search } from '../../e2e/viewer.ts'
import { expectAccessible } from '../../helpers/accessibility.ts'
import { browser } from '../../helpers/browser.ts'
import { logEvent, shareCollector } from '../../helpers/collector.ts'
import { beginSession, fillSession, type SessionDoor, walk } from '../../helpers/session-senders.ts'

const collector = shareCollector({ id: 'plain', version: 1, events: [logEvent('nothing of a session')] })

let atlas: SessionDoor
let live: SessionDoor
let begun: number
beforeAll(async () => {
  atlas = await beginSession(collector(), {
    product: 'Atlas',
    version: '2.4.1',
    machine_id: 'm-1',
    hostname: 'build-07',
  })
  begun = Date.now()
  await fillSession(atlas)
  const crashed = await beginSession(collector(), { product: 'Atlas', version: '2.5.0' })
  await crashed.post('crash', { reason: 'parent_process_terminated' })
  const ended = await beginSession(collector(), { product: 'Tiny', version: '0.1' })
  await ended.post('end')
  const hung = await beginSession(collector(), { product: 'Tiny', version: '0.2' })
  await hung.post('events', { name: 'application_appears_hung', category: 'error' })
  live = await beginSession(collector(), { product: 'Live', version: '1' })
  await live.post('state', { level: 1 })
  const late = await beginSession(collector(), { product: 'Late', version: '1' })
  await late.post('events', { name: 'application_appears_hung', category: 'error' })
  await late.post('state', { level: 1 })
  await walk(collector())
})

const requests = (page: Page) => page.getByRole('grid', { name: 'Requests' })
const tab = (page: Page, name: string) => page.getByRole('tab', { name })
const states = (page: Page) => page.getByRole('list', { name: 'State' }).getByRole('listitem')

async function openRequests(): Promise<Page> {
  const page = await browser.openPage(collector())
  await page.getByRole('button', { name: 'Requests', exact: true }).click()
  await requests(page).getByRole('row').nth(1).waitFor()
  return page
}

/** A tab of the stream whose row holds `text`. */
async function openTab(text: string, name: string): Promise<Page> {
  const page = await openRequests()
  await requests(page).getByRole('row').filter({ hasText: text }).click()
  await tab(page, name).click()
  return page
}

test('in the list of requests each session says how it is', async () => {
  const page = await openRequests()
  for (const [name, status, isRunning] of [
    ['Atlas 2.4.1', 'active', true],
    ['Atlas 2.5.0', 'crashed', false],
    ['Tiny 0.1', 'ended', false],
    ['Tiny 0.2', 'hung', true],
  ] as const) {
    const row = requests(page).getByRole('row').filter({ hasText: name })
    await row.getByText(status, { exact: true }).waitFor()
    expect(await row.getByText('so far').count(), name).toBe(isRunning ? 1 : 0)
  }
})

test('who double-clicks a row opens it once: nothing is marked or opened on the screen that comes', async () => {
  const page = await openRequests()
  await requests(page).getByRole('row').filter({ hasText: 'Atlas 2.4.1' }).dblclick()
  await page.getByRole('grid', { name: 'Waterfall' }).waitFor()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('')
  expect(await details(page).count()).toBe(0)
  await page.getByRole('grid', { name: 'Waterfall' }).getByRole('row').nth(2).click()
  await details(page).waitFor()
})

test('a stream without such events has no tabs', async () => {
  const page = await openRequests()
  await requests(page).getByRole('row').filter({ hasText: 'nothing of a session' }).click()
  await page.getByRole('grid', { name: 'Waterfall' }).waitFor()
  expect(await page.getByRole('tab').count()).toBe(0)
})

test('the head of a session says how it is, where it runs, and what became of it, in all tabs that the arrow keys lead to', async () => {
  const page = await openTab('Atlas 2.4.1', 'State')
  const screen = page.getByRole('region', { name: 'Stream' })
  for (const name of ['Metrics', 'Waterfall', 'State']) {
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => tab(page, name).getAttribute('aria-selected')).toBe('true')
  }
  await screen.getByText('active', { exact: true }).waitFor()
  await screen.getByText('on build-07').waitFor()
  await screen.getByRole('img', { name: /^It ran for .* so far, was hung once for 20 s\.$/ }).waitFor()
  await page.keyboard.press('Escape')
  await requests(page).waitFor()
})

test('the state is shown with what its newest change touched', async () => {
  const page = await openTab('Atlas 2.4.1', 'State')
  await page.getByText('3 of 3').waitFor()
  await states(page).filter({ hasText: 'scene' }).getByText('"harbour"').waitFor()
  expect(await states(page).filter({ hasText: 'scene' }).textContent()).toContain('"loading"')
  await page.getByText('+ 1 added').waitFor()
  await page.getByText('− 1 removed').waitFor()
  await expectAccessible(page, { within: '.stream-screen', inAnyContrast: true })
})

test('steps go through the states, by button, by key and by slider', async () => {
  const page = await openTab('Atlas 2.4.1', 'State')
  await page.getByText('3 of 3').waitFor()
  await page.getByRole('button', { name: 'State before' }).click()
  await page.getByText('2 of 3').waitFor()
  await states(page).filter({ hasText: 'scene' }).getByText('"loading"').waitFor()
  await page.keyboard.press('k')
  await page.getByText('1 of 3').waitFor()
  await page.getByRole('slider', { name: 'State', exact: true }).press('ArrowRight')
  await page.getByText('2 of 3').waitFor()
  await page.keyboard.press('Shift+G')
  await page.getByText('3 of 3').waitFor()
})

test('the first state is compared with what the session began with, and its secret shows once it is clicked', async () => {
  const page = await openTab('Atlas 2.4.1', 'State')
  await page.getByRole('button', { name: 'First state' }).click()
  await page.getByText('1 of 3').waitFor()
  await page.getByText('+ 3 added').waitFor()
  await states(page).filter({ hasText: 'product' }).getByText('"Atlas"').waitFor()
  const line = states(page).filter({ hasText: 'api_token' })
  await line.getByRole('button', { name: 'Show api_token' }).click()
  await line.getByText('"abc"').waitFor()
})

test('a state leads to its event, whose details mark the same', async () => {
  const page = await openTab('Atlas 2.4.1', 'State')
  await page.getByText('3 of 3').waitFor()
  await page.getByRole('button', { name: 'Open the event' }).click()
  await details(page).getByText('− 1 removed').waitFor()
  await details(page).getByRole('button', { name: 'Changes' }).click()
  await expect.poll(() => details(page).getByRole('listitem').filter({ hasText: 'product' }).count()).toBe(0)
  await details(page)
    .getByRole('button', { name: /^The state before it/ })
    .click()
  await details(page).getByText('"loading"').waitFor()
})

test('a first state after a hang is still compared with the beginning', async () => {
  const page = await openTab('Late 1', 'State')
  await page.getByText('+ 1 added').waitFor()
})

test('new states are followed as long as the newest is shown', async () => {
  const page = await openTab('Live 1', 'State')
  await page.getByText('1 of 1').waitFor()
  await live.post('state', { level: 2 })
  await page.getByText('2 of 2').waitFor()
  await states(page).filter({ hasText: 'level' }).getByText('2', { exact: true }).waitFor()
})

test('each metric is a chart with its figures, new points come by themselves, and all are a table, too', async () => {
  const page = await openTab('Atlas 2.4.1', 'Metrics')
  const fps = page.getByRole('region', { name: 'fps' })
  await fps.getByRole('img', { name: 'fps over time' }).locator('canvas').waitFor()
  await fps.getByText('60 fps').first().waitFor()
  await page.getByText('hung', { exact: true }).waitFor()
  await expectAccessible(page, { within: '.metrics-tab', inAnyContrast: true })
  const memory = page.getByRole('region', { name: 'memory' })
  await memory.getByText('2.0 MB').first().waitFor()
  await atlas.post('metrics', { name: 'memory', type: 'gauge', value: 9_000_000, unit: 'bytes' })
  await memory.getByText('9.0 MB').first().waitFor()
  await page.getByRole('button', { name: 'As table' }).click()
  const row = page.getByRole('table', { name: 'Metrics' }).getByRole('row').filter({ hasText: 'requests method:GET' })
  await expect.poll(() => row.getByRole('cell').allTextContents()).toEqual(['counter', '7', '3', '7', '', '2'])
  await expectAccessible(page, { within: '.metric-table', inAnyContrast: true })
})

/** Drags over a part of a chart. */
async function zoomInto(page: Page, chart: Locator): Promise<void> {
  await chart.waitFor()
  const box = await chart.boundingBox()
  if (!box) throw new Error('the chart is not on screen')
  await page.mouse.move(box.x + box.width * 0.3, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.6, box.y + 20, { steps: 4 })
  await page.mouse.up()
}

test('dragging over one chart zooms all of them, what comes is drawn, and all show the whole time again', async () => {
  const page = await openTab('Atlas 2.4.1', 'Metrics')
  const chart = page.getByRole('region', { name: 'fps' }).locator('.u-over')
  await zoomInto(page, chart)
  await page.getByRole('button', { name: 'The whole time' }).waitFor()
  const picture = () => chart.locator('../canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const zoomed = await picture()
  // Whatever range it is, some of these are in sight.
  const times = Array.from({ length: 40 }, (_, index) => new Date(begun + index * 3000).toISOString())
  const fps = { name: 'fps', type: 'gauge', value: 30, unit: 'fps' }
  await Promise.all(times.map((timestamp) => atlas.post('metrics', { ...fps, timestamp })))
  await expect.poll(picture).not.toBe(zoomed)
  await page.getByRole('button', { name: 'The whole time' }).click()
  await expect.poll(() => page.getByRole('button', { name: 'The whole time' }).count()).toBe(0)

  await page.getByRole('button', { name: 'fps', exact: true }).click()
  await zoomInto(page, details(page).locator('.u-over'))
  await details(page).getByRole('button', { name: 'The whole time' }).click()
  await expect.poll(() => page.getByRole('button', { name: 'The whole time' }).count()).toBe(0)
})

test('a histogram shows the buckets of its newest snapshot', async () => {
  const page = await openTab('Atlas 2.4.1', 'Metrics')
  await page.getByRole('button', { name: 'frame_time', exact: true }).click()
  const histogram = details(page).getByRole('region', { name: 'Histogram' })
  await histogram.getByText('14 samples').waitFor()
  await histogram.getByRole('img', { name: 'Samples by their value: ≤ 8 ms: 4, 8 ms – 16 ms: 10' }).waitFor()
  await details(page).getByRole('button', { name: 'As table' }).click()
  await details(page).getByRole('table', { name: 'frame_time over time' }).waitFor()
  await expectAccessible(page, { within: '.detail-pane', inAnyContrast: true })
})

test('the details of a session tell what it is and how it is now', async () => {
  const page = await browser.openPage(collector())
  await search(page, 'type:session')
  // Rows that are about to go would move the others below the pointer.
  await page.locator('.summary-text:not([data-type=session])').first().waitFor({ state: 'detached' })
  await openEvent(page, 'Session started: Atlas 2.4.1')
  for (const text of ['build-07', 'm-1', 'active']) await details(page).getByText(text, { exact: true }).waitFor()
  await expectAccessible(page, { within: '.detail-pane', inAnyContrast: true })
  await details(page).getByRole('button', { name: 'Show the whole session' }).click()
  await tab(page, 'State').waitFor()
})

test('a path is on the map, its events are rows beside it, and the outline is there without a network', async () => {
  const page = await openTab('Roundware', 'Map')
  await page.locator('.map-land').first().waitFor({ state: 'attached' })
  await page.getByText('12 places').waitFor()
  await page.getByText('1 not on Earth').waitFor()
  const legend = page.getByRole('list', { name: 'Types on the map' })
  await legend.getByText('location_update').waitFor()
  await legend.getByText('play_stream').waitFor()
  await page.getByText('Outline: Natural Earth, public domain').waitFor()
  await expect.poll(() => page.locator('.map-mark').count()).toBe(12)
  await expectAccessible(page, { within: '.map', inAnyContrast: true })
})

test('a click on the map selects the event and its row; rows select by click and by key, and mark the place', async () => {
  const page = await openTab('Roundware', 'Map')
  await page.locator('.map-mark[data-type="play_stream"]').first().click()
  await details(page).getByText('play_stream').first().waitFor()
  const selected = page.getByRole('grid', { name: 'Path' }).getByRole('row', { selected: true })
  await selected.filter({ hasText: 'play_stream' }).waitFor()
  await page.locator('.map-selected').waitFor({ state: 'attached' })
  await page.getByRole('grid', { name: 'Path' }).getByRole('row').nth(3).click()
  await expect.poll(() => page.locator('.map-selected').getAttribute('data-index')).toBe('2')
  await page.keyboard.press('j')
  await expect.poll(() => page.locator('.map-selected').getAttribute('data-index')).toBe('3')
})

test('the map moves and zooms by key, wheel and drag, and shows the whole path again', async () => {
  const page = await openTab('Roundware', 'Map')
  const map = page.getByRole('application', { name: 'Map of the path' })
  const place = () => page.locator('.map-mark').first().getAttribute('transform')
  const scale = () => page.locator('.map-scale').textContent()
  const fit = page.getByRole('button', { name: /^The whole path/ })
  await expect.poll(() => page.locator('.map-mark').count()).toBe(12)
  const [firstPlace, firstScale] = [await place(), await scale()]

  await map.press('ArrowRight')
  await expect.poll(place).not.toBe(firstPlace)
  await fit.click()
  await expect.poll(place).toBe(firstPlace)

  await page.keyboard.press('-')
  await page.keyboard.press('-')
  await expect.poll(scale).not.toBe(firstScale)
  await page.keyboard.press('0')
  await expect.poll(scale).toBe(firstScale)

  await map.hover()
  await page.mouse.wheel(0, 600)
  await expect.poll(scale).not.toBe(firstScale)
  await fit.click()

  const box = await map.boundingBox()
  if (!box) throw new Error('the map is not on screen')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 60)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 90, box.y + box.height - 100, { steps: 4 })
  await page.mouse.up()
  await expect.poll(place).not.toBe(firstPlace)
  expect(await details(page).count()).toBe(0)
})

test('by how much the clock of a sender differs is told of the stream and of the event', async () => {
  const page = await openTab('Roundware', 'Map')
  await page.getByText(/^clock 1 min \d+ s behind$/).waitFor()
  await page.getByRole('grid', { name: 'Path' }).getByRole('row').nth(1).click()
  await details(page)
    .getByText(/^the sender's is 1 min \d+ s behind, or it sent this late$/)
    .waitFor()
})
