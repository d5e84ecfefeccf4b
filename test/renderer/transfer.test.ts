import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openEvent, search, waitForNoRow, waitForRow } from '../e2e/viewer.ts'
import { expectAccessible } from '../helpers/accessibility.ts'
import { browser } from '../helpers/browser.ts'
import {
  ALL,
  logEvent,
  makeDataDir,
  postEvents,
  queryLog,
  shareCollector,
  startTestCollector,
  type TestCollector,
} from '../helpers/collector.ts'

const filled = shareCollector({
  id: 'ef95a542-25a3-4f71-a0e9-640c92f43813',
  version: 1,
  events: [logEvent('Hello.')],
})

const openViewer = (collector: TestCollector) => browser.openPage(collector, { viewport: { width: 1280, height: 800 } })

const openMenu = (page: Page) => page.getByRole('button', { name: 'Export and import' }).click()

/** Clicks on a choice of the menu and reads the file that the browser saves. */
async function saveFrom(page: Page, choice: string): Promise<{ name: string; text: string }> {
  await openMenu(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog', { name: 'Export and import' }).getByRole('button', { name: choice }).click(),
  ])
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
}

test('what the filter shows is saved as a file, and imported elsewhere by dropping that file', async () => {
  const collector = await startTestCollector()
  await postEvents(collector, [logEvent('Keep this.'), logEvent('Not that.')])
  const page = await openViewer(collector)
  await waitForRow(page, 'Not that.')
  await search(page, 'keep')
  await waitForNoRow(page, 'Not that.')
  const saved = await saveFrom(page, 'NDJSON')
  expect(saved.name).toMatch(/^tattler-[\d-]+\.ndjson$/)
  expect(
    saved.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).payload),
  ).toEqual([{ message: 'Keep this.' }])
  await page.getByText('Exported 1 event.').waitFor()

  const other = await startTestCollector()
  const otherPage = await openViewer(other)
  await otherPage.getByRole('banner').waitFor()
  const files = await otherPage.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'events.ndjson'))
    return transfer
  }, saved.text)
  await otherPage.dispatchEvent('body', 'dragover', { dataTransfer: files })
  await otherPage.getByText('Drop to import').waitFor()
  await otherPage.dispatchEvent('body', 'drop', { dataTransfer: files })
  await waitForRow(otherPage, 'Keep this.')
  await otherPage.getByText('Imported 1 event of events.ndjson.').waitFor()
})

test('a stream is saved as a document, once one of its events is selected', async () => {
  const page = await openViewer(filled())
  await openEvent(page, 'Hello.')
  const { name, text } = await saveFrom(page, 'JSON a document')
  expect(name).toMatch(/^tattler-stream-[\d-]+\.json$/)
  expect(JSON.parse(text)).toMatchObject({ version: 1, events: [{ type: 'log', payload: { message: 'Hello.' } }] })
})

test('an import shows how far it is, and stops when cancelled', async () => {
  const collector = await startTestCollector()
  const page = await openViewer(collector)
  const file = join(makeDataDir(), 'large.ndjson')
  const line = '{"id":1,"depth":0,"instance":"a","stream":"s","type":"log","payload":{"message":"m"}}\n'
  writeFileSync(file, line.repeat(400_000))
  await openMenu(page)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: /^Files/ }).click(),
  ])
  await chooser.setFiles(file)
  const bar = page.getByRole('status').filter({ hasText: 'large.ndjson' })
  await bar.getByText(/[\d,]+ events/).waitFor()
  await bar.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText(/^Stopped\. [\d,]+ events? of large\.ndjson were imported before\.$/).waitFor()
  expect((await queryLog(collector, { ...ALL, limit: 1 })).total).toBeLessThan(400_000)
})

test('to cancel one of several files is to cancel those behind it, too', async () => {
  const collector = await startTestCollector()
  const page = await openViewer(collector)
  const line = '{"id":1,"depth":0,"instance":"a","stream":"s","type":"log","payload":{"message":"m"}}\n'
  const files = ['first.ndjson', 'second.ndjson'].map((name) => join(makeDataDir(), name))
  for (const file of files) writeFileSync(file, line.repeat(400_000))
  await openMenu(page)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: /^Files/ }).click(),
  ])
  await chooser.setFiles(files)
  const bar = page.getByRole('status').filter({ has: page.getByRole('progressbar') })
  await bar.getByText(/[\d,]+ events/).waitFor()
  await bar.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText(/^Stopped\./).waitFor()
  expect(await bar.count()).toBe(0)
})

test('a file that cannot be imported is refused by name', async () => {
  const page = await openViewer(filled())
  const files = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['GIF89a'], 'cat.gif'))
    return transfer
  })
  await page.dispatchEvent('body', 'drop', { dataTransfer: files })
  await page.getByText('cat.gif: This file holds nothing that Tattler can import').waitFor()
})

test('the menu has no accessibility violation, in either theme', async () => {
  const page = await openViewer(filled())
  await openMenu(page)
  await page.getByRole('dialog', { name: 'Export and import' }).waitFor()
  await expectAccessible(page, { within: '[role=dialog]' })
})
