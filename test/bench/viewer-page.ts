import type { Browser, CDPSession, Page } from 'playwright-core'
import { launchChromium } from '../e2e/tattler.ts'
import type { Served } from './processes.ts'

/** The viewer in a real browser, as it is watched. */
export interface ViewerPage {
  readonly page: Page
  readonly session: CDPSession
  /** JS heap after everything that is not needed any more was collected, MB. */
  heap(): Promise<number>
}

/** What `watchFrames` has seen. Times in ms. */
export interface FrameWatch {
  /** From the start of one frame to that of the next. */
  readonly frames: readonly number[]
  /** From each key press or click that took more than a frame, to the paint that shows what came of it. */
  readonly inputs: readonly number[]
  /** How long rows on screen stayed without their text, each time it happened. */
  readonly blanks: readonly number[]
}

/** Opens a browser, and the viewer of a running collector in it; closes it after `work`. */
export async function withViewerPage<T>(tattler: Served, work: (viewer: ViewerPage) => Promise<T>): Promise<T> {
  return withBrowser(async (browser) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${tattler.url}/?token=${tattler.token}`)
    await page.getByRole('grid', { name: 'Events' }).waitFor()
    const session = await page.context().newCDPSession(page)
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage')
      return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6
    }
    return work({ page, session, heap })
  })
}

/** A page with nothing in it: what the browser and the machine leave in the same run. */
export async function withEmptyPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  return withBrowser(async (browser) => work(await browser.newPage({ viewport: { width: 1440, height: 900 } })))
}

async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await launchChromium({ hasScrollbars: true })
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}

/** Begins to watch frames, inputs and blank rows in a page. */
export async function startWatch(page: Page): Promise<void> {
  await page.evaluate(watchFrames)
}

/** What was seen since `startWatch`. */
export async function endWatch(page: Page): Promise<FrameWatch> {
  return page.evaluate(() => {
    const { watch } = window as unknown as { watch: FrameWatch & { stop(): void } }
    watch.stop()
    return { frames: watch.frames, inputs: watch.inputs, blanks: watch.blanks }
  })
}

/** Frames per second. */
export function frameRate({ frames }: FrameWatch): number {
  return (1000 * frames.length) / frames.reduce((sum, frame) => sum + frame, 0)
}

/** In the page. Looking at the rows costs a few microseconds a frame: most of the time there is none without its text. */
function watchFrames(): void {
  const watch = { frames: [] as number[], inputs: [] as number[], blanks: [] as number[], stop: () => {} }
  let last = performance.now()
  let blankSince: number | null = null
  let isOver = false
  const pending = document.getElementsByClassName('row-pending')
  const isOnScreen = (row: Element) => {
    const grid = row.closest('[role=grid]')
    const header = grid?.querySelector('[role=columnheader]')
    if (!grid || !header) return false
    const { top, bottom } = row.getBoundingClientRect()
    return bottom > header.getBoundingClientRect().bottom && top < grid.getBoundingClientRect().bottom
  }
  const look = () => {
    const now = performance.now()
    watch.frames.push(now - last)
    last = now
    const isBlank = [...pending].some(isOnScreen)
    if (isBlank) blankSince ??= now
    else if (blankSince !== null) {
      watch.blanks.push(now - blankSince)
      blankSince = null
    }
    if (!isOver) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  const inputs = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) watch.inputs.push(entry.duration)
  })
  // Event Timing: from the time stamp of the input to the next paint; shorter ones than 16 ms are not told.
  inputs.observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit)
  watch.stop = () => {
    isOver = true
    inputs.disconnect()
    if (blankSince !== null) watch.blanks.push(performance.now() - blankSince)
  }
  Object.assign(window, { watch })
}
