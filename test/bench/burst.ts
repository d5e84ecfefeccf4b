import type { Page } from 'playwright-core'
import { makeEnvelopes } from './events.ts'
import { type Served, startTattler, withDataDir } from './processes.ts'
import { sendOverSocket } from './senders.ts'
import type { Figure } from './table.ts'
import { endWatch, startWatch, withEmptyPage, withViewerPage } from './viewer-page.ts'

const ENVELOPE = 100
/** Pressed in turn while the events come: to other rows, back to the newest, pause and on. */
const KEYS = ['k', 'k', 'j', 'G', 'p', 'p']
/** Between two of them, ms. */
const KEY_INTERVAL = 100

/** A burst while the window is open and used: frames, answers to keys, and whether everything is there afterwards. */
export async function measureBurst(count: number): Promise<Figure[]> {
  const ceiling = await serving((tattler) =>
    withEmptyPage(async (page) => {
      await startWatch(page)
      await sendBurst(tattler, count)
      return longest((await endWatch(page)).frames)
    }),
  )
  return serving((tattler) =>
    withViewerPage(tattler, async ({ page }) => {
      await sendBurst(tattler, ENVELOPE)
      await waitForRows(page, ENVELOPE)
      await startWatch(page)
      const keys = pressKeys(page)
      await sendBurst(tattler, count)
      await keys.end()
      const { frames, inputs } = await endWatch(page)
      const name = `burst of ${count.toLocaleString('en')} events`
      return [
        {
          name: `${name}: longest frame (ceiling: an empty page meanwhile)`,
          value: longest(frames),
          unit: 'ms',
          ceiling,
          aim: { most: 100 },
        },
        { name: `${name}: slowest answer to a key`, value: longest(inputs), unit: 'ms', aim: { most: 50 } },
        {
          name: `${name}: events that are not counted`,
          value: count + ENVELOPE - (await waitForRows(page, count + ENVELOPE)),
          unit: 'events',
          aim: { most: 0 },
        },
      ]
    }),
  )
}

/** Resolves once all of them are stored. */
async function sendBurst(tattler: Served, count: number): Promise<void> {
  await sendOverSocket(tattler.url, makeEnvelopes(count, ENVELOPE), ENVELOPE)
}

/** The rows that the list says it has: as many as are expected, or what it says after some seconds. */
async function waitForRows(page: Page, expected: number): Promise<number> {
  const grid = page.getByRole('grid', { name: 'Events' })
  const count = async () => Number(await grid.getAttribute('aria-rowcount')) - 1
  for (let tries = 0; tries < 50 && (await count()) !== expected; tries++) await page.waitForTimeout(100)
  return count()
}

function pressKeys(page: Page): { end(): Promise<void> } {
  let isOver = false
  const pressing = (async () => {
    await page.getByRole('grid', { name: 'Events' }).focus()
    for (let n = 0; !isOver; n++) {
      await page.keyboard.press(KEYS[n % KEYS.length] ?? 'k')
      await page.waitForTimeout(KEY_INTERVAL)
    }
    if ((await page.getByRole('button', { name: /^Resume/ }).count()) > 0) await page.keyboard.press('p')
  })()
  return {
    end: () => {
      isOver = true
      return pressing
    },
  }
}

function longest(times: readonly number[]): number {
  return Math.max(0, ...times)
}

function serving<T>(work: (tattler: Served) => Promise<T>): Promise<T> {
  return withDataDir(async (dataDir) => {
    const tattler = await startTattler(dataDir)
    try {
      return await work(tattler)
    } finally {
      await tattler.stop()
    }
  })
}
