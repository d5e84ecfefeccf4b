import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { parseCurl } from '../../../renderer/composer/curl/parse-curl.ts'
import { openEvent } from '../../e2e/viewer.ts'
import { expectAccessible } from '../../helpers/accessibility.ts'
import { browser } from '../../helpers/browser.ts'
import { findFreePort } from '../../helpers/free-port.ts'
import { startServer, type TestServer } from '../../main/composer/echo-server.ts'
import { watchApp } from '../../main/proxy/watched-app.ts'

/** An app with a profile for each request, which answers with what it was sent. */
function startApp(): Promise<TestServer> {
  return startServer(({ method, url, body }, response, number) => {
    response.setHeader('content-type', 'application/json')
    if (url.startsWith('/_profile/')) {
      const id = url.slice('/_profile/'.length)
      const query = { type: 'query', duration: 3, payload: { target: 'mysql', query: 'SELECT 1', syntax: 'sql' } }
      response.end(JSON.stringify({ id, version: 1, events: [query] }))
      return
    }
    if (url === '/slow') return
    if (url.startsWith('/moved')) {
      response.statusCode = 302
      response.setHeader('location', '/here')
    }
    response.setHeader('X-Http-Debug-Id', `profile-${number}`)
    response.setHeader('X-Http-Debug-Api', '/_profile/')
    response.end(JSON.stringify({ method, url, body: body.toString() }))
  })
}

async function openComposer(documents: readonly unknown[] = [], width = 1440) {
  const server = await startApp()
  const { page, collector } = await browser.openViewer(documents, { viewport: { width, height: 900 } })
  await page.getByRole('button', { name: 'Compose', exact: true }).click()
  await address(page).waitFor()
  return { page, server, collector }
}

const address = (page: Page) => page.getByRole('textbox', { name: 'Address' })
const answer = (page: Page) => page.getByRole('region', { name: 'Response' })
const debugData = (page: Page) => page.getByRole('region', { name: 'Debug data' })
const historyOf = (page: Page) => page.getByRole('region', { name: 'History' }).getByRole('listitem')
const part = (page: Page, name: string) =>
  page.getByRole('tablist', { name: 'Parts of the request' }).getByRole('tab', { name })

async function send(page: Page, url: string): Promise<void> {
  await address(page).fill(url)
  await address(page).press('Control+Enter')
}

test('what is written is sent by key, and the answer stands beside what the app did meanwhile', async () => {
  const { page, server } = await openComposer()
  await send(page, `${server.url}/users?page=1`)
  await answer(page).getByText('200 OK').waitFor()
  await answer(page).getByText('"/users?page=1"').waitFor()
  await debugData(page).getByText('SELECT 1').waitFor()
  await debugData(page).getByRole('button', { name: 'Open in Requests' }).click()
  await page.getByRole('region', { name: 'Waterfall' }).getByText('SELECT 1').waitFor()
  await page.keyboard.press('Escape')
  await debugData(page).getByText('SELECT 1').click()
  await page.getByRole('region', { name: 'Event details' }).getByText('mysql').first().waitFor()
})

test('the query is written as rows or as part of the address, and a row can be left out', async () => {
  const { page, server } = await openComposer()
  await address(page).fill(`${server.url}/?a=1&b=2`)
  await page.getByLabel('Value of Parameter 1').fill('x y')
  await page.getByLabel('Name of new parameter').fill('c')
  await page.getByLabel('Send b').uncheck()
  await expect.poll(() => address(page).inputValue()).toBe(`${server.url}/?a=x%20y&c=`)
  await page.getByLabel('Send b').check()
  await page.getByLabel('Delete a').click()
  await expect.poll(() => address(page).inputValue()).toBe(`${server.url}/?b=2&c=`)
})

test('a variable without a value is pointed out, and sent once the environment has one', async () => {
  const { page, server } = await openComposer()
  await address(page).fill('{{base}}/a')
  expect(await address(page).getAttribute('aria-invalid')).toBe('true')
  await page.getByRole('button', { name: 'Environment', exact: true }).click()
  await page.getByRole('button', { name: /Environments and variables/ }).click()
  await page.getByLabel('Name of new variable').fill('base')
  await page.getByLabel('Value of variable 1').fill(server.url)
  await page.getByLabel('Name of new variable').fill('api_token')
  expect(await page.getByLabel('Value of variable 2').getAttribute('type')).toBe('password')
  await expectAccessible(page, { within: 'dialog' })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => address(page).getAttribute('aria-invalid')).toBe(null)
  await address(page).press('Control+Enter')
  await answer(page).getByText('"/a"').waitFor()
  await page.getByRole('button', { name: 'Environment', exact: true }).click()
  await page.getByRole('button', { name: 'No environment', exact: true }).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: '{{base}} has no value.' }).waitFor()
})

test('broken JSON is marked where it breaks, and is not sent', async () => {
  const { page, server } = await openComposer()
  await address(page).fill(server.url)
  await part(page, 'Body').click()
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  const editor = page.getByRole('textbox', { name: 'JSON of the body' })
  await editor.fill('{"a": tru, "b": {{id}}}')
  await page.getByText('not JSON: unexpected "t" at line 1, column 7').waitFor()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('alert').waitFor()
  expect(server.seen).toEqual([])
  await editor.fill('{"a":true}')
  await page.getByRole('button', { name: 'Format' }).click()
  await editor.press('Control+Enter')
  await answer(page).getByText('200 OK').waitFor()
  expect(server.seen[0]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } })
  expect(server.seen[0]?.body.toString()).toBe('{\n  "a": true\n}')
})

test('a file is sent as a part of a form', async () => {
  const { page, server } = await openComposer()
  await address(page).fill(server.url)
  await part(page, 'Body').click()
  await page.getByRole('button', { name: 'Form', exact: true }).click()
  await page.getByRole('button', { name: 'Multipart' }).click()
  await page.getByLabel('Name of new field').fill('photo')
  await page.getByRole('button', { name: 'Send a file as photo' }).click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose the file of photo' }).click(),
  ])
  await chooser.setFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('not really') })
  await page.getByText('me.png').waitFor()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await answer(page).getByText('200 OK').waitFor()
  const body = server.seen[0]?.body.toString()
  expect(body).toContain('name="photo"; filename="me.png"\r\nContent-Type: image/png\r\n\r\nnot really\r\n')
})

test('a pasted curl command becomes the request, and the request a command that says the same', async () => {
  const { page, server } = await openComposer()
  const command = `curl -X PUT '${server.url}/x?a=1' -H 'X-A: it'\\''s' -H 'Content-Type: application/json' -d '{"b": 2}' -k --proxy p`
  await page.evaluate((text) => navigator.clipboard.writeText(text), command)
  await address(page).focus()
  await page.keyboard.press('Control+v')
  await page.getByText('--proxy p').waitFor()
  expect(await page.getByRole('combobox', { name: 'Method' }).inputValue()).toBe('PUT')
  await page.getByRole('button', { name: 'Copy as cURL' }).click()
  await page.getByRole('status').filter({ hasText: 'Copied' }).first().waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(parseCurl(copied).draft).toEqual(parseCurl(command).draft)
  await page.getByRole('button', { name: 'Import a curl command' }).click()
  await page.getByRole('textbox', { name: /A curl command/ }).fill('curl -H')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: '-H needs a value' }).waitFor()
})

test('what was sent is kept: found, named, pinned, sent again and deleted', async () => {
  const { page, server } = await openComposer()
  await send(page, `${server.url}/first`)
  await answer(page).getByText('"/first"').waitFor()
  await send(page, `${server.url}/second`)
  await answer(page).getByText('"/second"').waitFor()
  await expect.poll(() => historyOf(page).count()).toBe(2)
  await page.reload()
  await page.getByRole('button', { name: 'Compose', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search the history' }).fill('first')
  await expect.poll(() => historyOf(page).count()).toBe(1)
  await page.getByRole('button', { name: /^More for GET/ }).click()
  await page.getByRole('textbox', { name: 'Name of this request' }).fill('My first')
  await page.keyboard.press('Enter')
  await page.getByRole('searchbox', { name: 'Search the history' }).fill('my')
  await page.getByRole('button', { name: 'More for GET My first' }).click()
  await page.getByRole('button', { name: 'Pin', exact: true }).click()
  await page.getByLabel('pinned').waitFor()
  await page.getByRole('button', { name: 'More for GET My first' }).click()
  await page.getByRole('button', { name: 'Send again' }).click()
  await answer(page).getByText('"/first"').waitFor()
  expect(server.seen.filter(({ url }) => url === '/first')).toHaveLength(2)
  await page.getByRole('searchbox', { name: 'Search the history' }).fill('')
  await page.getByRole('button', { name: 'Clear the history' }).click()
  await expect.poll(() => historyOf(page).count()).toBe(1)
})

test('a request that was not sent can be brought back, and one that is too large for a message is not lost', async () => {
  const { page, server } = await openComposer()
  await address(page).fill(`${server.url}/not-sent`)
  await page.getByRole('button', { name: 'Import a curl command' }).click()
  const large = `curl ${server.url}/large -H 'Content-Type: text/plain' -d '${'x'.repeat(3_000_000)}'`
  await page.getByRole('textbox', { name: /A curl command/ }).fill(large)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('choose File for a larger body').waitFor()
  await page.getByRole('button', { name: 'Bring it back' }).click()
  await expect.poll(() => address(page).inputValue()).toBe(`${server.url}/not-sent`)
  expect(server.seen).toEqual([])
})

test('redirects are told, each with its own debug data', async () => {
  const { page, server } = await openComposer()
  await send(page, `${server.url}/moved`)
  await answer(page).getByText('"/here"').waitFor()
  const redirects = page.getByRole('navigation', { name: 'Redirects' })
  await redirects.getByRole('button', { name: 'GET /moved 302' }).click()
  await debugData(page).getByText('302 Found').waitFor()
})

test('what stands in the form is there after a reload, and can be brought back from behind another request', async () => {
  const { page, server } = await openComposer()
  await address(page).fill(`${server.url}/half?a=1`)
  await part(page, 'Body').click()
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  await page.getByRole('textbox', { name: 'JSON of the body' }).fill('{"half')
  const compose = page.getByRole('button', { name: 'Compose', exact: true })
  await page.reload()
  await compose.click()
  await expect.poll(() => address(page).inputValue()).toBe(`${server.url}/half?a=1`)
  await part(page, 'Body').click()
  await page.getByRole('textbox', { name: 'JSON of the body' }).getByText('{"half').waitFor()
  expect(await page.getByLabel('Method').inputValue()).toBe('POST')

  await page.reload()
  await compose.waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('new request')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Bring it back' }).click()
  await expect.poll(() => address(page).inputValue()).toBe(`${server.url}/half?a=1`)
})

test('a request that hangs is cancelled', async () => {
  const { page, server } = await openComposer()
  await send(page, `${server.url}/slow`)
  await page.getByRole('button', { name: /^Cancel/ }).click()
  await answer(page).getByText('Cancelled.').waitFor()
  const nobody = `127.0.0.1:${await findFreePort()}`
  await send(page, `http://${nobody}/`)
  await page
    .getByRole('alert')
    .filter({ hasText: `Nobody listens at ${nobody}.` })
    .waitFor()
})

test('a request that was seen is edited and sent again, by button and by key', async () => {
  const { page, server } = await openComposer()
  const payload = {
    method: 'POST',
    uri: '/orders?x=1',
    headers: [
      { key: 'Host', value: new URL(server.url).host },
      { key: 'Content-Type', value: 'application/json' },
      { key: 'Cookie', value: 'sid=secret' },
    ],
    body: '{"tea":1}',
  }
  await page.evaluate(
    (event) =>
      fetch('/events', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
      }),
    { type: 'request', payload },
  )
  await page.getByRole('button', { name: 'Events', exact: true }).click()
  await openEvent(page, 'POST /orders')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect.poll(() => address(page).inputValue()).toBe(`${server.url}/orders?x=1`)
  expect(server.seen).toEqual([])
  await page.getByRole('button', { name: 'Events', exact: true }).click()
  await openEvent(page, 'POST /orders')
  await page.getByRole('button', { name: 'Send again' }).click()
  await answer(page).getByText('200 OK').waitFor()
  expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/orders?x=1', headers: { cookie: 'sid=secret' } })
  expect(server.seen[0]?.body.toString()).toBe('{"tea":1}')
  await page.getByRole('button', { name: 'Events', exact: true }).click()
  await openEvent(page, 'POST /orders')
  await page.getByRole('grid', { name: 'Events' }).focus()
  await page.keyboard.press('r')
  await expect.poll(() => address(page).inputValue()).toBe(`${server.url}/orders?x=1`)
})

test('a request whose body was not kept is not sent again without it', async () => {
  const { page, server, collector } = await openComposer()
  const { address: proxy } = await watchApp(collector, server.url)
  await fetch(`${proxy}/upload`, { method: 'POST', body: new Uint8Array([0, 255, 1]) })
  await page.getByRole('button', { name: 'Events', exact: true }).click()
  await openEvent(page, 'POST /upload')
  await page.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('Not sent yet: the body, 3 B that are no text, was not kept.').waitFor()
  expect(server.seen.map(({ url }) => url)).toEqual(['/upload', '/_profile/profile-1'])
})

test('everybody can use it, in any theme and contrast, wide and narrow', async () => {
  const { page, server } = await openComposer()
  await expectAccessible(page, { inAnyContrast: true })
  await send(page, `${server.url}/users?q={{unknown}}`)
  await page.getByRole('alert').waitFor()
  await send(page, `${server.url}/moved?page=1`)
  await debugData(page).getByText('SELECT 1').waitFor()
  await expectAccessible(page, { inAnyContrast: true })
  for (const name of ['Headers', 'Body', 'Settings']) {
    await part(page, name).click()
    await expectAccessible(page, { within: '.request-tabs' })
  }
  await page.setViewportSize({ width: 700, height: 900 })
  await expectAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700)
})
