import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { details, openEvent, waitForClosed, waitForRow } from '../../e2e/viewer.ts'
import { expectAccessible } from '../../helpers/accessibility.ts'
import { browser } from '../../helpers/browser.ts'

/** Names a profile that lies on another host: a server that gives one to anybody. */
const app = createServer((request, response) => {
  if (request.url === '/elsewhere') {
    response.setHeader('X-Http-Debug-Id', 'b9c25126-0054-402a-9b33-0c29223d7fd1')
    response.setHeader('X-Http-Debug-Api', `http://${addressOf(profiler).host}/`)
  }
  response.end(request.url === '/bytes' ? Buffer.from([1, 0, 255]) : 'ok')
})
const profiler = createServer((request, response) => {
  response.setHeader('Content-Type', 'application/json')
  const events = [{ type: 'log', payload: { message: 'A late profile.' } }]
  response.end(JSON.stringify({ id: request.url?.slice(1), version: 1, events }))
})
const addressOf = (server: typeof app) => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)

beforeAll(async () => {
  for (const server of [app, profiler]) await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => {
  app.close()
  profiler.close()
})

let page: Page
beforeEach(async () => {
  page = (await browser.openViewer([])).page
  await page.getByRole('button', { name: 'Watch an app' }).first().click()
})

const dialog = () => page.getByRole('dialog', { name: 'Watch an app' })
const card = () => dialog().getByRole('listitem')

/** Watches the app; gives back where it is used. */
async function watch(): Promise<string> {
  await dialog().getByLabel('Address of the app').fill(addressOf(app).host)
  await dialog().getByLabel('Shown as').fill('shop')
  await dialog().getByRole('button', { name: 'Watch', exact: true }).click()
  return (await card().locator('code').textContent()) ?? ''
}

test('an address goes in and one comes out; what passes there is counted and shown', async () => {
  await dialog().getByText('No app is watched yet.').waitFor()
  const address = await watch()
  expect(await (await fetch(`${address}/x`)).text()).toBe('ok')
  await card().getByText('1 request', { exact: true }).waitFor()
  expect(await card().getByRole('link', { name: 'Open' }).getAttribute('href')).toBe(address)
  await card()
    .getByRole('button', { name: `Copy ${address}` })
    .click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address)
  await expectAccessible(page, { within: 'dialog' })

  await card().getByRole('button', { name: 'Requests' }).click()
  await waitForClosed(page)
  await page.getByRole('row').filter({ hasText: 'GET /x' }).waitFor()
  expect(await page.getByRole('button', { name: 'App and stream' }).textContent()).toBe('shop')
})

test('of an address with a path, the page is offered at its new place', async () => {
  await dialog()
    .getByLabel('Address of the app')
    .fill(`${addressOf(app).href}login?x=1`)
  await dialog().getByRole('button', { name: 'Watch', exact: true }).click()
  const address = (await card().locator('code').textContent()) ?? ''
  const page = dialog().getByRole('status').getByRole('link')
  expect(await page.getAttribute('href')).toBe(`${address}/login?x=1`)
})

test('a command opens the dialog; an app is watched until it is stopped there', async () => {
  const address = await watch()
  await page.keyboard.press('Escape')
  await waitForClosed(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('watch an app')
  await page.keyboard.press('Enter')
  await card()
    .getByRole('button', { name: `Stop watching ${addressOf(app).origin}` })
    .click()
  await dialog().getByText('No app is watched yet.').waitFor()
  await expect(fetch(address)).rejects.toThrow()
})

test('what is wrong with an address is told where it was typed', async () => {
  const field = dialog().getByLabel('Address of the app')
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true)
  await page.keyboard.type('ftp://shop')
  await page.keyboard.press('Enter')
  await dialog().getByRole('alert').filter({ hasText: 'begins with http:// or https://' }).waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
})

test('debug data on another host is asked about, and fetched once it is allowed', async () => {
  const address = await watch()
  const { port } = addressOf(profiler)
  await fetch(`${address}/elsewhere`)
  const asked = dialog().getByRole('region', { name: 'Debug data on other hosts' })
  await asked.getByText('1 profile waits').waitFor()
  await expectAccessible(page, { within: 'dialog' })
  await page.keyboard.press('Escape')
  await waitForClosed(page)

  await openEvent(page, 'GET /elsewhere')
  await details(page).getByText(`No debug data: the profile is on another host, localhost:${port}`).waitFor()
  await expectAccessible(page, { within: '.detail-pane' })
  await details(page)
    .getByRole('button', { name: `Allow localhost:${port}` })
    .click()
  await waitForRow(page, 'A late profile.')
})

test('a body that is no text is told of by its size', async () => {
  const address = await watch()
  await fetch(`${address}/bytes`)
  await page.keyboard.press('Escape')
  await waitForClosed(page)
  await openEvent(page, '200 OK')
  await details(page).getByText('A body of 3 B that is no text: not kept.').waitFor()
})
