import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { CLIENT_SYSTEMS } from '../../shared/client-systems.ts'
import { CLIENT_FILES, writeFetch } from '../../shared/clients.ts'
import { waitForClosed, waitForRow } from '../e2e/viewer.ts'
import { expectAccessible } from '../helpers/accessibility.ts'
import { browser } from '../helpers/browser.ts'
import { logEvent, shareCollector, startTestCollector } from '../helpers/collector.ts'
import { findFreePort } from '../helpers/free-port.ts'

const filled = shareCollector(logEvent('Already here.'))

/** For each system the lines that `part` of the page shows. */
async function readLines(page: Page, part: string): Promise<string[]> {
  const systems = page.locator(part).getByRole('group', { name: 'System' })
  const lines: string[] = []
  for (const { name } of CLIENT_SYSTEMS) {
    await systems.getByRole('button', { name }).click()
    lines.push((await page.locator(`${part} pre`).last().textContent()) ?? '')
  }
  return lines
}

test('an empty list says how the clients of each system get here, at the address that listens', async () => {
  const { page, collector } = await browser.openViewer([])
  await page.getByRole('heading', { name: 'Waiting for the first event' }).waitFor()
  const address = new URL(collector.url).host
  await page.getByText(`http://${address}/events`).waitFor()
  const lines = await readLines(page, '.state-card')
  expect(lines).toEqual(CLIENT_SYSTEMS.map(({ writeLines }) => writeLines(address)))
  for (const text of lines) expect(text.split('\n')).toHaveLength(2)
  await page.getByRole('button', { name: 'Copy' }).last().click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(lines.at(-1))
  await expectAccessible(page, { within: '.state-card' })
  await page.keyboard.press('2')
  await page.getByRole('grid', { name: 'Requests' }).waitFor()
  await page.getByText(`http://${address}/events`).waitFor()
})

test('an empty list offers a client for each language, and both of its steps can be copied', async () => {
  const { page, collector } = await browser.openViewer([])
  const address = new URL(collector.url).host
  const languages = page.getByRole('group', { name: 'Language' })
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  for (const client of CLIENT_FILES) {
    await languages.getByRole('button', { name: client.label, exact: true }).click()
    await page.getByText(client.usage.split('\n')[0] ?? '').waitFor()
    await page.getByRole('button', { name: 'Copy the command' }).click()
    await expect.poll(copied).toBe(writeFetch(client, address))
    await page.getByRole('button', { name: 'Copy', exact: true }).first().click()
    await expect.poll(copied).toBe(client.usage)
    const file = writeFetch(client, address).replace('curl -O ', '')
    expect(await (await fetch(file)).text()).toContain(`http://${address}`)
  }
  await expectAccessible(page, { within: '.state-card' })
})

test('the same is found later, in the palette and beside the shortcuts', async () => {
  const page = await browser.openPage(filled())
  await waitForRow(page, 'Already here.')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find a command' }).waitFor()
  await page.keyboard.insertText('datacat')
  await page.getByRole('option', { name: 'Connect an app' }).click()
  const dialog = page.getByRole('dialog', { name: 'Connect an app' })
  await dialog.waitFor()
  expect(await readLines(page, '.titled-dialog')).toHaveLength(CLIENT_SYSTEMS.length)
  await expectAccessible(page, { within: '.titled-dialog' })
  await page.keyboard.press('Escape')
  await waitForClosed(page)
  const settings = page.getByRole('button', { name: /^Settings/ })
  await settings.focus()
  await page.keyboard.press('?')
  await page.getByRole('button', { name: 'Connect an app' }).click()
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await waitForClosed(page)
  // Through both dialogs, the focus comes back to where it was.
  await expect.poll(() => settings.evaluate((button) => button === document.activeElement)).toBe(true)
})

test('without a token, the port names the systems with their lines', async () => {
  const { url } = filled()
  const text = await (await fetch(url)).text()
  for (const client of CLIENT_FILES) expect(text).toContain(`  ${writeFetch(client, new URL(url).host)}\n`)
  for (const { name, writeLines } of CLIENT_SYSTEMS) {
    expect(text).toContain(name)
    for (const line of writeLines(new URL(url).host).split('\n')) expect(text).toContain(`  ${line}\n`)
  }
})

async function openCollectorPage(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Collector', exact: true }).click()
}

test('a port of a system that is taken says by whom, and stays off', async () => {
  const blocker = createServer()
  onTestFinished(() => void blocker.close())
  // Somebody else may have it, which is as good.
  await new Promise((resolve) => blocker.once('error', resolve).listen(12_345, '127.0.0.1', () => resolve(null)))
  const { page, collector } = await browser.openViewer([])
  await openCollectorPage(page)
  const codebolt = page.getByRole('switch', { name: 'Codebolt’s port 12345' })
  await codebolt.click()
  await page.getByRole('alert').getByText('Port 12345 is taken by').waitFor()
  expect(await codebolt.isChecked()).toBe(false)
  await expectAccessible(page, { within: '.settings-content' })
  expect(collector.status().addresses).toHaveLength(2)
})

test('other ports are a list, which keeps those of the systems', async () => {
  const taken = await findFreePort()
  const collector = await startTestCollector()
  const page = await browser.openPage(collector)
  const stored = () => JSON.parse(readFileSync(join(collector.dataDir, 'settings.json'), 'utf8'))
  await openCollectorPage(page)
  const field = page.getByRole('textbox', { name: 'Other ports' })
  await field.fill('http')
  await field.press('Enter')
  await page.getByRole('alert').getByText('“http” is no port').waitFor()
  await field.fill(` ${taken} `)
  await field.press('Enter')
  await expect.poll(() => collector.status().addresses).toContain(`[::1]:${taken}`)
  expect(stored()).toEqual({ alsoPorts: [taken] })
  await page.getByRole('button', { name: 'Reset Other ports' }).click()
  await expect.poll(() => collector.status().addresses).toHaveLength(2)
  expect(stored()).toEqual({ alsoPorts: [] })
})
