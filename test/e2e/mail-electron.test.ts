import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testMailSafety } from './mail-safety.ts'
import { sendEvents } from './send.ts'
import { type Launched, launchElectron, makeDataDir } from './tattler.ts'
import { selectNewest } from './viewer.ts'

describe('hostile mails in Electron', () => {
  const { dataDir, remove } = makeDataDir()
  let tattler: Launched

  beforeAll(async () => {
    tattler = await launchElectron(dataDir)
  })
  afterAll(async () => {
    await tattler?.quit()
    remove()
  })

  testMailSafety(() => ({ page: tattler.page, url: tattler.url }))

  it('a link opens outside only after a dialog that shows its whole address', async () => {
    const { app, page, url } = tattler
    await app.evaluate(({ dialog }) => {
      const asked: string[] = []
      dialog.showMessageBox = async (...args: unknown[]) => {
        asked.push(String(Reflect.get(Object(args.at(-1)), 'detail')))
        return { response: 1, checkboxChecked: false }
      }
      Reflect.set(globalThis, 'asked', asked)
    })
    const body = '<a href="https://example.com/confirm?id=7">Confirm</a>'
    await sendEvents(url, [
      { type: 'email', importance: 2, payload: { subject: 'With a link', from: 'a', to: ['b'], body } },
    ])
    await selectNewest(page, 'With a link')
    await page.getByRole('button', { name: 'Open link 1 outside' }).click()
    await expect
      .poll(() => app.evaluate(() => Reflect.get(globalThis, 'asked')))
      .toEqual(['https://example.com/confirm?id=7'])
    expect(app.windows()).toHaveLength(1)
  })
})
