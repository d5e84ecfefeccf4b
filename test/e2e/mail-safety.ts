import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HostileSample, hostileFields, hostileHtml } from '../fixtures/mail/hostile-html.ts'
import { joinSamples } from '../helpers/join-samples.ts'
import { startTrap, type Trap } from '../helpers/trap.ts'
import { NOTHING, type PageWatch, watchPage } from '../helpers/watch-page.ts'
import { sendEvents } from './send.ts'
import { rowsWith, search, selectNewest } from './viewer.ts'

/** Mails that attack whoever reads them, in the real viewer: the same in Electron and in a browser. */
export function testMailSafety(session: () => { readonly page: Page; readonly url: string }): void {
  let trap: Trap
  let watch: PageWatch
  beforeAll(async () => {
    trap = await startTrap()
  })
  afterAll(() => trap.close())

  it('a hostile mail runs nothing, loads nothing and leads nowhere', async () => {
    const { page, url } = session()
    const all = hostileHtml(trap.url)
    expect(all.length).toBeGreaterThanOrEqual(100)
    const samples = await joinSamples(page, all)
    await sendMails(url, samples)
    await search(page, 'type:email')
    const home = page.url()
    await openFirst(page, samples.length)
    watch = await watchPage(page, (address) => new URL(address).origin === new URL(home).origin)

    for (const [index, sample] of samples.entries()) {
      if (index > 0) await page.keyboard.press('ArrowDown')
      await settle(page, sample)
      await clickAll(page)
      expect({ name: sample.name, ...watch, arrivals: trap.arrivals }).toEqual({
        name: sample.name,
        ...NOTHING,
        arrivals: [],
      })
    }
    expect(page.url()).toBe(home)
  })

  it('hostile text in any field is text', async () => {
    const { page, url } = session()
    const samples = hostileFields(trap.url)
    await sendEvents(url, samples.map(toFieldMail))
    await selectNewest(page, `field ${samples.length - 1}`)
    for (const index of [...samples.keys()].reverse()) {
      await page
        .getByRole('heading', { level: 3 })
        .filter({ hasText: `field ${index}` })
        .waitFor()
      for (const tab of ['Text', 'Headers', 'Attachments', 'Checks']) await page.getByRole('tab', { name: tab }).click()
      await page.getByRole('grid', { name: 'Events' }).focus()
      await page.keyboard.press('ArrowUp')
    }
    expect({ ...watch, arrivals: trap.arrivals }).toEqual({ ...NOTHING, arrivals: [] })
  })

  it('the remote images of a mail are loaded when asked for', async () => {
    const { page, url } = session()
    trap.forget()
    const body = `<p>Hello</p><img alt="a" src="${trap.url}/asked.png"><script src="${trap.url}/script"></script>`
    await sendEvents(url, [
      { type: 'email', importance: 2, payload: { subject: 'With an image', from: 'a', to: ['b'], body } },
    ])
    await selectNewest(page, 'With an image')
    await page.getByText('1 remote image and 1 other blocked').waitFor()
    expect(trap.arrivals).toEqual([])
    await page.getByRole('button', { name: 'Load for this message' }).click()
    await expect.poll(() => trap.arrivals).toContain('/asked.png')
    expect(trap.arrivals).not.toContain('/script')
  })
}

const subjectOf = (index: number) => `Hostile mail ${String(index).padStart(3, '0')}`

async function sendMails(url: string, samples: readonly HostileSample[]): Promise<void> {
  const events = samples.map(({ name, html }, index) => ({
    type: 'email',
    importance: 2,
    payload: {
      subject: `${subjectOf(index)}: ${name}`.slice(0, 160),
      from: 'a@example.com',
      to: ['b@example.com'],
      body: html,
    },
  }))
  for (let at = 0; at < events.length; at += 20) await sendEvents(url, events.slice(at, at + 20))
}

function toFieldMail({ html }: HostileSample, index: number): object {
  return {
    type: 'email',
    importance: 2,
    payload: {
      subject: `field ${index} ${html}`,
      from: `${html} <${html}>`,
      to: [html, `"${html}" <a@example.com>`],
      cc: [html],
      bcc: [html],
      replyTo: html,
      sender: html,
      date: html,
      messageId: html,
      body: '',
      text: html,
      headers: [{ key: html, value: html }],
      attachments: [html],
      files: [{ name: html, type: html, size: 1, contentId: html, isInline: false }],
    },
  }
}

/** Opens the first of `count` mails, with the keyboard on the list. */
async function openFirst(page: Page, count: number): Promise<void> {
  await rowsWith(page, subjectOf(count - 1))
    .first()
    .waitFor()
  await page.getByRole('grid', { name: 'Events' }).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
}

/** Waits until the mail is shown, and the frame of its preview has loaded, or the preview is refused. */
async function settle(page: Page, { name }: HostileSample): Promise<void> {
  await page
    .getByRole('heading', { level: 3 })
    .filter({ hasText: name.slice(0, 100) })
    .waitFor()
  const preview = page.getByTitle('Preview of the email')
  await preview.or(page.getByText('too tangled for a safe preview')).first().waitFor()
  const [element] = await preview.elementHandles()
  const frame = await element?.contentFrame()
  await frame?.waitForLoadState('load')
  // Two frames later, whatever the mail would have done at once is done.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

/** Clicks what the samples want clicked, through whatever lies above it. */
async function clickAll(page: Page): Promise<void> {
  const targets = page.frameLocator('iframe[title="Preview of the email"]').locator('.click')
  const count = await targets.count()
  if (count === 0) return
  await targets.evaluateAll((elements) => {
    for (const element of elements) if (element instanceof HTMLElement) element.click()
  })
  for (const index of new Set([0, count - 1])) {
    await targets
      .nth(index)
      .click({ force: true, timeout: 300 })
      .catch(() => {})
  }
  await page.getByRole('grid', { name: 'Events' }).focus()
}
