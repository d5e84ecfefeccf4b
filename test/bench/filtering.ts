import type { Page } from 'playwright-core'
import { launchChromium } from '../e2e/tattler.ts'
import { SEARCHES } from './filters.ts'
import { startTattler } from './processes.ts'
import { type Figure, percentile } from './table.ts'

/** What is shown before each filter: few events, none of them among the newest. */
const BEFORE = 'type:template duration:5..6'

/** From the key that changes the filter to the frame in which its rows are painted, in a real browser. */
export async function measureFiltering(dataDir: string, events: number, rounds: number): Promise<Figure[]> {
  const tattler = await startTattler(dataDir)
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${tattler.url}/?token=${tattler.token}`)
    await page.getByRole('grid', { name: 'Events' }).getByRole('row').nth(5).waitFor()
    await page.evaluate(watchRows)
    const times: { readonly search: string; readonly ms: number }[] = []
    for (let round = 0; round < rounds; round++) {
      for (const search of SEARCHES) times.push({ search, ms: await timeToRows(page, search) })
    }
    const name = `at ${events.toLocaleString('en')}, in the page: filter changed to rows painted`
    const slowest = times.reduce((a, b) => (a.ms > b.ms ? a : b))
    const all = times.map(({ ms }) => ms)
    return [
      { name: `${name}, p50`, value: percentile(all, 0.5), unit: 'ms' },
      { name: `${name}, p95`, value: percentile(all, 0.95), unit: 'ms', aim: { most: 150 } },
      { name: `${name}, slowest (${slowest.search})`, value: slowest.ms, unit: 'ms' },
    ]
  } finally {
    await browser.close()
    await tattler.stop()
  }
}

/** Pastes a search over the one before, ms until its rows are painted. */
async function timeToRows(page: Page, search: string): Promise<number> {
  const box = page.getByRole('combobox', { name: /search/i })
  await box.fill(BEFORE)
  await page.waitForFunction(isSettled)
  await box.selectText()
  await page.evaluate(awaitOtherRows)
  if (search === '') await page.keyboard.press('Delete')
  else await page.keyboard.insertText(search)
  return page.evaluate(readPainted)
}

interface Watch {
  /** When the search was last changed. */
  changed: number
  /** What tells the rows on screen from others. */
  look(): string
  /** How long the rows have been the same, frames. */
  still: number
  /** From the change of the search to the end of the frame that shows other rows, ms. */
  painted: Promise<number>
}

/** In the page: notes when the search changes, and whether the rows are at rest. */
function watchRows(): void {
  // Two filters may have the newest row in common.
  const look = () => document.querySelector('[role="grid"]')?.textContent ?? ''
  const watch: Watch = { changed: 0, look, still: 0, painted: Promise.resolve(0) }
  Object.assign(window, { watch })
  window.addEventListener('input', (event) => {
    watch.changed = event.timeStamp
    watch.still = 0
  })
  let before = ''
  const next = () => {
    const now = `${look()} ${document.querySelector('.hidden-count')?.textContent}`
    watch.still = now === before && !now.includes('counting') ? watch.still + 1 : 0
    before = now
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
}

/** Long enough for the counts of types and tags, which follow the rows, to be counted as well. */
function isSettled(): boolean {
  return (window as unknown as { watch: Watch }).watch.still > 30
}

/** Begins to look for other rows, before anything is typed: they may be there within a few frames. */
function awaitOtherRows(): void {
  const { watch } = window as unknown as { watch: Watch }
  const before = watch.look()
  watch.painted = new Promise((resolve) => {
    const look = () => {
      if (watch.look() === before) requestAnimationFrame(look)
      // A message of this kind is delivered once the frame is painted.
      else {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now() - watch.changed)
        port2.postMessage(null)
      }
    }
    requestAnimationFrame(look)
  })
}

function readPainted(): Promise<number> {
  return (window as unknown as { watch: Watch }).watch.painted
}
