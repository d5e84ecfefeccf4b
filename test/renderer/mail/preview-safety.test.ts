import type { Frame, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { hostileHtml } from '../../fixtures/mail/hostile-html.ts'
import { joinSamples } from '../../helpers/join-samples.ts'
import { startTrap, type Trap } from '../../helpers/trap.ts'
import { NOTHING, watchPage } from '../../helpers/watch-page.ts'
import { makeEvent } from '../detail/make-event.ts'
import { type Harness, openHarness, setEvents, showEvent } from '../detail/open-harness.ts'

let server: Harness
let page: Page
let trap: Trap

beforeAll(async () => {
  trap = await startTrap()
  // Without the app's own policy, so that the walls of the preview stand alone.
  server = await openHarness({ hasPolicy: false })
  page = server.page
})
afterAll(async () => {
  await server.close()
  await trap.close()
})
beforeEach(() => trap.forget())

/** Shows a mail and gives the document of its preview; null where the preview is refused. */
async function preview(html: string): Promise<Frame | null> {
  const payload = { subject: 'Hello', from: 'a@example.com', to: ['b@example.com'], body: html }
  await setEvents(page, [makeEvent(payload, { type: 'email' })])
  await showEvent(page, 1)
  const frame = page.getByTitle('Preview of the email')
  const refusal = page.getByText('too tangled for a safe preview')
  await frame.or(refusal).first().waitFor()
  if ((await refusal.count()) > 0) return null
  return whenLoaded(frame)
}

/** The document in a frame, with its images. */
async function whenLoaded(frame: Locator): Promise<Frame | null> {
  const inner = await (await frame.elementHandle())?.contentFrame()
  await inner?.waitForLoadState('load')
  return inner ?? null
}

/** Puts each document into a frame of its own and waits until all have loaded. */
async function openFrames(target: Page, documents: readonly string[], sandbox: string | null): Promise<void> {
  await target.evaluate(
    async ({ pages, rights }) => {
      const loads = pages.map((srcdoc) => {
        const frame = document.createElement('iframe')
        frame.className = 'bare'
        if (rights !== null) frame.setAttribute('sandbox', rights)
        frame.srcdoc = srcdoc
        document.body.append(frame)
        return new Promise((resolve) => frame.addEventListener('load', resolve))
      })
      await Promise.all(loads)
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    },
    { pages: documents, rights: sandbox },
  )
}

const closeFrames = () =>
  page.evaluate(() => {
    for (const frame of document.querySelectorAll('.bare')) frame.remove()
  })

it('the samples reach the trap where nothing holds them back', async () => {
  // A trap of its own: what is on its way when the page closes may still arrive later.
  const bait = await startTrap()
  onTestFinished(bait.close)
  const open = await page.context().newPage()
  await open.goto(page.url())
  const watch = await watchPage(open, () => true)
  const staying = hostileHtml(bait.url).filter(({ name }) => !/^(?:leading|floods)|top/.test(name))
  void openFrames(
    open,
    (await joinSamples(page, staying)).map(({ html }) => html),
    null,
  ).catch(() => {})
  await expect.poll(() => new Set(bait.arrivals).size).toBeGreaterThan(80)
  await expect.poll(() => new Set(watch.scripts).size).toBeGreaterThan(25)
  await open.close()
})

describe('hostile mails', () => {
  it('run nothing, load nothing and lead nowhere, held by all walls or by cleaning alone', async () => {
    const home = page.url()
    const watch = await watchPage(page, (url) => url.startsWith(home))
    const refused: string[] = []
    for (const { name, html } of await joinSamples(page, hostileHtml(trap.url))) {
      const frame = await preview(html)
      if (!frame) refused.push(name)
      await frame?.locator('.click').evaluateAll((elements) => {
        for (const element of elements) if (element instanceof HTMLElement) element.click()
      })
      const srcdoc = await page.getByTitle('Preview of the email').getAttribute('srcdoc')
      const withoutPolicy = srcdoc?.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '') ?? ''
      expect(withoutPolicy).not.toBe(srcdoc)
      await openFrames(page, [withoutPolicy], null)
      await closeFrames()
      expect({ name, ...watch, arrivals: trap.arrivals }).toEqual({ name, ...NOTHING, arrivals: [] })
    }
    expect(page.url()).toBe(home)
    expect(refused).toEqual([])
  })

  it('run nothing and load nothing, held by sandbox and policy without cleaning', async () => {
    const watch = await watchPage(page, () => true)
    await preview('<p>Hello</p>')
    const srcdoc = (await page.getByTitle('Preview of the email').getAttribute('srcdoc')) ?? ''
    const [policy = ''] = /<meta http-equiv="Content-Security-Policy"[^>]*>/.exec(srcdoc) ?? []
    expect(policy).toContain("default-src 'none'")
    const samples = await joinSamples(
      page,
      hostileHtml(trap.url).filter(({ name }) => !name.startsWith('floods')),
    )
    await openFrames(
      page,
      samples.map(({ html }) => policy + html),
      '',
    )
    await closeFrames()
    // A browser may open a connection in advance, but asks for nothing on it.
    const requests = trap.arrivals.filter((arrival) => arrival !== 'connection')
    expect({ scripts: watch.scripts, requests }).toEqual({ scripts: [], requests: [] })
  })
})

describe('remote images that were asked for', () => {
  it('are loaded, and nothing but images with them', async () => {
    const watch = await watchPage(page, () => true)
    const loading = hostileHtml(trap.url).filter(({ name }) => /^(?:loading|styles|policies)/.test(name))
    for (const { html } of await joinSamples(page, loading)) {
      await preview(html)
      const load = page.getByRole('button', { name: 'Load for this message' })
      if ((await load.count()) === 0) continue
      await load.click()
      const frame = page.frameLocator('iframe[title="Email with its images"]').getByTitle('Preview of the email')
      await frame.waitFor()
      await whenLoaded(frame)
    }
    await preview('<p>Hello</p>')
    expect(watch.scripts).toEqual([])
    await expect.poll(() => trap.arrivals).toContain('/img')
    const forbidden =
      /script|link|font|frame|import|sheet|video|audio|track|object|embed|prefetch|preload|manifest|icon/
    const behindImages = new Set(['/letter-a'])
    expect(trap.arrivals.filter((path) => forbidden.test(path) && !behindImages.has(path))).toEqual([])
  })
})
