import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRunning } from '../../main/running.ts'
import { TestViewer } from '../helpers/viewer.ts'
import { makeLog, sendEvents } from './send.ts'
import { type Launched, launchElectron, makeDataDir } from './tattler.ts'
import { openEvent, waitForRow } from './viewer.ts'

/** What the main process asked, and what it is answered; in Electron's main process as `asked`. */
interface Asked {
  readonly questions: { readonly message: string; readonly detail: string; readonly defaultId: number }[]
  answer: number | null
}

describe('The window in Electron', () => {
  const { dataDir, remove } = makeDataDir()
  let tattler: Launched

  beforeAll(async () => {
    tattler = await launchElectron(dataDir)
    await tattler.app.evaluate(({ dialog }) => {
      const asked: Asked = { questions: [], answer: 0 }
      Reflect.set(globalThis, 'asked', asked)
      dialog.showMessageBox = async (...args: unknown[]) => {
        asked.questions.push(args.at(-1) as Asked['questions'][number])
        while (asked.answer === null) await new Promise((resolve) => setTimeout(resolve, 10))
        return { response: asked.answer, checkboxChecked: false }
      }
    })
  })
  afterAll(async () => {
    await tattler?.quit()
    remove()
  })

  const questions = () => tattler.app.evaluate(() => (Reflect.get(globalThis, 'asked') as Asked).questions)
  const answerWith = (answer: number | null) =>
    tattler.app.evaluate((_, it) => Reflect.set(Reflect.get(globalThis, 'asked'), 'answer', it), answer)
  const crash = () =>
    tattler.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
  /** The test's own connection to a page ends with its process, and a page without one never answers. */
  const pageText = () =>
    tattler.app.evaluate(({ BrowserWindow }) =>
      Promise.race([
        BrowserWindow.getAllWindows()[0]
          ?.webContents.executeJavaScript('document.body.innerText')
          .catch(() => ''),
        new Promise((resolve) => setTimeout(resolve, 1000, '')),
      ]),
    )

  it('asks natively, with Cancel as the default, before a command becomes the editor', async () => {
    const running = readRunning(dataDir)
    if (!running) throw new Error('nothing runs')
    const viewer = await TestViewer.connect(running)
    const choice = { id: 'custom', command: 'my-editor --wait {file}' }
    await answerWith(1)
    await expect(viewer.request('code/set-editor', choice)).rejects.toThrow('not allowed')
    expect(await questions()).toMatchObject([{ defaultId: 1, detail: expect.stringContaining(choice.command) }])
    await answerWith(null)
    const second = viewer.request('code/set-editor', choice)
    await expect.poll(async () => (await questions()).length).toBe(2)
    // One question at a time.
    await expect(viewer.request('code/set-editor', choice)).rejects.toThrow('not allowed')
    await answerWith(0)
    expect(await second).toMatchObject({ chosen: choice })
    expect(await questions()).toHaveLength(2)
  })

  it('loads its page again after a crash, comes back to the same event, and says so', async () => {
    await sendEvents(
      tattler.url,
      Array.from({ length: 200 }, (_, index) => makeLog(`Step ${index}.`)),
    )
    await waitForRow(tattler.page, 'Step 199.')
    await openEvent(tattler.page, 'Step 199.')
    await tattler.page.keyboard.press('PageUp')
    const selected = tattler.page.getByRole('row', { selected: true })
    const text = (await selected.locator('[role=gridcell]').allTextContents()).find((cell) => cell.startsWith('Step'))
    const id = Number(/\d+/.exec(text ?? '')?.[0]) + 1
    await expect
      .poll(() => tattler.page.evaluate(() => sessionStorage.getItem('tattler-place')))
      .toContain(`"selected":${id}`)
    await crash()
    await expect.poll(pageText).toContain('The window crashed and was loaded again.')
    await expect.poll(pageText).toContain(`#${id} · seq`)
    expect(await questions()).toHaveLength(2)
  })

  it('asks when it crashes again at once, so that nothing loads for ever', async () => {
    await answerWith(null)
    await crash()
    await expect.poll(async () => (await questions()).at(-1)?.message).toBe('The window has crashed again')
    await answerWith(0)
    await expect.poll(pageText).toContain('· seq')
  })
})
