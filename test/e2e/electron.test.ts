import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clickMenu, closeWindow } from './electron-window.ts'
import { testMainJob } from './main-job.ts'
import { makeLog, sendEvents } from './send.ts'
import { type Launched, launchElectron, makeDataDir, startAgain } from './tattler.ts'
import { search, waitForClosed, waitForRow } from './viewer.ts'

describe('Tattler in Electron', () => {
  const { dataDir, remove } = makeDataDir()
  let tattler: Launched
  let page: Page

  beforeAll(async () => {
    tattler = await launchElectron(dataDir)
    page = tattler.page
  })
  afterAll(async () => {
    await tattler?.quit()
    remove()
  })

  testMainJob(() => ({ page, url: tattler.url }))

  it('hands what the menu asks to the viewer', async () => {
    await clickMenu(tattler, 'Help', 'Keyboard Shortcuts')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await waitForClosed(page)
  })

  it('gives the page nothing of Node', async () => {
    const globals = () => ['require', 'process', 'Buffer'].map((name) => typeof Reflect.get(window, name))
    expect(await page.evaluate(globals)).toEqual(['undefined', 'undefined', 'undefined'])
  })

  it('stays on its page, and asks before it opens a link outside, showing the whole address', async () => {
    await tattler.app.evaluate(({ BrowserWindow, dialog }) => {
      const seen = { loaded: [] as string[], asked: [] as string[] }
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      contents?.on('did-navigate', (_event, url) => seen.loaded.push(url))
      dialog.showMessageBox = async (...args: unknown[]) => {
        seen.asked.push(String(Reflect.get(Object(args.at(-1)), 'detail')))
        return { response: 1, checkboxChecked: false }
      }
      Reflect.set(globalThis, 'seen', seen)
    })
    await page.evaluate(() => {
      window.open('https://example.test/opened')
      window.open('tattler://app/index.html')
      window.open('file:///etc/passwd')
      location.assign('https://example.test/assigned?to=here')
    })
    const seen = () => tattler.app.evaluate(() => Reflect.get(globalThis, 'seen'))
    await expect.poll(seen).toEqual({
      loaded: [],
      asked: ['https://example.test/opened', 'https://example.test/assigned?to=here'],
    })
    expect(tattler.app.windows()).toHaveLength(1)
  })

  it('serves the built viewer and nothing beside it', async () => {
    const statuses = await page.evaluate(async () =>
      Promise.all(
        ['index.html', '%2e%2e/main/app.js', '..%2fmain%2fapp.js', '%00', 'nothing.js'].map(
          async (path) => (await fetch(path)).status,
        ),
      ),
    )
    expect(statuses).toEqual([200, 404, 404, 404, 404])
  })

  it('keeps collecting when its window is closed, and opens it again when started again', async () => {
    const bounds = { x: 40, y: 30, width: 1000, height: 640 }
    await tattler.app.evaluate(({ BrowserWindow }, place) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.setBounds(place)
    }, bounds)
    await closeWindow(tattler)
    await sendEvents(tattler.url, [makeLog('Sent while the window was closed')])
    const reopened = tattler.app.waitForEvent('window')
    expect(await startAgain(dataDir)).toBe(0)
    page = await reopened
    await waitForRow(page, 'Sent while the window was closed')
    const places = await tattler.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.getNormalBounds()),
    )
    expect(places).toEqual([bounds])
  })

  it('has all events after a restart', async () => {
    await tattler.quit()
    tattler = await launchElectron(dataDir)
    page = tattler.page
    await waitForRow(page, 'Sent while the window was closed')
    await search(page, '1001')
    await waitForRow(page, 'Order 1001 placed')
  })
})
