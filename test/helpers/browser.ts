import type { CDPSession, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { shareChromium } from '../e2e/tattler.ts'
import { postEvents, startTestCollector, type TestCollector } from './collector.ts'
import { PATIENCE } from './patience.ts'

export interface ViewerOptions {
  /** What the viewer kept from an earlier start. */
  readonly settings?: Record<string, unknown>
  /** CSS px. */
  readonly viewport?: { readonly width: number; readonly height: number }
  /** What the system asks of all pages. */
  readonly media?: Media
}

export interface OpenedViewer {
  readonly page: Page
  readonly collector: TestCollector
}

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>

interface Tab {
  readonly page: Page
  readonly devtools: CDPSession
}

const VIEWPORT = { width: 1440, height: 900 }
const NOTHING_ASKED: Media = {
  colorScheme: 'light',
  contrast: 'no-preference',
  forcedColors: 'none',
  reducedMotion: 'no-preference',
}

/** A new tab starts a process, which takes four times as long as going to another viewer in a process that runs. */
const free: Tab[] = []

async function openTab(): Promise<Tab> {
  const browser = await shareChromium()
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  return { page, devtools: await context.newCDPSession(page) }
}

/** The viewer of a collector. */
async function openPage(collector: TestCollector, options: ViewerOptions = {}): Promise<Page> {
  const { settings, viewport = VIEWPORT, media } = options
  const tab = free.pop() ?? (await openTab())
  const { page, devtools } = tab
  // An earlier collector may have had the same port.
  await devtools.send('Storage.clearDataForOrigin', { origin: collector.url, storageTypes: 'all' })
  await page.mouse.move(0, 0)
  await page.setViewportSize(viewport)
  await page.emulateMedia({ ...NOTHING_ASKED, ...media })
  const script = await page.addInitScript((state) => {
    if (state && !localStorage.getItem('tattler')) {
      localStorage.setItem('tattler', JSON.stringify({ state, version: 0 }))
    }
  }, settings)
  onTestFinished(async ({ task }) => {
    // Nobody knows what a failed test left behind.
    if (task.result?.state === 'fail') return page.context().close()
    await script.dispose()
    free.push(tab)
  })
  await page.goto(collector.viewerUrl)
  // From now on it takes keys.
  await page.locator('.app').waitFor()
  return page
}

/** The viewer of a new collector, which holds these documents. */
async function openViewer(documents: readonly unknown[], options?: ViewerOptions): Promise<OpenedViewer> {
  const collector = await startTestCollector()
  for (const document of documents) await postEvents(collector, document)
  return { page: await openPage(collector, options), collector }
}

/** Opens viewers in tabs that many tests share; each finds its window as if it were new. */
export const browser = { openPage, openViewer }
