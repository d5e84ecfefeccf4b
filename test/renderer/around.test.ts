import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { details, rowsWith, waitForRow } from '../e2e/viewer.ts'
import { findViolations } from '../helpers/accessibility.ts'
import { type OpenedViewer, shareBrowser } from '../helpers/browser.ts'
import { logEvent, postEvents, queryEvent, startTestCollector } from '../helpers/collector.ts'
import { startMailCollector } from '../helpers/smtp.ts'

const browser = shareBrowser()

const EVENTS = [
  {
    type: 'request',
    duration: 40,
    success: false,
    payload: { method: 'GET', uri: '/basket' },
    nested: [queryEvent('SELECT 1', { tags: ['db:mysql'] })],
  },
  ...Array.from({ length: 40 }, (_, index) => logEvent(`Step ${index}.`, { importance: 1 + (index % 8) })),
]

/** A viewer with some events in it, and with settings from an earlier start. */
async function openViewer(
  settings: Record<string, unknown> = {},
  options: BrowserContextOptions = {},
): Promise<OpenedViewer> {
  const collector = await startTestCollector()
  await postEvents(collector, EVENTS, { 'x-tattler-app': 'shop' })
  const page = await browser.openPage(collector, { viewport: { width: 1280, height: 800 }, settings, ...options })
  await waitForRow(page, 'Step 39.')
  return { page, collector }
}

const root = (page: Page, name: string) => page.evaluate((key) => document.documentElement.dataset[key], name)
const options = (page: Page) => page.getByRole('dialog').getByRole('option')
const stored = (page: Page) => page.evaluate(() => JSON.parse(localStorage.getItem('tattler') ?? '{}').state)

/** Opens the palette and types into it. */
async function openPalette(page: Page, search = ''): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find a command' }).waitFor()
  if (search !== '') await page.keyboard.type(search)
}

async function openSettings(page: Page, search = ''): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('textbox', { name: 'Search settings' }).waitFor()
  if (search !== '') await page.keyboard.type(search)
}

const DIALOG = { within: 'dialog[open]' }

test('a command is found by a few letters, run with Enter, and there first the next time', async () => {
  const { page } = await openViewer()
  await openPalette(page, 'thda')
  await options(page).first().getByText('Theme: dark').waitFor()
  expect(await options(page).first().locator('mark').allTextContents()).toEqual(['Th', 'da'])
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await root(page, 'theme')).toBe('dark')
  await openPalette(page)
  expect(await options(page).first().getAttribute('aria-label')).toBe('Theme: dark, on')
})

test('Enter runs the best of what was typed, even before the list has followed', async () => {
  const { page } = await openViewer()
  await openPalette(page)
  await page.getByRole('combobox', { name: 'Find a command' }).evaluate(async (field: HTMLInputElement) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, 'thda')
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    // Between two keys of a fast typist the field is drawn again, and the list, which may take longer, is not.
    await Promise.resolve()
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  })
  await vi.waitFor(async () => expect(await root(page, 'theme')).toBe('dark'), 10_000)
})

test('arrows choose among commands, Esc leaves without running one, and the focus is where it was', async () => {
  const { page } = await openViewer()
  await page.getByRole('grid', { name: 'Events' }).focus()
  await openPalette(page, 'contrast')
  const chosen = () => page.getByRole('option', { selected: true }).textContent()
  const first = await chosen()
  await page.keyboard.press('ArrowDown')
  await vi.waitFor(async () => expect(await chosen()).not.toBe(first))
  await page.keyboard.press('ArrowUp')
  await vi.waitFor(async () => expect(await chosen()).toBe(first))
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid')
})

test('streams and events are reached from the palette', async () => {
  const { page } = await openViewer()
  await openPalette(page, 'basket')
  await page.getByRole('group', { name: 'Streams' }).getByRole('option').first().waitFor()
  await page.keyboard.press('Escape')
  await openPalette(page, '#2')
  await page.getByRole('option', { name: 'Go to event #2' }).click()
  await page.getByRole('row', { selected: true }).getByText('SELECT 1').waitFor()
})

test('a command without a selection to act on does nothing', async () => {
  const { page } = await openViewer()
  await openPalette(page, 'copy event')
  const copy = page.getByRole('option', { name: 'Copy event as JSON' })
  expect(await copy.getAttribute('aria-disabled')).toBe('true')
  await page.keyboard.press('Enter')
  await copy.waitFor()
})

test('an event is pinned by key, and its row says so', async () => {
  const { page } = await openViewer()
  await rowsWith(page, 'Step 39.').click()
  await page.keyboard.press('Shift+P')
  await rowsWith(page, 'Step 39.').getByLabel('pinned').waitFor()
  await page.keyboard.press('Shift+P')
  await rowsWith(page, 'Step 39.').getByLabel('pinned').waitFor({ state: 'detached' })
})

test('settings are found by what they are about, hold at once, and are set back', async () => {
  const { page } = await openViewer()
  await openSettings(page, 'row height')
  await page.getByRole('button', { name: 'Compact', exact: true }).click()
  await vi.waitFor(async () => expect((await rowsWith(page, 'Step 39.').boundingBox())?.height).toBe(22))
  await page.getByRole('button', { name: 'Reset Density' }).click()
  await vi.waitFor(async () => expect((await rowsWith(page, 'Step 39.').boundingBox())?.height).toBe(28))
})

test('a port for mails that is taken is told beside its field, and mails are taken at the old one', async () => {
  const collector = await startMailCollector()
  const { address } = collector.status().smtp
  const page = await browser.openPage(collector)
  await page.getByRole('grid', { name: 'Events' }).waitFor()
  await openSettings(page, 'smtp port')
  const field = page.getByRole('textbox', { name: 'SMTP port' })
  const taken = new URL(collector.url).port
  await field.fill(taken)
  await field.press('Enter')
  await page.getByRole('alert').getByText(`Port ${taken} is taken by another Tattler.`).waitFor()
  expect([await field.getAttribute('aria-invalid'), collector.status().smtp.address]).toEqual(['true', address])
  await field.fill('1025')
  await field.press('Enter')
  await page.getByRole('alert').waitFor({ state: 'detached' })
})

test('saved filters and highlights are kept in the settings, too', async () => {
  const { page } = await openViewer({
    savedFilters: [{ name: 'Steps', filter: { search: 'Step' } }],
    highlights: [{ search: 'Step 3', color: 'green', isOn: true }],
  })
  await openSettings(page, 'highlight')
  const settings = page.getByRole('dialog')
  await settings.getByRole('switch', { name: 'Highlight Step 3' }).click()
  await vi.waitFor(async () => expect((await stored(page)).highlights[0].isOn).toBe(false))
  await settings.getByRole('button', { name: 'Filters', exact: true }).click()
  await settings.getByRole('button', { name: 'Steps', exact: true }).click()
  await settings.waitFor({ state: 'detached' })
  expect(await page.getByRole('combobox').first().inputValue()).toBe('Step')
})

test('the folders of all projects are in the settings, and change there', async () => {
  const { page, collector } = await openViewer()
  await openSettings(page, 'container')
  const settings = page.getByRole('dialog')
  await settings.getByRole('button', { name: 'Choose the folder of shop' }).click()
  const folder = settings.getByRole('textbox', { name: 'Folder of the project' })
  await folder.fill('/nowhere/at/all')
  await folder.press('Enter')
  await settings.getByText('There is no such folder.').waitFor()
  await folder.press('Escape')
  await settings.getByRole('button', { name: 'Choose the folder of shop' }).click()
  await folder.fill(collector.dataDir)
  await settings.getByRole('button', { name: 'Use this folder' }).click()
  await settings.getByText(collector.dataDir).waitFor()
  await settings.getByRole('button', { name: 'Change the folder of shop' }).waitFor()
})

test('a key is given to a command, a conflict is shown, and the key works', async () => {
  const { page } = await openViewer()
  await openSettings(page, 'pause')
  await page.getByRole('button', { name: 'Add a key for Pause or resume' }).click()
  await page.keyboard.press('j')
  await page.getByText('Also runs “Next event”.').waitFor()
  await page.getByRole('button', { name: 'Take it from there' }).click()
  await page.getByText('Also runs').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.keyboard.press('j')
  await page.getByRole('button', { name: 'Resume, 0 new' }).waitFor()
  expect((await stored(page)).keys).toMatchObject({ 'list/pause': ['p', 'j'], 'event/next': [] })
})

test("the collector's settings are written to its file, and what does not fit is refused at the field", async () => {
  const { page, collector } = await openViewer()
  await openSettings(page, 'events kept')
  const field = page.getByRole('textbox', { name: 'Events kept' })
  await field.fill('none')
  await field.press('Enter')
  await page.getByRole('alert').getByText('A whole number').waitFor()
  await field.fill('5,000')
  await field.press('Enter')
  await page.getByRole('button', { name: 'Reset Events kept' }).waitFor()
  const file = JSON.parse(readFileSync(join(collector.dataDir, 'settings.json'), 'utf8'))
  expect(file).toEqual({ retention: { events: 5000 } })
})

test('zoom grows everything, keeps the list at its end, and stays for the next start', async () => {
  const { page } = await openViewer()
  for (let step = 0; step < 3; step++) await page.keyboard.press('Control++')
  await vi.waitFor(async () => {
    const box = await rowsWith(page, 'Step 39.').boundingBox()
    expect(box?.height).toBeCloseTo(42, 0)
  })
  const list = await page.getByRole('grid', { name: 'Events' }).boundingBox()
  const last = await rowsWith(page, 'Step 39.').boundingBox()
  if (!list || !last) throw new Error('the list is not there')
  expect(Math.abs(last.y + last.height - (list.y + list.height))).toBeLessThan(3)
  await page.reload()
  await waitForRow(page, 'Step 39.')
  expect((await stored(page)).zoom).toBe(150)
  await page.keyboard.press('Control+0')
  await vi.waitFor(async () => expect((await rowsWith(page, 'Step 39.').boundingBox())?.height).toBe(28))
})

test('a zoomed list follows what comes', async () => {
  const { page, collector } = await openViewer({ zoom: 125 })
  for (let round = 0; round < 3; round++) {
    await postEvents(collector, [logEvent(`Late ${round}.`)])
    await waitForRow(page, `Late ${round}.`)
  }
})

test('in a zoomed window the edge of a column follows the pointer', async () => {
  const { page } = await openViewer({ zoom: 150 })
  const header = page.getByRole('columnheader').first()
  const edge = header.locator('.resizer')
  const before = await edge.boundingBox()
  if (!before) throw new Error('there is no edge')
  const [x, y] = [before.x + before.width / 2, before.y + before.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 90, y, { steps: 4 })
  await page.mouse.up()
  await vi.waitFor(async () => expect(((await edge.boundingBox())?.x ?? 0) - before.x - 90).toBeCloseTo(0, -0.7))
  await edge.dblclick()
  await vi.waitFor(async () => expect(((await edge.boundingBox())?.x ?? 0) - before.x).toBeCloseTo(0, -0.7))
})

test('in a zoomed window the border of the details follows the pointer', async () => {
  const { page } = await openViewer({ zoom: 125 })
  await rowsWith(page, 'Step 39.').click()
  const handle = page.getByRole('separator', { name: 'Resize details' })
  const before = await handle.boundingBox()
  if (!before) throw new Error('there is no border')
  await page.mouse.move(before.x, before.y + 100)
  await page.mouse.down()
  await page.mouse.move(before.x - 120, before.y + 100, { steps: 4 })
  await page.mouse.up()
  await vi.waitFor(async () => expect(((await handle.boundingBox())?.x ?? 0) - (before.x - 120)).toBeCloseTo(0, -0.7))
})

test.each([
  ['theme', { colorScheme: 'dark' as const }, 'dark'],
  ['contrast', { contrast: 'more' as const }, 'high'],
  ['motion', { reducedMotion: 'reduce' as const }, 'reduced'],
])('%s follows the system until the user chooses', async (name, media, value) => {
  const { page } = await openViewer()
  const before = await root(page, name)
  expect(before).not.toBe(value)
  await page.emulateMedia(media)
  await vi.waitFor(async () => expect(await root(page, name)).toBe(value))
  const own = { theme: 'light', contrast: 'normal', motion: 'full' }
  const chosen = await openViewer(own, media)
  expect(await root(chosen.page, name)).toBe(before)
})

test('with reduced motion nothing moves by itself', async () => {
  const { page } = await openViewer({ motion: 'reduced' })
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element)
        return animationName !== 'none' || transitionDuration.split(', ').some((time) => parseFloat(time) > 0)
      })
      .map((element) => element.className),
  )
  expect(moving).toEqual([])
})

test.each(['light', 'dark'])('high contrast in the %s theme is at least 7:1 on the main screen', async (theme) => {
  const { page } = await openViewer({ theme, contrast: 'high' })
  await rowsWith(page, 'Step 38.').click()
  await details(page).waitFor()
  expect(await findViolations(page, { rules: ['color-contrast-enhanced', 'color-contrast'] })).toEqual([])
})

test.each([
  ['light', 'normal'],
  ['dark', 'normal'],
  ['light', 'high'],
  ['dark', 'high'],
])('palette, settings and shortcuts break no rule of accessibility (%s, %s contrast)', async (theme, contrast) => {
  const { page } = await openViewer({ theme, contrast, keys: { 'event/next': ['k'] } })
  await openPalette(page, 'the')
  await options(page).first().waitFor()
  expect(await findViolations(page, DIALOG)).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  expect(await findViolations(page, DIALOG)).toEqual([])
  await page.keyboard.press('Escape')
  await openSettings(page)
  for (const name of await page.getByRole('navigation', { name: 'Pages' }).getByRole('button').allTextContents()) {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name, exact: true }).click()
    expect(await findViolations(page, DIALOG)).toEqual([])
  }
})

test('without following on start, the list stays where it opened', async () => {
  const { page, collector } = await openViewer({ followOnStart: false })
  await postEvents(collector, [logEvent('Came later.')])
  await page.getByRole('button', { name: '1 new' }).waitFor()
  expect(await rowsWith(page, 'Step 39.').count()).toBe(1)
})
