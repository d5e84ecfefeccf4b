import type { Page } from 'playwright-core'
import { makeEnvelopes } from './events.ts'
import { startTattler, withDataDir } from './processes.ts'
import { sendOverSocket } from './senders.ts'
import type { Figure } from './table.ts'
import { endWatch, type FrameWatch, frameRate, startWatch, withEmptyPage, withViewerPage } from './viewer-page.ts'

const ENVELOPE = 100
/** How long the scrollbar is dragged, and a key held, ms. */
const DRAG_TIME = 5000
const HOLD_TIME = 3000
/** From either end of a scrollbar to the middle of its smallest thumb, px: there are arrows before it. */
const THUMB = 23
/** As keyboards repeat a key that is held. ms. */
const REPEAT = 33

/** Through a long list: by dragging the scrollbar from its top to its end, and by holding a key. */
export async function measureScrolling(events: number): Promise<Figure[]> {
  const ceiling = await withEmptyPage(async (page) => {
    await startWatch(page)
    await page.waitForTimeout(HOLD_TIME)
    return frameRate(await endWatch(page))
  })
  return withDataDir(async (dataDir) => {
    const tattler = await startTattler(dataDir)
    try {
      await sendOverSocket(tattler.url, makeEnvelopes(events, ENVELOPE), ENVELOPE)
      return await withViewerPage(tattler, async ({ page }) => {
        await page.getByRole('row').nth(20).waitFor()
        const dragged = await watching(page, () => dragScrollbar(page))
        const held = await watching(page, () => holdKey(page))
        const name = (what: string) => `${what} through ${events.toLocaleString('en')} rows`
        return [...describe(name('scrollbar dragged'), dragged, ceiling), ...describe(name('j held'), held, ceiling)]
      })
    } finally {
      await tattler.stop()
    }
  })
}

function describe(name: string, watch: FrameWatch, ceiling: number): Figure[] {
  return [
    {
      name: `${name} (ceiling: an empty page)`,
      value: frameRate(watch),
      unit: 'frames/s',
      ceiling,
      aim: { least: 55 },
    },
    { name: `${name}: longest with a blank row`, value: Math.max(0, ...watch.blanks), unit: 'ms', aim: { most: 100 } },
  ]
}

async function watching(page: Page, work: () => Promise<void>): Promise<FrameWatch> {
  await startWatch(page)
  await work()
  return endWatch(page)
}

/** The list is brought to its top, then the mouse takes the scrollbar's thumb down to its end. */
async function dragScrollbar(page: Page): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Events' })
  await grid.evaluate((element) => element.scrollTo(0, 0))
  await page.waitForTimeout(500)
  const box = await grid.boundingBox()
  if (!box) throw new Error('the list is not on screen')
  const x = box.x + box.width - 5
  const from = box.y + THUMB
  const to = box.y + box.height - THUMB
  await page.mouse.move(x, from)
  await page.mouse.down()
  const start = performance.now()
  for (let passed = 0; passed < DRAG_TIME; passed = performance.now() - start) {
    await page.mouse.move(x, from + ((to - from) * passed) / DRAG_TIME)
  }
  await page.mouse.move(x, to)
  await page.mouse.up()
  const reached = await grid.evaluate(({ scrollTop, scrollHeight, clientHeight }) =>
    scrollHeight > clientHeight ? scrollTop / (scrollHeight - clientHeight) : 1,
  )
  if (reached < 0.95) throw new Error(`the scrollbar was dragged to ${Math.round(reached * 100)} % only`)
}

async function holdKey(page: Page): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Events' })
  await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
  await page.waitForTimeout(500)
  await grid.getByRole('row').nth(5).click()
  const start = performance.now()
  for (let presses = 0; presses * REPEAT < HOLD_TIME; presses++) {
    await page.keyboard.down('j')
    await page.waitForTimeout(Math.max(0, start + (presses + 1) * REPEAT - performance.now()))
  }
  await page.keyboard.up('j')
}
