import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clickMenu, closeWindow } from './electron-window.ts'
import { testEveryView } from './every-view.ts'
import { makeLog, sendEvents } from './send.ts'
import { type Launched, launchElectron, makeDataDir } from './tattler.ts'
import { details, selectNewest, waitForRow } from './viewer.ts'

describe('every view in Electron', () => {
  const { dataDir, remove } = makeDataDir()
  let tattler: Launched

  beforeAll(async () => {
    tattler = await launchElectron(dataDir)
    await tattler.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1440, 900))
  })
  afterAll(async () => {
    await tattler?.quit()
    remove()
  })

  testEveryView(() => ({
    page: tattler.page,
    url: tattler.url,
    save: (start) => save(tattler, dataDir, start),
    // The page is the one of the browser, whose accessibility is tested there.
    inspect: async () => {},
  }))

  it('finds inside the JSON by the key that is the search of the list everywhere else, and in the menu', async () => {
    const { page, url } = tattler
    await openLinks(page, url, 'Find in it')
    await page.getByRole('tree', { name: 'payload' }).focus()
    await press(tattler, 'F', 'control')
    const find = page.getByRole('textbox', { name: 'Find in payload' })
    await expect.poll(() => find.evaluate((field) => field === document.activeElement)).toBe(true)
    const search = page.getByRole('combobox', { name: 'Search events' })
    await find.press('Escape')
    await page.getByRole('grid', { name: 'Events' }).focus()
    await press(tattler, 'F', 'control')
    await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.getByRole('grid', { name: 'Events' }).focus()
    await clickMenu(tattler, 'Edit', 'Find')
    await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true)
  })

  it('asks before it opens an address in JSON outside', async () => {
    const { app, page, url } = tattler
    await openLinks(page, url, 'With a link')
    await app.evaluate(({ dialog }) => {
      const asked: string[] = []
      dialog.showMessageBox = async (...args: unknown[]) => {
        asked.push(String(Reflect.get(Object(args.at(-1)), 'detail')))
        return { response: 1, checkboxChecked: false }
      }
      Reflect.set(globalThis, 'asked', asked)
    })
    await details(page).getByRole('link', { name: 'Open link outside' }).click()
    await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, 'asked'))).toEqual(['https://example.test/docs'])
    expect(app.windows()).toHaveLength(1)
  })

  it('zooms by the keys that the menu shows', async () => {
    const { page } = tattler
    const zoom = () => page.evaluate(() => document.documentElement.style.getPropertyValue('--zoom'))
    const before = await zoom()
    await press(tattler, '=', 'control')
    await expect.poll(zoom).not.toBe(before)
    await press(tattler, '-', 'control')
    await expect.poll(zoom).toBe(before)
    await press(tattler, 'Plus', 'control')
    await expect.poll(zoom).not.toBe(before)
    await press(tattler, '0', 'control')
    await expect.poll(zoom).toBe(before)
  })

  it('notifies of an error while the window has no focus, and a click on that shows the event', async () => {
    const { app, page, url } = tattler
    await page.getByRole('grid', { name: 'Events' }).focus()
    await page.keyboard.press('Control+,')
    await page.getByRole('textbox', { name: 'Search settings' }).fill('errors')
    const alerts = page.getByRole('switch', { name: 'Errors' })
    await alerts.click()
    await expect.poll(() => alerts.isChecked()).toBe(true)
    await page.keyboard.press('Escape')
    // What the system's own notifications would do, no test can see.
    await app.evaluate(({ BrowserWindow, Notification }) => {
      const shown: Electron.Notification[] = []
      Notification.isSupported = () => true
      Notification.prototype.show = function show() {
        shown.push(this)
      }
      Reflect.set(globalThis, 'shown', shown)
      const [window] = BrowserWindow.getAllWindows()
      window?.blur()
      window?.hide()
    })
    await sendEvents(url, [makeLog('All is well'), makeLog('The till is on fire', 6)])
    const shown = () =>
      app.evaluate(() =>
        (Reflect.get(globalThis, 'shown') as Electron.Notification[]).map(({ title, body }) => ({ title, body })),
      )
    await expect.poll(shown).toEqual([{ title: 'Error in shop', body: 'The till is on fire' }])
    await app.evaluate(() => {
      const [notification] = Reflect.get(globalThis, 'shown') as Electron.Notification[]
      notification?.emit('click')
    })
    await details(page).getByRole('heading', { name: 'The till is on fire' }).waitFor()
    await page.getByRole('row', { selected: true }).getByText('The till is on fire').waitFor()
    const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
    await expect.poll(isVisible).toBe(true)
  })

  it('stays on top of other windows until told otherwise, in the next window as well', async () => {
    const { app, page } = tattler
    const isOnTop = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isAlwaysOnTop())
    expect(await isOnTop()).toBe(false)
    await clickMenu(tattler, 'Window', 'Always on Top')
    await page.getByText('The window stays on top.').waitFor()
    await expect.poll(isOnTop).toBe(true)

    await closeWindow(tattler)
    const reopened = app.waitForEvent('window')
    await app.evaluate(({ app: electron }) => electron.emit('activate'))
    tattler = { ...tattler, page: await reopened }
    await waitForRow(tattler.page, 'The till is on fire')
    expect(await isOnTop()).toBe(true)
    await clickMenu(tattler, 'Window', 'Always on Top')
    await tattler.page.getByText('The window no longer stays on top.').waitFor()
    await expect.poll(isOnTop).toBe(false)
  })
})

/** Sends an event with an address in it, and opens that. */
async function openLinks(page: Page, url: string, name: string): Promise<void> {
  await sendEvents(url, [{ type: 'links', payload: { name, docs: 'https://example.test/docs' } }])
  await selectNewest(page, name)
  await page.keyboard.press('Enter')
  await details(page).getByRole('heading', { level: 2 }).filter({ hasText: name }).waitFor()
}

/** Presses a key as the system would, so that the menu may take it before the page does. */
function press({ app }: Launched, keyCode: string, ...modifiers: 'control'[]): Promise<void> {
  return app.evaluate(
    ({ BrowserWindow }, key) => {
      const page = BrowserWindow.getAllWindows()[0]?.webContents
      page?.sendInputEvent({ type: 'keyDown', ...key })
      page?.sendInputEvent({ type: 'keyUp', ...key })
    },
    { keyCode, modifiers },
  )
}

/** Answers the system's dialog, which no test can click, with a file in `folder`, and reads that. */
async function save({ app }: Launched, folder: string, start: () => Promise<void>): Promise<string> {
  const file = join(folder, 'saved')
  await app.evaluate(({ session }, path) => {
    const saved = new Promise((resolve) => {
      session.defaultSession.once('will-download', (_event, item) => {
        item.setSavePath(path)
        item.once('done', (_done, state) => resolve(state))
      })
    })
    Reflect.set(globalThis, 'saved', saved)
  }, file)
  await start()
  expect(await app.evaluate(() => Reflect.get(globalThis, 'saved'))).toBe('completed')
  return readFileSync(file, 'utf8')
}
