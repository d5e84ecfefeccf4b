import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeLog, sendEvents } from './send.ts'
import { type Launched, launchElectron, makeDataDir } from './tattler.ts'
import { waitForRow } from './viewer.ts'

// Electron's own checklist (its documentation, "Security", 1 to 20), as far as a running window can show it; links and new windows
// are in electron.test.ts, the fuses in packaged.test.ts.
describe('the window', () => {
  const { dataDir, remove } = makeDataDir()
  const loaded: string[] = []
  let tattler: Launched
  let page: Page

  beforeAll(async () => {
    tattler = await launchElectron(dataDir)
    page = tattler.page
    page.on('request', (request) => loaded.push(request.url()))
    await page.reload()
    await sendEvents(tattler.url, [makeLog('Seen')])
    await waitForRow(page, 'Seen')
  })
  afterAll(async () => {
    await tattler?.quit()
    remove()
  })

  it('1, 18: loads its own files through its own protocol, and nothing else', () => {
    expect(page.url()).toBe('tattler://app/')
    expect(loaded.filter((url) => !url.startsWith('tattler://app/') && !url.startsWith('data:'))).toEqual([])
    expect(loaded.length).toBeGreaterThan(3)
  })

  it('2, 3, 4, 6, 8 to 12: has a sandbox, a context of its own for the preload, and no switch that opens them', async () => {
    const preferences = await tattler.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      return contents && Reflect.get(contents, 'getLastWebPreferences').call(contents)
    })
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    })
    const open = [
      'nodeIntegrationInWorker',
      'nodeIntegrationInSubFrames',
      'allowRunningInsecureContent',
      'experimentalFeatures',
    ]
    for (const name of open) expect([name, preferences[name] ?? false]).toEqual([name, false])
    for (const name of ['enableBlinkFeatures', 'disableBlinkFeatures']) expect(preferences[name] ?? '').toBe('')
    expect(preferences.webSecurity ?? true).toBe(true)
  })

  it('5: grants no permission but to copy, and to reach Tattler', async () => {
    const granted = await page.evaluate(async () => {
      const asked: Record<string, string> = {}
      for (const name of [
        'geolocation',
        'camera',
        'microphone',
        'notifications',
        'midi',
        'clipboard-read',
      ] as PermissionName[]) {
        asked[name] = await navigator.permissions.query({ name }).then(
          ({ state }) => state,
          () => 'unknown',
        )
      }
      const fails = (what: Promise<unknown>) =>
        what.then(
          () => 'granted',
          () => 'denied',
        )
      asked.notification = await Notification.requestPermission()
      asked.media = await fails(navigator.mediaDevices.getUserMedia({ audio: true }))
      asked.screen = await fails(navigator.mediaDevices.getDisplayMedia({ video: true }))
      asked.position = await fails(
        new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      )
      asked.clipboard = await fails(navigator.clipboard.readText())
      return asked
    })
    expect(Object.entries(granted).filter(([, state]) => state === 'granted')).toEqual([])
  })

  it('7: has a policy that runs no inline script, and keeps to it', async () => {
    const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'))
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    const tried = await page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.body.append(script)
      const isBlocked = await fetch('https://example.test/').then(
        () => false,
        () => true,
      )
      return { ran: Reflect.get(window, 'ran') ?? false, isBlocked }
    })
    expect(tried).toEqual({ ran: false, isBlocked: true })
  })

  it('11, 12: makes no webview', async () => {
    await page.evaluate(() => {
      const view = document.createElement('webview')
      view.setAttribute('src', 'https://example.test/')
      view.setAttribute('nodeintegration', '')
      document.body.append(view)
    })
    const types = await tattler.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((one) => one.getType()),
    )
    expect(types).toEqual(['window'])
  })

  it('13, 14: keeps to the viewer any other page, too, that anything makes', async () => {
    const tried = await tattler.app.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false })
      await other.loadURL('data:text/html,<title>Other</title>')
      const navigated: string[] = []
      other.webContents.on('did-navigate', (_event, url) => navigated.push(url))
      await other.webContents.executeJavaScript(
        "window.open('file:///etc/passwd'); location.href = 'file:///etc/passwd'; 1",
      )
      await new Promise((resolve) => setTimeout(resolve, 300))
      const windows = BrowserWindow.getAllWindows().length
      other.destroy()
      return { navigated, windows }
    })
    expect(tried).toEqual({ navigated: [], windows: 2 })
  })

  it('15: opens no address outside but of web and mail, and those only when asked', async () => {
    const asked = await tattler.app.evaluate(async ({ BrowserWindow, dialog, shell }) => {
      const seen: string[] = []
      dialog.showMessageBox = async (...args: unknown[]) => {
        seen.push(String(Reflect.get(Object(args.at(-1)), 'detail')))
        return { response: 1, checkboxChecked: false }
      }
      shell.openExternal = async (url: string) => void seen.push(`opened ${url}`)
      const addresses = [
        'file:///etc/passwd',
        'smb://evil.test/x',
        'ms-msdt:/id',
        'javascript:1',
        'vscode://x',
        'https://ok.test/',
      ]
      const page = BrowserWindow.getAllWindows()[0]?.webContents
      for (const address of addresses) await page?.executeJavaScript(`window.open(${JSON.stringify(address)}); 1`)
      return seen
    })
    expect(asked).toEqual(['https://ok.test/'])
  })

  it('17: answers the viewer alone, whoever else has its preload', async () => {
    const answer = await tattler.app.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/dist/preload/preload.cjs`
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      })
      await other.loadURL('data:text/html,<title>Other</title>')
      const told = await other.webContents.executeJavaScript(
        "window.tattler.connection().then(({ token }) => token, (error) => 'refused: ' + error.message)",
      )
      other.destroy()
      return told
    })
    expect(answer).toMatch(/^refused: .*only for the viewer/)
  })

  it('20: is handed functions of its own, and nothing of Electron', async () => {
    const handed = await page.evaluate(() =>
      Object.entries(Object(Reflect.get(window, 'tattler'))).map(([name, value]) => [name, typeof value]),
    )
    expect(Object.fromEntries(handed)).toEqual({
      connection: 'function',
      chooseFolder: 'function',
      toggleOnTop: 'function',
      onSelect: 'function',
      onMenu: 'function',
    })
    const globals = () =>
      ['require', 'process', 'Buffer', 'electron', 'ipcRenderer'].map((name) => typeof Reflect.get(window, name))
    expect(await page.evaluate(globals)).toEqual(Array(5).fill('undefined'))
  })
})
