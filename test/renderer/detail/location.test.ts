import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { CodeLocation } from '../../../shared/event.ts'
import { rowsWith } from '../../e2e/viewer.ts'
import { expectAccessible } from '../../helpers/accessibility.ts'
import { browser } from '../../helpers/browser.ts'
import {
  logEvent,
  postEvents,
  shareCollector,
  startTestCollector,
  type TestCollector,
} from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'
import { makeFolder } from '../../main/code/project-folder.ts'

const FEED = `<?php
/*
 * A comment that begins above the lines that are shown.
 * It goes on, $forEver = 1, and is no code at all.
 */
final class Feed
{
    public function read(User $user): array
    {
        $feed = [];
\t\t$name = 'ü😀';
        return $this->db->articles($user->id);
    }
}
${'// a line\n'.repeat(60)}`

const shared = shareCollector(logEvent('Before all.'))
/** As the user who clicks "Allow". */
const confirmCommand = async () => true

interface Opened {
  readonly page: Page
  /** Where the code of the event's app is. */
  readonly root: string
  readonly app: string
  openRow(): Promise<void>
}

interface Surroundings {
  readonly isRootKnown?: boolean
  readonly collector?: TestCollector
}

let apps = 0

/** A viewer that shows an event with this location, of an app that has no other. */
async function openEvent(
  location: CodeLocation,
  { isRootKnown = true, collector = shared() }: Surroundings = {},
): Promise<Opened> {
  const root = makeFolder({
    'src/Feed.php': FEED,
    'lib/task.rb': 'def run\n  puts "now" # here\nend\n',
    'src/Long.php': `<?php\n${'// a line that is long enough to need two of them in a narrow window, or nearly so\n'.repeat(200)}`,
    'a.xyz': 'a\nb',
  })
  const app = `shop-${++apps}`
  await postEvents(collector, [logEvent(`Something in ${app}.`, { calledFrom: location })], { 'x-tattler-app': app })
  if (isRootKnown) {
    const viewer = await TestViewer.connect(collector)
    await viewer.request('code/set-root', { instance: app, root, mappings: [] })
  }
  const page = await browser.openPage(collector, { viewport: { width: 1280, height: 900 } })
  const openRow = () => rowsWith(page, `Something in ${app}.`).click()
  await openRow()
  await page.getByRole('heading', { name: 'Called from' }).waitFor()
  return { page, root, app, openRow }
}

const code = (page: Page) => page.locator('.excerpt-view')
const lines = (page: Page) => code(page).locator('.cm-line').allTextContents()
const numbers = async (page: Page) =>
  (await code(page).locator('.cm-lineNumbers .cm-gutterElement').allTextContents()).slice(1)
const waitForCode = (page: Page) => code(page).locator('.cm-marked-number').waitFor()

describe('the folder of a project', () => {
  test('C19: is asked for once, where the first location is shown', async () => {
    const { page, root, app, openRow } = await openEvent({ file: '/src/Feed.php', line: 12 }, { isRootKnown: false })
    expect(await code(page).count()).toBe(0)
    await page.getByRole('button', { name: '/src/Feed.php:12' }).click()
    await page.getByRole('heading', { name: `Where is the code of ${app}?` }).waitFor()
    await page.getByRole('textbox', { name: 'Folder of the project' }).fill(root)
    await page.getByRole('button', { name: 'Use this folder' }).click()
    await waitForCode(page)
    await page.reload()
    await openRow()
    await waitForCode(page)
  })

  test('is suggested where reported files are, and one click takes it', async () => {
    const folder = makeFolder({ 'project/src/Only4713.php': FEED, 'project/package.json': '{}' })
    const file = join(folder, 'project/src/Only4713.php')
    const { page } = await openEvent({ file, line: 12 }, { isRootKnown: false })
    await page.getByRole('button', { name: `${file}:12` }).click()
    const suggestions = page.getByRole('list', { name: 'Suggested folders' })
    await suggestions.getByRole('button', { name: `${folder}/project 1 of 1 reported file found` }).click()
    await waitForCode(page)
    expect(await page.getByRole('button', { name: '/src/Only4713.php:12' }).count()).toBe(1)
  })

  test('that cannot be is refused, with the reason', async () => {
    const { page } = await openEvent({ file: '/src/Feed.php', line: 12 }, { isRootKnown: false })
    await page.getByRole('button', { name: 'Open in editor' }).click()
    const field = page.getByRole('textbox', { name: 'Folder of the project' })
    await field.fill('/nowhere/at/all')
    await field.press('Enter')
    await page.getByRole('alert').getByText('There is no such folder.').waitFor()
    await field.press('Escape')
    await page.getByRole('heading', { name: 'Called from' }).waitFor()
    expect(await field.count()).toBe(0)
  })

  test('can be given another path for a container', async () => {
    const { page, root } = await openEvent({ file: '/var/www/html/src/Feed.php', line: 12 })
    await page.getByText('is not in the folder of its project').waitFor()
    await page.getByRole('button', { name: 'Project folder…' }).click()
    await page.getByRole('button', { name: 'Add a path' }).click()
    await page.getByRole('textbox', { name: 'Path that the app reports' }).fill('/var/www/html')
    await page.getByRole('button', { name: 'Use this folder' }).click()
    await waitForCode(page)
    await page.getByRole('button', { name: '/src/Feed.php:12', exact: true }).waitFor()
    expect(await page.content()).not.toContain(root)
  })

  test('C20: is not shown with its files', async () => {
    const { page, root } = await openEvent({ file: '/src/Feed.php', line: 12 })
    await waitForCode(page)
    expect(await page.content()).not.toContain(root)
  })
})

describe('code', () => {
  test('C21: is read-only, three lines to either side', async () => {
    const { page } = await openEvent({ file: '/src/Feed.php', line: 12 })
    await waitForCode(page)
    await expect.poll(() => numbers(page)).toEqual(['9', '10', '11', '12', '13', '14', '15'])
    expect((await lines(page))[3]).toBe('        return $this->db->articles($user->id);')
    const content = code(page).locator('.cm-content')
    await content.click()
    await page.keyboard.type('typed')
    expect([await content.getAttribute('contenteditable'), await content.textContent()]).toEqual([
      'false',
      expect.not.stringContaining('typed'),
    ])
  })

  test('C22: is not shown without a line: the path is, alone', async () => {
    const { page } = await openEvent({ file: '/src/Feed.php' })
    await page.getByText('/src/Feed.php', { exact: true }).waitFor()
    expect(await page.getByRole('button', { name: '/src/Feed.php' }).count()).toBe(0)
    expect(await code(page).count()).toBe(0)
  })

  test('C23: a line without a position is marked as a whole', async () => {
    const { page } = await openEvent({ file: '/src/Feed.php', line: 12 })
    await waitForCode(page)
    expect(await code(page).locator('.cm-marked-line').allTextContents()).toEqual([
      '        return $this->db->articles($user->id);',
    ])
    expect(await code(page).locator('.cm-marked-number').textContent()).toBe('12')
    expect(await code(page).locator('.cm-code-cursor, .cm-marked-range').count()).toBe(0)
  })

  test('C24: a line with a start is marked, with a cursor at the start', async () => {
    const { page } = await openEvent({ file: '/src/Feed.php', line: 12, positionStart: 16 })
    await waitForCode(page)
    const [line] = await code(page)
      .locator('.cm-marked-line')
      .evaluateAll(([element]) => {
        element?.querySelector('.cm-code-cursor')?.append('|')
        return [element?.textContent]
      })
    expect(line).toBe('        return |$this->db->articles($user->id);')
  })

  test('C25: a line with start and end is marked between them, both included', async () => {
    const { page } = await openEvent({ file: '/src/Feed.php', line: 11, positionStart: 11, positionEnd: 14 })
    await waitForCode(page)
    expect((await code(page).locator('.cm-marked-range').allTextContents()).join('')).toBe("'ü😀'")
    expect(await code(page).locator('.cm-marked-line').count()).toBe(0)
  })

  test('C26: grows above and below, as far as the file goes', async () => {
    const { page } = await openEvent({ file: '/src/Feed.php', line: 12 })
    await waitForCode(page)
    await page.getByRole('button', { name: '8 more lines above' }).click()
    const showing = (first: number, last: number) =>
      page.getByRole('textbox', { name: `/src/Feed.php, lines ${first} to ${last}, line 12 marked` })
    await showing(1, 15).waitFor()
    expect(await page.getByRole('button', { name: 'above' }).count()).toBe(0)
    for (const last of [35, 55, 74]) {
      await page.getByRole('button', { name: 'below' }).click()
      await showing(1, last).waitFor()
    }
    expect(await page.getByRole('button', { name: 'below' }).count()).toBe(0)
  })

  test.each([
    { width: 1280, height: 500, zoom: 1 },
    { width: 700, height: 600, zoom: 1 },
    { width: 1280, height: 700, zoom: 1.25 },
  ])('keeps the marked line where it is when it grows above: %o', async ({ zoom, ...viewport }) => {
    const { page } = await openEvent({ file: '/src/Long.php', line: 150 })
    await page.setViewportSize(viewport)
    await page.evaluate((value) => document.documentElement.style.setProperty('--zoom', String(value)), zoom)
    await waitForCode(page)
    const mark = code(page).locator('.cm-marked-number')
    const markTop = () => mark.evaluate((line) => Math.round(line.getBoundingClientRect().top))
    await mark.scrollIntoViewIfNeeded()
    const top = await markTop()
    for (const first of [127, 107, 87, 67, 47, 27, 7, 1]) {
      // Playwright would have the button scrolled into sight first.
      await page.getByRole('button', { name: 'above' }).evaluate((button: HTMLElement) => button.click())
      await page.getByRole('textbox', { name: `lines ${first} to 153, line 150 marked` }).waitFor()
      // Less than half a line: each step may round.
      expect(Math.abs((await markTop()) - top)).toBeLessThan(8)
    }
  })

  test('C27: is coloured by the name of the file, from what stands above it', async () => {
    const { page } = await openEvent({ file: '/src/Feed.php', line: 6 })
    await waitForCode(page)
    const colours = (text: string) =>
      code(page)
        .locator('.cm-line span')
        .filter({ hasText: text })
        .first()
        .evaluate((element) => getComputedStyle(element).color)
    const keyword = await colours('final')
    expect(await colours('$forEver')).not.toBe(keyword)
    // All of the comment's line is one comment, though it begins above.
    await expect
      .poll(() => code(page).locator('.cm-line').nth(1).locator('span').allTextContents())
      .toEqual([' * It goes on, $forEver = 1, and is no code at all.'])
    expect(await page.locator('.cm-lint-marker, .cm-lintRange').count()).toBe(0)
  })

  test('C27: is coloured in languages of the older kind, and plain in those nobody knows', async () => {
    const ruby = await openEvent({ file: '/lib/task.rb', line: 2 })
    await waitForCode(ruby.page)
    await code(ruby.page).locator('.cm-line span', { hasText: '"now"' }).waitFor()
    await code(ruby.page).locator('.cm-line span', { hasText: '# here' }).waitFor()
    const plain = await openEvent({ file: '/a.xyz', line: 2 })
    await waitForCode(plain.page)
    expect(await lines(plain.page)).toEqual(['a', 'b'])
  })

  test('stays closed, or open, as the user left the last one', async () => {
    const { page, openRow } = await openEvent({ file: '/src/Feed.php', line: 12 })
    await waitForCode(page)
    await page.getByRole('button', { name: '/src/Feed.php:12' }).click()
    await page.getByRole('button', { name: 'Close details' }).click()
    await openRow()
    await page.getByRole('heading', { name: 'Called from' }).waitFor()
    expect(await code(page).count()).toBe(0)
    await page.getByRole('button', { name: '/src/Feed.php:12' }).click()
    await waitForCode(page)
  })

  test('that is not there any more is said to have changed', async () => {
    const { page } = await openEvent({ file: '/src/Feed.php', line: 500 })
    await page.getByRole('status').getByText('/src/Feed.php has fewer lines: it must have changed since.').waitFor()
  })
})

describe('open in editor', () => {
  test('asks for the editor once, and hands over file, line and column', async () => {
    const { page, root } = await openEvent(
      { file: '/src/Feed.php', line: 12, positionStart: 16 },
      { collector: await startTestCollector({ confirmCommand }) },
    )
    const log = join(root, 'argv.json')
    const editor = join(root, 'my editor')
    writeFileSync(
      editor,
      `#!${process.execPath}
      require('node:fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify(process.argv.slice(2)) + '\\n')`,
    )
    chmodSync(editor, 0o755)
    const calls = () => readFileSync(log, 'utf8').trim().split('\n')
    const call = JSON.stringify(['--at', `${join(root, 'src/Feed.php')}:12:16`])

    await page.getByRole('button', { name: 'Open in editor' }).click()
    await page.getByRole('textbox', { name: 'Own command' }).fill(`"${editor}" --at {file}:{line}:{column}`)
    await page.keyboard.press('Enter')
    await expect.poll(calls).toEqual([call])
    await page.getByRole('button', { name: 'Open in your editor' }).click()
    await expect.poll(calls).toEqual([call, call])
    await page.keyboard.press('o')
    await expect.poll(calls).toEqual([call, call, call])
  })

  test('says when it fails, and Escape closes the choice alone', async () => {
    const { page } = await openEvent(
      { file: '/src/Feed.php', line: 12 },
      { collector: await startTestCollector({ confirmCommand }) },
    )
    await page.getByRole('button', { name: 'Open in editor' }).click()
    const field = page.getByRole('textbox', { name: 'Own command' })
    await field.fill('sh -c {file}')
    await page.getByRole('button', { name: 'Use', exact: true }).click()
    await page.getByRole('alert').getByText('name the editor itself').waitFor()
    await field.fill('no-such-editor {file}')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('no-such-editor was not found on this machine.').waitFor()
    await page.getByRole('button', { name: 'Choose editor' }).click()
    await field.waitFor()
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
    expect(await page.getByRole('heading', { name: 'Called from' }).count()).toBe(1)
  })
})

test('the editor can be chosen in the settings', async () => {
  const { page } = await openEvent(
    { file: '/src/Feed.php', line: 12 },
    { collector: await startTestCollector({ confirmCommand }) },
  )
  await page.keyboard.press('Control+,')
  const settings = page.getByRole('dialog')
  await settings.getByRole('button', { name: 'Code', exact: true }).click()
  const command = settings.getByRole('textbox', { name: 'Own editor' })
  await command.fill('sh -c {file}')
  await command.press('Enter')
  await settings.getByRole('alert').getByText('name the editor itself').waitFor()
  await command.fill('my-editor {file}')
  await command.press('Enter')
  const editor = settings.getByRole('combobox', { name: 'Editor' })
  await expect.poll(() => editor.inputValue()).toBe('custom')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Open in your editor' }).waitFor()
})

test('nothing of it breaks the rules of accessibility, in either theme', async () => {
  const { page } = await openEvent({ file: '/src/Feed.php', line: 12, positionStart: 16, positionEnd: 20 })
  await waitForCode(page)
  const check = () => expectAccessible(page, { within: '.detail-pane' })
  await check()
  await page.getByRole('button', { name: 'Open in editor' }).click()
  await page.getByText('A command of your own is named in Tattler’s window').waitFor()
  await check()
  await page.getByRole('button', { name: 'Project folder…' }).click()
  await page.getByRole('button', { name: 'Add a path' }).click()
  await check()
})
