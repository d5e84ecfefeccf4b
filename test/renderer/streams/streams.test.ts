import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { details, openEvent, search, waitForClosed } from '../../e2e/viewer.ts'
import { expectAccessible } from '../../helpers/accessibility.ts'
import { browser, type OpenedViewer, type ViewerOptions } from '../../helpers/browser.ts'
import { logEvent, postEvents, queryEvent, shareCollector } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const sharedCollector = shareCollector([])

const NOON = 1_750_000_000_000

/** One request of an app, with what is nested in it. */
const request = (id: string, uri: string, nested: readonly unknown[] = [], more: Record<string, unknown> = {}) => ({
  id,
  version: 1,
  events: [
    { type: 'request', time: NOON, duration: 100, payload: { method: 'GET', uri }, nested, ...more },
    { type: 'response', time: NOON + 100, duration: 100, payload: { status: 200 } },
  ],
})

const query = (text: string, offset: number, duration: number) => queryEvent(text, { time: NOON + offset, duration })

const basket = (id: string, duration: number, more: readonly unknown[] = []) =>
  request(id, '/basket', [
    query('SELECT * FROM baskets WHERE id = 7', 10, duration),
    { type: 'template', time: NOON + 60, duration: 20, payload: { name: 'basket.html' } },
    ...more,
  ])

/** The list of requests, with nothing but `documents`. */
async function openRequests(documents: readonly unknown[], options?: ViewerOptions): Promise<OpenedViewer> {
  const collector = sharedCollector()
  await (await TestViewer.connect(collector)).request('log/clear', undefined)
  await postEvents(collector, documents)
  const page = await browser.openPage(collector, options)
  await page.getByRole('button', { name: 'Requests', exact: true }).click()
  await requests(page).waitFor()
  return { page, collector }
}

const requests = (page: Page) => page.getByRole('grid', { name: 'Requests' })
const waterfall = (page: Page) => page.getByRole('grid', { name: 'Waterfall' })
const comparison = (page: Page) => page.getByRole('region', { name: 'Comparison' })
const requestRow = (page: Page, text: string) => requests(page).getByRole('row').filter({ hasText: text })
const spanRow = (page: Page, text: string) => waterfall(page).getByRole('row').filter({ hasText: text })
const selected = (page: Page) => page.getByRole('grid').getByRole('row', { selected: true })

const waitForRows = (page: Page, count: number) =>
  expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(count + 1))

async function openWaterfall(page: Page, text: string): Promise<void> {
  await requestRow(page, text).click()
  await waterfall(page).waitFor()
}

test('a request is one row: method, URI, status, duration, counts and totals', async () => {
  const failed = logEvent('broken', { success: false, importance: 6 })
  const { page } = await openRequests([basket('a', 30, [failed, query('SELECT 1', 50, 5)])])
  const text = () => requestRow(page, '/basket').textContent()
  for (const part of ['GET', '/basket', '200', '100 ms', 'query2', 'mysql 2 · 35 ms', 'CRT', '1 failed']) {
    await expect.poll(text).toContain(part)
  }
})

test('new requests appear at the top while one looks', async () => {
  const { page, collector } = await openRequests([basket('a', 30)])
  await waitForRows(page, 1)
  await postEvents(collector, request('b', '/later'))
  await waitForRows(page, 2)
  await requests(page).getByRole('row').nth(1).getByText('/later').waitFor()
})

test('what is on screen stays where it is while requests come in above', async () => {
  const many = Array.from({ length: 120 }, (_, index) => request(`s${index}`, `/page/${index}.`))
  const { page, collector } = await openRequests(many)
  await waitForRows(page, 120)
  await requests(page).evaluate((grid) => {
    grid.scrollTop = 28 * 40
  })
  const row = requestRow(page, '/page/70.')
  await row.waitFor()
  const before = await row.boundingBox()
  await postEvents(collector, request('new', '/new'))
  await waitForRows(page, 121)
  await expect.poll(async () => (await row.boundingBox())?.y).toBe(before?.y)
})

test('on the way back, the list stands where it stood', async () => {
  const many = Array.from({ length: 120 }, (_, index) => request(`s${index}`, `/page/${index}.`))
  const { page } = await openRequests(many)
  await waitForRows(page, 120)
  await page.keyboard.press('j')
  await requests(page).evaluate((grid) => {
    grid.scrollTop = 28 * 40 + 7
  })
  const row = requestRow(page, '/page/70.')
  await row.waitFor()
  const before = await row.boundingBox()
  await row.click()
  await waterfall(page).waitFor()
  await page.keyboard.press('Escape')
  await row.waitFor()
  await expect.poll(async () => (await row.boundingBox())?.y).toBe(before?.y)
})

test('any part of a long list is there after a jump', async () => {
  const many = Array.from({ length: 600 }, (_, index) => request(`s${index}`, `/page/${index}.`))
  const { page } = await openRequests(many)
  await waitForRows(page, 600)
  await page.keyboard.press('Shift+G')
  await requestRow(page, '/page/0.').waitFor()
  await selected(page).getByText('/page/0.').waitFor()
  expect(await page.getByRole('row').count()).toBeLessThan(100)
})

test('a search leaves the requests with a match, and says so', async () => {
  const { page } = await openRequests([basket('a', 30), request('b', '/other')])
  await waitForRows(page, 2)
  await search(page, 'type:template')
  await waitForRows(page, 1)
  await page.getByText('1 request in which an event matches the filter').waitFor()
})

test('requests sort by duration, events and query time', async () => {
  const slow = { id: 'slow', version: 1, events: [{ type: 'request', duration: 900, payload: { uri: '/slow' } }] }
  const { page } = await openRequests([basket('a', 30), slow, request('b', '/plain')])
  const first = requests(page).getByRole('row').nth(1)
  for (const [column, uri] of [
    ['Duration', '/slow'],
    ['Events', '/basket'],
    ['Query time', '/basket'],
    ['Time', '/plain'],
  ] as const) {
    await requests(page).getByRole('button', { name: column, exact: true }).click()
    await first.getByText(uri).waitFor()
  }
})

test('by key: from the requests into one, to an event, and step by step back to the same place', async () => {
  const { page } = await openRequests([request('b', '/other'), basket('a', 30), request('c', '/third')])
  await waitForRows(page, 3)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await selected(page).getByText('/basket').waitFor()
  await page.keyboard.press('Enter')
  await spanRow(page, 'basket.html').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await selected(page).getByText('SELECT * FROM baskets').waitFor()
  await page.keyboard.press('Enter')
  await details(page).getByText('SELECT * FROM baskets').first().waitFor()
  await page.keyboard.press('Escape')
  await details(page).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await selected(page).getByText('/basket').waitFor()
})

test('the waterfall tells total and own time, gaps and the critical path', async () => {
  const { page } = await openRequests([basket('a', 30)])
  await openWaterfall(page, '/basket')
  const cells = spanRow(page, 'GET /basket').getByRole('gridcell')
  await expect.poll(async () => (await cells.allTextContents()).slice(1, 3)).toEqual(['100 ms', '50 ms'])
  await expect.poll(() => spanRow(page, 'SELECT').textContent()).toContain('on the critical path')
  await page.getByTitle('20 ms nothing reported').first().waitFor()
  await page.getByRole('button', { name: 'Critical path' }).click()
  await expect.poll(() => spanRow(page, 'SELECT').textContent()).not.toContain('critical')
})

test('left closes what is nested, and right opens it', async () => {
  const { page } = await openRequests([basket('a', 30)])
  await openWaterfall(page, '/basket')
  await waitForRows(page, 4)
  await page.keyboard.press('g')
  await page.keyboard.press('ArrowLeft')
  await waitForRows(page, 2)
  await page.keyboard.press('ArrowRight')
  await waitForRows(page, 4)
})

test('the time on screen narrows by key, wheel and drag, and widens again', async () => {
  const { page } = await openRequests([basket('a', 30)])
  await openWaterfall(page, '/basket')
  const bar = spanRow(page, 'basket.html').locator('.span-bar')
  const width = async () => (await bar.boundingBox())?.width ?? 0
  await waitForRows(page, 4)
  await bar.waitFor()
  const whole = await width()
  await page.keyboard.press('+')
  await expect.poll(width).toBeGreaterThan(whole * 1.5)
  await page.keyboard.press('0')
  await expect.poll(width).toBeCloseTo(whole)
  await bar.hover()
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -300)
  await page.keyboard.up('Control')
  await expect.poll(width).toBeGreaterThan(whole * 1.5)
  await page.keyboard.press('0')
  await expect.poll(width).toBeCloseTo(whole)
  const box = await bar.boundingBox()
  if (!box) throw new Error('the bar is not there')
  await page.mouse.move(box.x - 40, box.y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width + 40, box.y, { steps: 4 })
  await page.mouse.up()
  await expect.poll(width).toBeGreaterThan(whole * 1.5)
})

test('events that come later join the waterfall', async () => {
  const { page, collector } = await openRequests([basket('a', 30)])
  await openWaterfall(page, '/basket')
  await waitForRows(page, 4)
  await postEvents(collector, { id: 'a', version: 1, events: [logEvent('afterwards', { time: NOON + 140 })] })
  await spanRow(page, 'afterwards').waitFor()
})

test('hours without events fold, and unfold', async () => {
  const hour = 3_600_000
  const clicks = [0, 1, 2].map((index) => query(`SELECT ${index}`, index * hour, 50))
  const { page } = await openRequests([{ id: 'session', version: 1, events: clicks }])
  await openWaterfall(page, 'SELECT 0')
  const bar = spanRow(page, 'SELECT 1').locator('.span-bar')
  await expect.poll(async () => (await bar.boundingBox())?.width).toBeGreaterThan(100)
  await page.getByRole('button', { name: 'Fold gaps' }).click()
  await expect.poll(async () => (await bar.boundingBox())?.width).toBeLessThan(5)
})

test('ten thousand events are a waterfall of a screenful', async () => {
  const queries = Array.from({ length: 10_000 }, (_, index) => query(`SELECT ${index}.`, index * 3, 2))
  const { page } = await openRequests([request('huge', '/huge', queries)])
  await openWaterfall(page, '/huge')
  await waitForRows(page, 10_002)
  expect(await page.getByRole('row').count()).toBeLessThan(100)
  for (let step = 0; step < 6; step++) await page.keyboard.press('+')
  await page.keyboard.press('Shift+G')
  await page.keyboard.press('k')
  await spanRow(page, 'SELECT 9999.').locator('.span-bar').waitFor()
})

test('from an event to the waterfall of its request, and back', async () => {
  const { page } = await openRequests([basket('a', 30)])
  await page.keyboard.press('1')
  await openEvent(page, 'basket.html')
  await page.keyboard.press('w')
  await selected(page).getByText('basket.html').waitFor()
  await page.getByRole('button', { name: 'Back to the events' }).click()
  await page.getByRole('grid', { name: 'Events' }).waitFor()
})

test('no key acts on an event that stays selected behind the requests', async () => {
  const { page } = await openRequests([basket('a', 30)])
  await page.keyboard.press('1')
  const events = page.getByRole('grid', { name: 'Events' })
  await events.getByText('basket.html').click()
  await page.keyboard.press('2')
  await requests(page).waitFor()
  for (const key of ['P', 'n', 'c', 'w', 'b']) await page.keyboard.press(key)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('pin or unpin')
  await page.getByRole('option', { name: 'Pin or unpin event', disabled: true }).waitFor()
  await page.keyboard.press('Escape')
  await waitForClosed(page)
  expect(await page.locator('.toast').count()).toBe(0)
  await page.keyboard.press('1')
  await selected(page).getByText('basket.html').waitFor()
  await details(page).getByRole('button', { name: 'Pin', exact: true }).waitFor()
})

test('an event of another request is not selected beside a waterfall', async () => {
  const { page } = await openRequests([request('a', '/first'), request('b', '/second')])
  await page.keyboard.press('1')
  await page.getByRole('grid', { name: 'Events' }).getByText('/first').first().click()
  await details(page).waitFor()
  await page.keyboard.press('2')
  await openWaterfall(page, '/second')
  expect(await details(page).count()).toBe(0)
})

test('two requests compare: what came, went and changed, and the way to the events', async () => {
  const more = [query('SELECT * FROM coupons', 85, 3)]
  const { page } = await openRequests([basket('a', 10), basket('b', 40, more)])
  await waitForRows(page, 2)
  await page.keyboard.press('j')
  await page.keyboard.press('d')
  await page.getByText('Compare GET /basket with…').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('d')
  const queries = comparison(page).getByRole('region', { name: 'Queries' })
  await queries.waitFor()
  await expect.poll(() => queries.getByRole('row').nth(1).textContent()).toMatch(/removed.*coupons.*3 ms/)
  await expect.poll(() => queries.getByRole('row').nth(2).textContent()).toMatch(/changed.*baskets.*40 ms10 ms−30 ms/)
  await page.getByRole('button', { name: 'Swap sides' }).click()
  await queries.getByText('added', { exact: true }).waitFor()
  await queries.getByRole('button', { name: '1, Show in B' }).first().click()
  await selected(page).getByText('coupons').waitFor()
  await details(page).getByText('coupons').first().waitFor()
  await page.getByRole('button', { name: 'Back to the comparison' }).click()
  await comparison(page).waitFor()
})

test('nothing of requests, waterfall and comparison breaks the rules of accessibility, in either theme', async () => {
  const bad = [
    logEvent('broken', { time: NOON + 90, success: false, importance: 5 }),
    { type: 'access_check', time: NOON + 91, payload: { access: 'DENIED', object: 'mia', action: 'read' } },
  ]
  const failed = { type: 'response', payload: { status: 500 } }
  const { page } = await openRequests([
    basket('a', 10),
    basket('b', 40, bad),
    { id: 'b', version: 1, events: [failed] },
  ])
  await waitForRows(page, 2)
  await expectAccessible(page, { within: 'main' })
  await requestRow(page, '500').click()
  await spanRow(page, 'broken').click()
  await details(page).waitFor()
  await expectAccessible(page, { within: '.stream-screen' })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await requests(page).waitFor()
  await requests(page).getByRole('checkbox').first().click()
  await requests(page).getByRole('checkbox').last().click()
  await comparison(page).getByRole('region', { name: 'Queries' }).waitFor()
  await expectAccessible(page, { within: '.comparison' })
})

test('the buttons of the zoom tell the keys that they have now', async () => {
  const settings = { keys: { 'waterfall/zoom-in': ['z'], 'waterfall/zoom-out': [] } }
  const { page } = await openRequests([basket('a', 30)], { settings })
  await openWaterfall(page, '/basket')
  for (const name of ['Zoom in (z)', 'Zoom out', 'The whole time (0)']) {
    await page.getByRole('button', { name, exact: true }).waitFor()
  }
})
