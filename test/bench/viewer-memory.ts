import type { Page } from 'playwright-core'
import { makeEnvelopes } from './events.ts'
import { startTattler, withDataDir } from './processes.ts'
import { sendOverSocket } from './senders.ts'
import type { Figure } from './table.ts'
import { withViewerPage } from './viewer-page.ts'

const ENVELOPE = 100
/** What the stream is cut into: after each part the heap is measured. */
const PARTS = 5
/** What is typed into the search box in turn, then taken back. */
const SEARCHES = ['type:query', 'duration:>20', 'cache', 'target:mysql -tag:is_production']

/**
 * What the viewer holds after a long stream that it followed, while events were opened and filters changed: an hour at 200
 * events per second is 720,000.
 */
export async function measureViewerMemory(events: number): Promise<Figure[]> {
  return withDataDir(async (dataDir) => {
    const tattler = await startTattler(dataDir)
    try {
      return await withViewerPage(tattler, async ({ page, heap }) => {
        const heaps: number[] = []
        for (const part of cut(makeEnvelopes(events, ENVELOPE), PARTS)) {
          const sending = sendOverSocket(tattler.url, part, ENVELOPE)
          await use(page, heaps.length)
          await sending
          await page.waitForTimeout(1000)
          heaps.push(await heap())
        }
        const [first = 0] = heaps
        const last = heaps.at(-1) ?? 0
        const name = `viewer after ${events.toLocaleString('en')} events that it followed`
        return [
          { name: `${name}: JS heap, at most`, value: Math.max(...heaps), unit: 'MB', aim: { most: 150 } },
          { name: `${name}: more than after a fifth of them`, value: last - first, unit: 'MB', aim: { most: 10 } },
        ]
      })
    } finally {
      await tattler.stop()
    }
  })
}

/** Opens the details of some events, narrows the list and shows all again, and goes back to following. */
async function use(page: Page, turn: number): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Events' })
  await grid.getByRole('row').nth(10).waitFor()
  await grid.focus()
  for (const key of ['k', 'k', 'Enter', 'k', 'k', 'k']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(200)
  }
  await page.keyboard.press('Escape')
  const search = page.getByRole('combobox', { name: 'Search events' })
  await search.fill(SEARCHES[turn % SEARCHES.length] ?? '')
  await page.waitForTimeout(500)
  await search.fill('')
  await grid.focus()
  await page.keyboard.press('G')
}

function cut<T>(list: readonly T[], parts: number): T[][] {
  const size = Math.ceil(list.length / parts)
  return Array.from({ length: parts }, (_, part) => list.slice(part * size, (part + 1) * size))
}
