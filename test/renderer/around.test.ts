import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openEvent, rowsWith, waitForClosed, waitForRow } from '../e2e/viewer.ts'
import { expectAccessible, expectHighContrast } from '../helpers/accessibility.ts'
import { browser, type OpenedViewer, type ViewerOptions } from '../helpers/browser.ts'
import { logEvent, postEvents, queryEvent, shareCollector, startTestCollector } from '../helpers/collector.ts'
import { findFreePort } from '../helpers/free-port.ts'
import { startMailCollector } from '../helpers/smtp.ts'
import { TestViewer } from '../helpers/viewer.ts'

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

const APP = { 'x-tattler-app': 'shop' }
const shop = shareCollector(EVENTS, APP)

/** A viewer with some events in it. */
async function openViewer(options: ViewerOptions = {}, collector = shop()): Promise<OpenedViewer> {
  const page = await browser.openPage(collector, { viewport: { width: 1280, height: 800 }, ...options })
  await waitForRow(page, 'Step 39.')
  return { page, collector }
}

/** The same on a collector of its own, for a test that changes something there. */
async function openOwnViewer(settings: Record<string, unknown> = {}): Promise<OpenedViewer> {
  const collector = await startTestCollector()
  await postEvents(collector, EVENTS, APP)
  return openViewer({ settings }, collector)
}

const root = (page: Page, name: string) => page.evaluate((key) => document.documentElement.dataset[key], name)
const options = (page: Page) => page.getByRole('dialog').getByRole('option')
const stored = (page: Page) => page.evaluate(() => JSON.parse(localStorage.getItem('tattler') ?? '{}').state)

/** Opens the palette and types into it. */
async function openPalette(page: Page, search = ''): Promise<void> {
  await waitForClosed(page)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find a command' }).waitFor()
  await page.keyboard.insertText(search)
}

async function openSettings(page: Page, search = ''): Promise<void> {
  await waitForClosed(page)
  await page.keyboard.press('Control+,')
  await page.getByRole('textbox', { name: 'Search settings' }).waitFor()
  await page.keyboard.insertText(search)
}

test('a command is found by a few letters, run with Enter, and there first the next time', async () => {
  const { page } = await openViewer()
  await openPalette(page, 'thda')
  await options(page).first().getByText('Theme: dark').waitFor()
  await expect.poll(() => options(page).first().locator('mark').allTextContents()).toEqual(['Th', 'da'])
  await page.keyboard.press('Enter')
  await waitForClosed(page)
  await expect.poll(() => root(page, 'theme')).toBe('dark')
  await openPalette(page)
  await expect.poll(() => options(page).first().getAttribute('aria-label')).toBe('Theme: dark, on')
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
  await expect.poll(() => root(page, 'theme')).toBe('dark')
})

test('Enter never runs what was found for an earlier text', async () => {
  const { page } = await openViewer()
  await openPalette(page)
  await page.getByRole('option', { name: 'Settings: Appearance' }).waitFor()
  await page.keyboard.insertText('zzqq')
  await page.keyboard.press('Enter')
  await waitForClosed(page)
  await expect.poll(() => page.getByRole('combobox', { name: 'Search events' }).inputValue()).toBe('zzqq')
})

test('letters typed right after the key of the palette are in its field, the first time as well', async () => {
  const { page } = await openOwnViewer()
  await page.getByRole('grid', { name: 'Events' }).focus()
  const field = await page.evaluate(async () => {
    const key = { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true }
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', key))
    // A fast typist's next key comes no sooner.
    await Promise.resolve()
    return document.activeElement?.getAttribute('aria-label')
  })
  expect(field).toBe('Find a command')
})

test('arrows choose among commands, Esc leaves without running one, and the focus is where it was', async () => {
  const { page } = await openViewer()
  await page.getByRole('grid', { name: 'Events' }).focus()
  await openPalette(page, 'contrast')
  // Before the list has followed, nothing in it is marked as found.
  await options(page).first().locator('mark').first().waitFor()
  const chosen = () => page.getByRole('option', { selected: true }).textContent()
  const first = await chosen()
  await page.keyboard.press('ArrowDown')
  await expect.poll(chosen).not.toBe(first)
  await page.keyboard.press('ArrowUp')
  await expect.poll(chosen).toBe(first)
  await page.keyboard.press('Escape')
  await waitForClosed(page)
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid')
})

test('the palette is wider than other dialogs: its names are long', async () => {
  const { page } = await openViewer()
  await openPalette(page)
  const palette = page.getByRole('dialog', { name: 'Commands' })
  expect((await palette.boundingBox())?.width).toBe(620)
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

test('an event that is gone to from the requests is shown in the list', async () => {
  const { page } = await openViewer()
  await page.keyboard.press('2')
  await page.getByRole('grid', { name: 'Events' }).waitFor({ state: 'detached' })
  await openPalette(page, '#2')
  await page.getByRole('option', { name: 'Go to event #2' }).click()
  await page.getByRole('row', { selected: true }).getByText('SELECT 1').waitFor()
})

test('a command without a selection to act on does nothing', async () => {
  const { page } = await openViewer()
  await openPalette(page, 'copy event')
  const copy = page.getByRole('option', { name: 'Copy event as JSON' })
  expect(await copy.getAttribute('aria-disabled')).toBe('true')
  await copy.click({ force: true })
  await copy.waitFor()
})

test('an event is pinned by key, and its row says so', async () => {
  const { page } = await openOwnViewer()
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
  await expect.poll(async () => (await rowsWith(page, 'Step 39.').boundingBox())?.height).toBe(22)
  await page.getByRole('button', { name: 'Reset Density' }).click()
  await expect.poll(async () => (await rowsWith(page, 'Step 39.').boundingBox())?.height).toBe(28)
})

test('a setting that is chosen in the palette is shown with the focus on it, the first time as well', async () => {
  const { page } = await openViewer()
  await openPalette(page, 'density')
  await page.getByRole('option', { name: 'Density, Appearance' }).click()
  await page.getByRole('button', { name: 'Comfortable' }).and(page.locator(':focus')).waitFor()
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
  await field.fill(String(await findFreePort()))
  await field.press('Enter')
  await page.getByRole('alert').waitFor({ state: 'detached' })
})

test('saved filters and highlights are kept in the settings, too', async () => {
  const { page } = await openViewer({
    settings: {
      savedFilters: [{ name: 'Steps', filter: { search: 'Step' } }],
      highlights: [{ search: 'Step 3', color: 'green', isOn: true }],
    },
  })
  await openSettings(page, 'highlight')
  const settings = page.getByRole('dialog')
  await settings.getByRole('switch', { name: 'Highlight Step 3' }).click()
  await expect.poll(async () => (await stored(page)).highlights[0].isOn).toBe(false)
  await settings.getByRole('button', { name: 'Filters', exact: true }).click()
  await settings.getByRole('button', { name: 'Steps', exact: true }).click()
  await settings.waitFor({ state: 'detached' })
  await expect.poll(() => page.getByRole('combobox').first().inputValue()).toBe('Step')
})

test('the folders of all projects are in the settings, and change there', async () => {
  const { page, collector } = await openOwnViewer()
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
  await waitForClosed(page)
  await page.keyboard.press('j')
  await page.getByRole('button', { name: 'Resume, 0 new' }).waitFor()
  expect((await stored(page)).keys).toMatchObject({ 'list/pause': ['p', 'j'], 'event/next': [] })
})

test("the collector's settings are written to its file, and what does not fit is refused at the field", async () => {
  const { page, collector } = await openOwnViewer()
  await openSettings(page, 'events kept')
  const field = page.getByRole('textbox', { name: 'Events kept' })
  await field.fill('none')
  await field.press('Enter')
  await page.getByRole('alert').getByText('A whole number').waitFor()
  await field.fill('5,000')
  await field.press('Enter')
  await page.getByRole('button', { name: 'Reset Events kept' }).waitFor()
  const file = join(collector.dataDir, 'settings.json')
  await expect.poll(() => JSON.parse(readFileSync(file, 'utf8'))).toEqual({ retention: { events: 5000 } })
})

test('what the limits took is counted at the bottom, which leads to the limits', async () => {
  const { page, collector } = await openOwnViewer()
  const { events } = collector.status()
  const viewer = await TestViewer.connect(collector)
  await viewer.request('settings/write', { retention: { events: 5 } })
  await page.getByRole('button', { name: `${events - 5} dropped` }).click()
  await page.getByRole('textbox', { name: 'Events kept' }).waitFor()
})

test('zoom grows everything, keeps the list at its end, and stays for the next start', async () => {
  const { page } = await openViewer()
  for (let step = 0; step < 3; step++) await page.keyboard.press('Control++')
  await expect.poll(async () => (await rowsWith(page, 'Step 39.').boundingBox())?.height).toBeCloseTo(42, 0)
  const bottom = async (part: Locator) => {
    const box = await part.boundingBox()
    return box ? box.y + box.height : Number.NaN
  }
  const list = page.getByRole('grid', { name: 'Events' })
  await expect.poll(async () => (await bottom(rowsWith(page, 'Step 39.'))) - (await bottom(list))).toBeCloseTo(0, -0.7)
  await page.reload()
  await waitForRow(page, 'Step 39.')
  expect((await stored(page)).zoom).toBe(150)
  await page.keyboard.press('Control+0')
  await expect.poll(async () => (await rowsWith(page, 'Step 39.').boundingBox())?.height).toBe(28)
})

test('a zoomed list follows what comes', async () => {
  const { page, collector } = await openOwnViewer({ zoom: 125 })
  for (let round = 0; round < 3; round++) {
    await postEvents(collector, [logEvent(`Late ${round}.`)])
    await waitForRow(page, `Late ${round}.`)
  }
})

test('in a zoomed window the edge of a column follows the pointer', async () => {
  const { page } = await openViewer({ settings: { zoom: 150 } })
  const header = page.getByRole('columnheader').first()
  const edge = header.locator('.resizer')
  const before = await edge.boundingBox()
  if (!before) throw new Error('there is no edge')
  const [x, y] = [before.x + before.width / 2, before.y + before.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 90, y, { steps: 4 })
  await page.mouse.up()
  await expect.poll(async () => ((await edge.boundingBox())?.x ?? 0) - before.x - 90).toBeCloseTo(0, -0.7)
  await edge.dblclick()
  await expect.poll(async () => ((await edge.boundingBox())?.x ?? 0) - before.x).toBeCloseTo(0, -0.7)
})

test('in a zoomed window the border of the details follows the pointer', async () => {
  const { page } = await openViewer({ settings: { zoom: 125 } })
  await openEvent(page, 'Step 39.')
  const handle = page.getByRole('separator', { name: 'Resize details' })
  const before = await handle.boundingBox()
  if (!before) throw new Error('there is no border')
  await page.mouse.move(before.x, before.y + 100)
  await page.mouse.down()
  await page.mouse.move(before.x - 120, before.y + 100, { steps: 4 })
  await page.mouse.up()
  await expect.poll(async () => ((await handle.boundingBox())?.x ?? 0) - (before.x - 120)).toBeCloseTo(0, -0.7)
})

describe('theme, contrast and motion', () => {
  const own = { theme: 'light', contrast: 'normal', motion: 'full' }
  const media = { colorScheme: 'dark', contrast: 'more', reducedMotion: 'reduce' } as const
  const looks = (page: Page) => page.evaluate(() => ({ ...document.documentElement.dataset }))

  test('follow the system', async () => {
    const { page } = await openViewer()
    expect(await looks(page)).toMatchObject(own)
    await page.emulateMedia(media)
    await expect.poll(() => looks(page)).toMatchObject({ theme: 'dark', contrast: 'high', motion: 'reduced' })
  })

  test('are what the user chose, whatever the system says', async () => {
    const { page } = await openViewer({ settings: own, media })
    expect(await looks(page)).toMatchObject(own)
  })
})

test('with reduced motion nothing moves by itself', async () => {
  const { page } = await openViewer({ settings: { motion: 'reduced' } })
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

test('high contrast is at least 7:1 on the main screen, in either theme', async () => {
  const { page } = await openViewer()
  await openEvent(page, 'Step 38.')
  await expectHighContrast(page)
})

test('palette, settings and shortcuts break no rule of accessibility, in either theme and contrast', async () => {
  const { page } = await openViewer({ settings: { keys: { 'event/next': ['k'] } } })
  const check = (within = 'dialog[open]', inAnyContrast = true) => expectAccessible(page, { within, inAnyContrast })
  await openPalette(page, 'the')
  await options(page).first().waitFor()
  await check()
  await page.keyboard.press('Escape')
  await waitForClosed(page)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor()
  await check()
  await page.keyboard.press('Escape')
  await waitForClosed(page)
  await openSettings(page)
  await check('.settings-nav')
  const pages = page.getByRole('navigation', { name: 'Pages' }).getByRole('button')
  for (const name of await pages.allTextContents()) {
    await pages.and(page.getByRole('button', { name, exact: true })).click()
    await pages.and(page.locator('[aria-current]')).getByText(name, { exact: true }).waitFor()
    await check('.settings-content', false)
  }
  // What a common letter finds is nearly all of them.
  await page.getByRole('textbox', { name: 'Search settings' }).fill('e')
  await page.locator('.setting').nth(15).waitFor()
  await check('.settings-content')
})

test('without following on start, the list stays where it opened', async () => {
  const { page, collector } = await openOwnViewer({ followOnStart: false })
  await postEvents(collector, [logEvent('Came later.')])
  await page.getByRole('button', { name: '1 new' }).waitFor()
  expect(await rowsWith(page, 'Step 39.').count()).toBe(1)
})

test('without following on start, a sorted list begins at its top all the same', async () => {
  const { page } = await openOwnViewer({ followOnStart: false })
  const first = await page.getByRole('row').nth(1).textContent()
  await page.getByRole('button', { name: 'Time', exact: true }).click()
  await expect.poll(() => page.getByRole('row').nth(1).textContent()).not.toBe(first)
  const top = await page.getByRole('row').nth(1).textContent()
  await page.reload()
  await expect.poll(() => page.getByRole('row').nth(1).textContent()).toBe(top)
})
