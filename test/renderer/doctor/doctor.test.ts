import { request } from 'node:http'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../../main/protocols/protocol.ts'
import { expectAccessible } from '../../helpers/accessibility.ts'
import { browser } from '../../helpers/browser.ts'
import { startTestCollector, type TestCollector } from '../../helpers/collector.ts'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Connection doctor' })

async function openDoctor(overrides: Parameters<typeof startTestCollector>[0] = {}) {
  const collector = await startTestCollector({ smtp: { enabled: true, port: 0, starttls: false }, ...overrides })
  const page = await browser.openPage(collector)
  await page.getByRole('button', { name: /notices?$/ }).click()
  await page.getByRole('button', { name: 'Connection doctor' }).click()
  await dialog(page).waitFor()
  return { page, collector }
}

/** As a browser would for a page of another site, or a name that was bound anew. */
const knock = ({ url }: TestCollector, headers: Record<string, string>) =>
  new Promise((resolve) => {
    request(`${url}/events`, { method: 'POST', headers }, (response) => resolve(response.resume())).end()
  })

test('tells where Tattler listens, and tests the whole path', async () => {
  const { page, collector } = await openDoctor()
  for (const address of collector.status().addresses) await dialog(page).getByText(address, { exact: true }).waitFor()
  await dialog(page).getByRole('button', { name: 'Test the whole path' }).click()
  const steps = dialog(page).getByRole('list', { name: 'Steps of the self-test' }).getByRole('listitem')
  await expect.poll(() => steps.count()).toBe(5)
  await expect.poll(() => dialog(page).getByLabel('fine').count()).toBe(5)
  await expectAccessible(page, { within: 'dialog' })
  await page.keyboard.press('Escape')
  await page.getByText('Self-test: this event went all the way').first().waitFor()
})

test('a part of the path that is broken is named', async () => {
  const { page } = await openDoctor({ limits: { ...DEFAULT_LIMITS, messageBytes: 10 } })
  await dialog(page).getByRole('button', { name: 'Test the whole path' }).click()
  await expect.poll(() => dialog(page).getByLabel('failed').count()).toBe(2)
  const steps = dialog(page).getByRole('list', { name: 'Steps of the self-test' })
  await steps.getByText('is larger than 10 bytes').waitFor()
})

test('lists what was turned away, why, and leads to the setting that would let it in', async () => {
  const { page, collector } = await openDoctor()
  await dialog(page).getByText('Nothing was rejected').waitFor()
  await knock(collector, { origin: 'https://shop.test' })
  await knock(collector, { origin: 'https://shop.test' })
  await knock(collector, { host: 'tattler.test' })
  const rejected = dialog(page).getByRole('list', { name: 'Rejected connections and messages' }).getByRole('listitem')
  await expect.poll(() => rejected.count()).toBe(2)
  await rejected.filter({ hasText: 'https://shop.test' }).getByText('2 times').waitFor()
  await expectAccessible(page, { within: 'dialog' })
  await rejected.filter({ hasText: 'https://shop.test' }).getByRole('button', { name: 'Open the setting' }).click()
  await page.getByRole('dialog', { name: 'Settings' }).getByLabel('Allowed web pages').waitFor()
})

test('has lines for Docker, WSL and SSH with the port in them', async () => {
  const { page, collector } = await openDoctor()
  const { port } = new URL(collector.url)
  await dialog(page).getByText('Docker Desktop').click()
  await dialog(page).getByText(`http://host.docker.internal:${port}`).waitFor()
  await dialog(page).getByText('Another machine, by SSH').click()
  await dialog(page).getByRole('button', { name: 'Copy the lines for Another machine, by SSH' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`ssh -R ${port}:127.0.0.1:${port}`)
})

test.skipIf(process.platform !== 'linux')('a window that is open to the network says so', async () => {
  const { page } = await openDoctor({ host: '127.0.0.2' })
  await dialog(page).getByText('Open to the network').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.address-pill').getByText('open to the network').waitFor()
})
