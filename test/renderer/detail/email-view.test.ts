import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible } from '../../helpers/accessibility.ts'
import { startTrap, type Trap } from '../../helpers/trap.ts'
import { makeEvent } from './make-event.ts'
import { type Harness, openHarness, setEvents, showEvent } from './open-harness.ts'

const DOT = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
const BASIC = { subject: 'Hello', from: 'a@example.com', to: ['b@example.com'] }

let server: Harness
let page: Page
let trap: Trap
beforeAll(async () => {
  trap = await startTrap()
  server = await openHarness({ hasPolicy: true })
  page = server.page
})
afterAll(async () => {
  await server.close()
  await trap.close()
})

async function open(body: string, more: object = {}, answers: Record<string, unknown> = {}): Promise<FrameLocator> {
  await setEvents(page, [makeEvent({ ...BASIC, body, ...more }, { type: 'email', id: 42 })])
  await page.evaluate((known) => Object.assign(window.harness.answers, known), answers)
  await showEvent(page, 42)
  await page.getByRole('tab', { name: 'Checks' }).waitFor()
  return page.frameLocator('iframe[title="Preview of the email"]')
}

const tab = (name: string) => page.getByRole('tab', { name })
const tabNames = async () => (await page.getByRole('tab').allTextContents()).map((name) => name.replace(/\d+$/, ''))

/** What a downloaded file is called, and what is in it. */
async function download(click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), click()])
  const chunks: Buffer[] = []
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
  return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString() }
}

describe('the head', () => {
  it('shows names and addresses as a mail client does', async () => {
    await open('<p>Hello</p>', {
      from: '"Kettle & Leaf" <shop@example.com>',
      cc: ['c@example.com'],
      bcc: ['d@example.com'],
      replyTo: 'e@example.com',
      date: 'Sat, 21 Nov 2026 06:23:40 +0000',
    })
    const head = page.locator('.mail-head dl')
    expect(await head.locator('dt').allTextContents()).toEqual(['From', 'To', 'Cc', 'Bcc', 'Reply-To', 'Date'])
    expect(await head.locator('dd').first().textContent()).toBe('Kettle & Leaf<shop@example.com>')
  })

  it('shows the first of fifty recipients, and all when asked', async () => {
    await open('<p>Hello</p>', { to: Array.from({ length: 50 }, (_, index) => `r${index}@example.com`) })
    expect(await page.getByText('r49@example.com').count()).toBe(0)
    await page.getByRole('button', { name: 'and 44 more' }).click()
    await page.getByText('r49@example.com').waitFor()
  })

  it('shows what an inbox shows behind the subject', async () => {
    await open(
      '<!doctype html><style>p{}</style><div style="display:none">Arrives on&nbsp;Tuesday&zwnj;</div><p>Hello</p>',
    )
    expect(await page.locator('.mail-preview-text').textContent()).toBe('Arrives on Tuesday Hello')
  })

  it('turns no name around', async () => {
    await open('', { text: 'x', attachments: ['invoice\u202efdp.exe'] })
    await tab('Attachments').click()
    await page.getByText('invoice�fdp.exe').waitFor()
  })
})

describe('tabs', () => {
  it('are those of what the mail has', async () => {
    await open('<p>Hello</p>')
    await expect.poll(tabNames).toEqual(['Preview', 'HTML', 'Checks'])
    await open('', { text: 'Hello' })
    await expect.poll(tabNames).toEqual(['Text', 'Checks'])
    await open('<p>Hello</p>', {
      text: 'Hello',
      headers: [{ key: 'Received', value: 'from a' }],
      sourceSize: 10,
      files: [{ name: 'a.pdf', type: 'application/pdf', size: 3, isInline: false }],
    })
    await expect.poll(tabNames).toEqual(['Preview', 'HTML', 'Text', 'Headers', 'Raw', 'Attachments', 'Checks'])
  })

  it('find headers, and keep repeated ones', async () => {
    const headers = [
      { key: 'Received', value: 'from a' },
      { key: 'Received', value: 'from b' },
      { key: 'X-Mailer', value: 'PHP' },
    ]
    await open('', { text: 'x', headers })
    await tab('Headers').click()
    await expect.poll(() => page.locator('.mail-headers tbody tr').count()).toBe(3)
    await page.getByRole('searchbox', { name: 'Search headers' }).fill('received b')
    await expect.poll(() => page.locator('.mail-headers tbody tr').allTextContents()).toEqual(['Receivedfrom b'])
  })

  it('show the raw source, whatever its bytes', async () => {
    const answers = { 'mail/source': { base64: btoa('Subject: caf\xe9\r\n\r\nbody') } }
    await open('', { text: 'x', sourceSize: 21 }, answers)
    await tab('Raw').click()
    await page.getByText('Subject: café').waitFor()
  })

  it('lead from a finding to its line', async () => {
    await open(`${'<p>Hello</p>\n'.repeat(400)}<a href="#">nowhere</a>`)
    await tab('Checks').click()
    await page.getByRole('button', { name: 'line 401' }).click()
    await expect.poll(() => tab('HTML').getAttribute('aria-selected')).toBe('true')
    await page.locator('.cm-line', { hasText: 'nowhere' }).waitFor()
    await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe('<a href="#">nowhere</a>')
  })

  it('count the findings', async () => {
    await open('<p>Hello, this is a mail</p><a href="#">nowhere</a><img src="https://example.com/a.png">')
    await expect.poll(() => tab('Checks').textContent()).toBe('Checks2')
  })
})

describe('files', () => {
  it('are saved under a name made here, with an ending from a fixed list', async () => {
    const files = [{ name: '../../.bashrc', type: 'text/html', size: 3, isInline: false }]
    const answers = { 'mail/file': { name: '../../.bashrc', type: 'text/html', base64: btoa('abc') } }
    await open('', { text: 'x', files }, answers)
    await tab('Attachments').click()
    const saved = await download(() => page.getByRole('button', { name: 'Save ../../.bashrc' }).click())
    expect(saved).toEqual({ name: 'mail-42-attachment-1.bin', text: 'abc' })
  })

  it('hold the mail itself', async () => {
    await open('<p>Hello</p>', {}, { 'mail/export': { name: 'mail-42.eml', base64: btoa('Subject: Hello') } })
    const saved = await download(() => page.getByTitle('Save as .eml').click())
    expect(saved).toEqual({ name: 'mail-42.eml', text: 'Subject: Hello' })
  })
})

describe('the preview', () => {
  it.each([
    ['tags that stay open', '<div>'.repeat(200_000)],
    ['many tags', '<b>x</b>'.repeat(200_000)],
  ])('is left out where %s would keep the browser busy', async (_, body) => {
    await open(body)
    await page.getByText('too large or too tangled').waitFor()
  })

  it('shows text, styles, embedded images and images that came with the mail', async () => {
    const files = [{ name: 'a.gif', type: 'image/gif', size: 42, contentId: 'a@b', isInline: true }]
    const frame = await open(
      `<style>p { color: rgb(1, 2, 3) }</style><p>Hello</p><img alt="dot" src="data:image/gif;base64,${DOT}"><img alt="logo" src="cid:a%40b">`,
      { files },
      { 'mail/inline': [{ contentId: 'a@b', type: 'image/gif', base64: DOT }] },
    )
    expect(await frame.getByText('Hello').evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)')
    const width = (alt: string) =>
      frame.getByAltText(alt).evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))
    await expect.poll(() => width('dot')).toBe(1)
    await expect.poll(() => width('logo')).toBe(1)
  })

  it('takes no image of another type from the mail', async () => {
    const files = [{ name: 'a', type: 'text/html', size: 1, contentId: 'a', isInline: true }]
    const answers = { 'mail/inline': [{ contentId: 'a', type: 'text/html,<script>1</script>', base64: DOT }] }
    const frame = await open('<img alt="a" src="cid:a"><p>Hello</p>', { files }, answers)
    await frame.getByText('Hello').waitFor()
    expect(await frame.getByAltText('a').getAttribute('src')).toBe('data:image/png,')
  })

  it('is as wide as the chosen device, scaled to fit', async () => {
    const frame = await open('<p>Hello</p>')
    const innerWidth = () => frame.locator('html').evaluate(() => window.innerWidth)
    await page.getByRole('button', { name: 'Tablet, 768 px' }).click()
    await expect.poll(innerWidth).toBe(768)
    const shown = await page.getByTitle('Preview of the email').boundingBox()
    expect(shown?.width).toBeLessThan(420)
    await page.getByRole('combobox', { name: 'Zoom' }).selectOption('200')
    await expect.poll(async () => (await page.getByTitle('Preview of the email').boundingBox())?.width).toBe(1536)
    await page.getByRole('combobox', { name: 'Zoom' }).selectOption('fit')
    await page.getByRole('button', { name: 'Phone, 375 px' }).click()
    await expect.poll(innerWidth).toBe(375)
    await page.getByRole('button', { name: 'Full width' }).click()
  })

  it('is scaled down to fit a mail of a fixed width, unless the mail has rules for narrow screens', async () => {
    const table = '<div style="padding:20px"><table width="560"><tr><td>Hello</td></tr></table></div>'
    const fixed = await open(table)
    const overflow = (frame: FrameLocator) =>
      frame.locator('html').evaluate((element) => element.scrollWidth - window.innerWidth)
    const innerWidth = (frame: FrameLocator) => frame.locator('html').evaluate(() => window.innerWidth)
    await expect.poll(() => innerWidth(fixed)).toBe(560 + 40 + 32)
    expect(await overflow(fixed)).toBe(0)
    const shown = await page.getByTitle('Preview of the email').boundingBox()
    expect(shown?.width).toBeLessThan(420)
    const fluid = await open(`<style>@media (max-width: 600px) { table { width: 100% !important } }</style>${table}`)
    await expect.poll(() => innerWidth(fluid)).toBeLessThan(420)
  })

  it('has a frame of its own for each page that it shows', async () => {
    await open('<p>Hello</p>')
    const first = await page.getByTitle('Preview of the email').elementHandle()
    await page.getByRole('button', { name: 'Simulated dark' }).click()
    await expect.poll(() => first?.evaluate((frame) => frame.isConnected)).toBe(false)
    await page.frameLocator('iframe[title="Preview of the email"]').getByText('Hello').waitFor()
    await page.getByRole('button', { name: 'Light', exact: true }).click()
  })

  it('is there, however many styles begin in the mail and never end', async () => {
    // Time by the square of this length is minutes, for which no test waits.
    const begun = ['color-scheme:', '@media ', 'url('].map((part) => part.repeat(200_000 / part.length))
    const frame = await open(`<style>p::after{content:"${begun.join(' ')}"}</style><p>Hello</p>`)
    await frame.getByText('Hello').waitFor()
  })

  it('has a paper of its own choice, whatever the theme of the system', async () => {
    const dark = '<style>@media (prefers-color-scheme: dark) { p { color: rgb(9, 9, 9) } }</style><p>Hello</p>'
    const frame = await open(dark)
    const color = () => frame.getByText('Hello').evaluate((element) => getComputedStyle(element).color)
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await color()).toBe('rgb(0, 0, 0)')
    await page.emulateMedia({ colorScheme: null })
    await page.getByRole('button', { name: 'Simulated dark' }).click()
    await expect.poll(color).toBe('rgb(9, 9, 9)')
    await page.getByText('own dark styles apply').waitFor()
    const plain = await open('<p>Hello</p>')
    await expect
      .poll(() => plain.locator('html').evaluate((element) => getComputedStyle(element).filter))
      .toContain('invert')
    await page.getByRole('button', { name: 'Light', exact: true }).click()
  })

  it('counts the remote content that it blocks, and names the hosts', async () => {
    await open(`
      <link rel="stylesheet" href="https://css.example/a.css">
      <style>@import "https://css.example/b.css"; p { background: url(https://img.example/c.png) }</style>
      <img src="https://img.example/d.png" srcset="https://img.example/e.png 2x">
      <td background="//other.example/f.png"><a href="https://example.com/">not counted</a><img src="cid:logo">`)
    const note = () => page.locator('.mail-note').textContent()
    await expect.poll(note).toContain('3 remote images and 2 others blocked from img.example, other.example')
  })

  it('loads remote images of this message when asked, without saying who asks, and not of the next', async () => {
    trap.forget()
    const mail = `<img alt="a" src="${trap.url}/a.png"><p style="background:url(${trap.url}/b.png)">Hello</p>`
    await open(mail)
    await page.getByText('2 remote images blocked').waitFor()
    expect(trap.arrivals).toEqual([])
    await page.getByRole('button', { name: 'Load for this message' }).click()
    await page.getByText('2 remote images loaded for this message').waitFor()
    await expect.poll(() => trap.arrivals.filter((path) => path !== 'connection').sort()).toEqual(['/a.png', '/b.png'])
    await open(mail)
    await page.getByText('2 remote images blocked').waitFor()
  })
})

describe('links', () => {
  const MAIL = '<p><a href="https://example.com/confirm?id=7">Confirm</a> <a href="https://evil.dev/">bank.dev</a></p>'

  it('lead nowhere, and show their target while they are pointed at', async () => {
    const frame = await open(MAIL)
    const link = frame.getByText('Confirm')
    expect(await link.getAttribute('href')).toBeNull()
    const target = () => link.evaluate((element) => getComputedStyle(element, '::after').content)
    expect(await target()).toBe('none')
    await link.hover()
    await expect.poll(target).toBe('"1 · https://example.com/confirm?id=7"')
  })

  it('are listed with where they lead, and with hosts that pretend to be another', async () => {
    await open(MAIL)
    const lines = page.locator('.mail-links li')
    expect(await lines.first().textContent()).toContain('Confirmhttps://example.com/confirm?id=7')
    expect(await lines.nth(1).textContent()).toContain('shows another host')
  })

  it('open outside only when the whole address was confirmed', async () => {
    await open(MAIL)
    const popups: string[] = []
    await page.context().route('https://example.com/**', (route) => route.fulfill({ body: 'there' }))
    page.context().on('page', (popup) => popups.push(popup.url()))
    await page.getByRole('button', { name: 'Open link 1 outside' }).click()
    await page.getByRole('dialog').getByText('https://example.com/confirm?id=7').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(popups).toEqual([])
    await page.getByRole('button', { name: 'Open link 1 outside' }).click()
    const [popup] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true }).click(),
    ])
    await popup.waitForURL('https://example.com/confirm?id=7')
    expect(popups).toHaveLength(1)
    await popup.close()
  })
})

it('no tab breaks a rule of accessibility, in either theme', async () => {
  await open('<p>Hello</p><a href="http://evil.dev">bank.dev</a><img src="https://example.com/a.png" hidden>', {
    text: 'Hello',
    headers: [{ key: 'Received', value: 'from a' }],
    files: [{ name: 'a.pdf', type: 'application/pdf', size: 3, isInline: false }],
  })
  for (const name of ['Preview', 'HTML', 'Text', 'Headers', 'Attachments', 'Checks']) {
    await tab(name).click()
    await page.getByRole('tabpanel', { name }).waitFor()
    await expectAccessible(page, { within: '.detail-pane' })
  }
})
