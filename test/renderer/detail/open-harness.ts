import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import type { DebugEvent } from '../../../shared/event.ts'
import { shareChromium } from '../../e2e/tattler.ts'
import { PATIENCE } from '../../helpers/patience.ts'

export interface Harness {
  readonly page: Page
  close(): Promise<void>
}

/** Opens the page that holds nothing but the detail pane in Chromium. */
export async function openHarness(options: { readonly hasPolicy: boolean }): Promise<Harness> {
  const browser = await shareChromium()
  const context = await browser.newContext({
    viewport: { width: 420, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  const { strict, open } = inject('harness')
  // The first visit of all has the page built.
  await page.goto(options.hasPolicy ? strict : open, { timeout: 300_000 })
  return { page, close: () => context.close() }
}

/** Puts these events, and no others, behind an empty pane. */
export async function setEvents(page: Page, events: readonly DebugEvent[]): Promise<void> {
  await page.evaluate((list) => window.harness.reset(list), events)
  await page.getByRole('region', { name: 'Event details' }).waitFor({ state: 'detached' })
}

/** Puts the events of a collector behind an empty pane. */
export async function connectPane(page: Page, { url, token }: { url: string; token: string }): Promise<void> {
  const address = { url: `${url.replace('http', 'ws')}/viewer`, token }
  await page.evaluate((to) => window.harness.connect(to), address)
  await page.getByRole('region', { name: 'Event details' }).waitFor({ state: 'detached' })
}

/** Shows an event in the pane. */
export async function showEvent(page: Page, id: number): Promise<void> {
  await page.evaluate((chosen) => window.harness.show(chosen), id)
}
