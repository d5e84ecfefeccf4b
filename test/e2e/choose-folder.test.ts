import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendEvents } from './send.ts'
import { type Launched, launchElectron, makeDataDir } from './tattler.ts'
import { details, openEvent } from './viewer.ts'

const { dataDir, remove } = makeDataDir()
let tattler: Launched

beforeAll(async () => {
  tattler = await launchElectron(dataDir)
})
afterAll(async () => {
  await tattler?.quit()
  remove()
})

/** Answers the system's dialog, which no test can click. */
function answerDialog(filePaths: readonly string[]): Promise<void> {
  return tattler.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: chosen.length === 0, filePaths: [...chosen] })
  }, filePaths)
}

test("the folder of a project can be chosen in the system's dialog", async () => {
  const { page, url } = tattler
  await sendEvents(url, [{ type: 'log', payload: { message: 'Here' }, calledFrom: { file: '/running.json', line: 1 } }])
  await openEvent(page, 'Here')
  await page.getByRole('button', { name: '/running.json:1' }).click()
  const field = page.getByRole('textbox', { name: 'Folder of the project' })

  await answerDialog([])
  await page.getByRole('button', { name: 'Choose…' }).click()
  await answerDialog([dataDir])
  await expect.poll(() => page.evaluate(() => window.tattler?.chooseFolder())).toBe(dataDir)
  expect(await field.inputValue()).toBe('')

  await page.getByRole('button', { name: 'Choose…' }).click()
  await expect.poll(() => field.inputValue()).toBe(dataDir)
  await page.getByRole('button', { name: 'Use this folder' }).click()
  await details(page).locator('.cm-marked-line').getByText('"token"').first().waitFor()
})
