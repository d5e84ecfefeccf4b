import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hostileHtml } from './hostile-html.ts'
import { makeEvent } from './make-event.ts'
import { type HarnessServer, setEvents, showEvent, startHarness } from './open-harness.ts'

let server: HarnessServer
let trapServer: Server
let trap: string
/** What arrived at the trap: requests by path, and connections that asked for nothing. */
let arrivals: string[]

beforeAll(async () => {
  trapServer = createServer((request, response) => {
    arrivals.push(request.url ?? '')
    response.end()
  })
  trapServer.on('connection', () => arrivals.push('connection'))
  await new Promise<void>((resolve) => trapServer.listen(0, '127.0.0.1', resolve))
  trap = `http://127.0.0.1:${(trapServer.address() as AddressInfo).port}`
  // Without the app's own policy, so that the preview's walls stand alone.
  server = await startHarness({ hasPolicy: false })
})
afterAll(async () => {
  await server.close()
  trapServer.closeAllConnections()
  await new Promise((resolve) => trapServer.close(resolve))
})
beforeEach(() => {
  arrivals = []
})

async function openEmail(body: string, more: object = {}): Promise<Page> {
  const { page } = server
  const payload = { subject: 'Hello', from: 'a@example.com', to: ['b@example.com'], body, ...more }
  await setEvents(page, [makeEvent(payload, { type: 'email' })])
  await showEvent(page, 1)
  await page.getByTitle('Preview of the email').waitFor()
  return page
}

/** The frame of the preview, with its page loaded. */
async function previewFrame(page: Page): Promise<Frame> {
  const handle = await page.getByTitle('Preview of the email').elementHandle()
  const frame = await handle?.contentFrame()
  if (!frame) throw new Error('The preview has no frame')
  await frame.waitForLoadState('load')
  return frame
}

describe('a hostile email', () => {
  it('reaches the trap where nothing holds it back', async () => {
    const { page } = server
    await page.evaluate((html) => {
      const frame = document.body.appendChild(document.createElement('iframe'))
      frame.id = 'open-gate'
      frame.srcdoc = html
    }, hostileHtml(trap).join('\n'))
    await expect.poll(() => new Set(arrivals).size).toBeGreaterThan(15)
    await page.evaluate(() => document.getElementById('open-gate')?.remove())
  })

  it('runs nothing, loads nothing and leads nowhere in the preview', async () => {
    const { page } = server
    const start = page.url()
    const dialogs: string[] = []
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      dialog.dismiss()
    })
    const popups: string[] = []
    page.on('popup', (popup) => popups.push(popup.url()))

    let clicks = 0
    for (const html of hostileHtml(trap)) {
      await openEmail(html)
      const frame = await previewFrame(page)
      for (const target of await frame.locator('.click').all()) {
        await target.click({ force: true, timeout: 5000 })
        clicks++
      }
      // Two frames later, whatever the sample would have done at once is done.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      expect({ html, url: frame.url() }).toEqual({ html, url: 'about:srcdoc' })
      expect({ html, arrivals }).toEqual({ html, arrivals: [] })
    }
    expect(clicks).toBeGreaterThan(12)
    const calls = await page.evaluate(() => window.harness.calls)
    expect(calls.filter((call) => call.startsWith('hacked'))).toEqual([])
    expect({ dialogs, popups, url: page.url() }).toEqual({ dialogs: [], popups: [], url: start })
  })

  it('all at once is held back as well, until long after', async () => {
    const page = await openEmail(hostileHtml(trap).join('\n'))
    await previewFrame(page)
    // The next email loads after whatever this one had begun.
    for (let round = 0; round < 5; round++) await previewFrame(await openEmail(`<p>harmless ${round}</p>`))
    expect(arrivals).toEqual([])
  })
})

describe('the preview', () => {
  it.each([
    ['tags that stay open', '<div>'.repeat(200_000)],
    ['many tags', '<b>x</b>'.repeat(200_000)],
  ])('is left out, at once, where %s would keep the browser busy', async (_, body) => {
    const { page } = server
    await setEvents(page, [makeEvent({ subject: 'a', from: 'a', to: ['b'], body }, { type: 'email' })])
    await showEvent(page, 1)
    await page.getByText('too large or too tangled').waitFor({ timeout: 5000 })
  })

  it('shows text, styles and embedded images', async () => {
    const image = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
    const page = await openEmail(
      `<style>p { color: rgb(1, 2, 3) }</style><p>Hello</p><img alt="dot" src="${image}" width="7">`,
    )
    const frame = await previewFrame(page)
    const hello = frame.getByText('Hello')
    expect(await hello.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)')
    expect(await frame.getByAltText('dot').evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1)
  })

  it('is white paper in any theme', async () => {
    const page = await openEmail('<p>Hello</p>')
    await page.emulateMedia({ colorScheme: 'dark' })
    const frame = await previewFrame(page)
    const colors = await frame.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.documentElement)
      return { backgroundColor, color }
    })
    await page.emulateMedia({ colorScheme: null })
    expect(colors).toEqual({ backgroundColor: 'rgb(255, 255, 255)', color: 'rgb(0, 0, 0)' })
  })

  it('tells where a link would have led', async () => {
    const page = await openEmail('<a href="https://example.com/confirm?id=7">Confirm</a>')
    const link = (await previewFrame(page)).getByText('Confirm')
    expect(await link.getAttribute('title')).toBe('https://example.com/confirm?id=7')
    expect(await link.getAttribute('href')).toBeNull()
  })

  it('counts the remote content that it blocks', async () => {
    const page = await openEmail(`
      <link rel="stylesheet" href="https://example.com/a.css">
      <style>@import "https://example.com/b.css"; p { background: url(https://example.com/c.png) }</style>
      <img src="https://example.com/d.png" srcset="https://example.com/e.png 2x">
      <td background="//example.com/f.png"><a href="https://example.com/">not counted</a><img src="cid:logo">`)
    await page.getByText('Remote content blocked: 5').waitFor()
  })

  it('says nothing of remote content where there is none', async () => {
    const page = await openEmail('<p>Hello</p>')
    expect(await page.getByText('Remote content blocked').count()).toBe(0)
  })

  it('stands beside the source, which is highlighted as HTML', async () => {
    const page = await openEmail('<p class="x">Hello</p>')
    await page.getByRole('tab', { name: 'Preview' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('textbox', { name: 'HTML source' }).locator('.cm-line span').first().waitFor()
    expect(await page.getByTitle('Preview of the email').count()).toBe(0)
  })
})

it('shows the headers of an email', async () => {
  const page = await openEmail('<p>Hello</p>', {
    cc: ['c@example.com'],
    bcc: ['d@example.com'],
    replyTo: 'e@example.com',
    attachments: ['report.pdf', 'report.pdf'],
  })
  const fields = page.locator('dl').first()
  const names = await fields.locator('dt').allTextContents()
  expect(names).toEqual(['Subject', 'From', 'To', 'Cc', 'Bcc', 'Reply-To', 'Attachments'])
  const values = await fields.locator('dd').allTextContents()
  expect(values).toEqual([
    'Hello',
    'a@example.com',
    'b@example.com',
    'c@example.com',
    'd@example.com',
    'e@example.com',
    'report.pdf\nreport.pdf',
  ])
})
