import type { Page } from 'playwright-core'
import { WebSocket } from 'ws'
import { startTattler, withDataDir } from './processes.ts'
import { type Figure, percentile } from './table.ts'
import { withViewerPage } from './viewer-page.ts'

/** Events per second, sent one by one in steps of 10 ms. */
const RATE = 2000
const STEP = 10

/** From sending an event to the frame in which its row is painted, in a real browser that follows the newest events. */
export async function measurePainting(seconds: number): Promise<Figure[]> {
  return withDataDir(async (dataDir) => {
    const tattler = await startTattler(dataDir)
    try {
      return await withViewerPage(tattler, async ({ page, heap }) => {
        const socket = new WebSocket(tattler.url.replace('http', 'ws'))
        await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
        send(socket, 100)
        await page.getByRole('row').filter({ hasText: 'sent-at' }).first().waitFor()
        await page.evaluate(watchRows)
        await stream(socket, seconds)
        await page.waitForTimeout(500)
        const { delays, longFrames } = await readWatch(page)
        socket.terminate()
        const name = `send to painted row at ${RATE.toLocaleString('en')} events/s`
        return [
          { name: `${name}, p50`, value: percentile(delays, 0.5), unit: 'ms', aim: { most: 40 } },
          { name: `${name}, p99`, value: percentile(delays, 0.99), unit: 'ms', aim: { most: 120 } },
          { name: 'longest frame meanwhile (50 where none is longer)', value: Math.max(50, ...longFrames), unit: 'ms' },
          { name: 'memory of the viewer after it (JS heap)', value: await heap(), unit: 'MB', aim: { most: 150 } },
        ]
      })
    } finally {
      await tattler.stop()
    }
  })
}

async function stream(socket: WebSocket, seconds: number): Promise<void> {
  const start = performance.now()
  let sent = 0
  for (let elapsed = 0; elapsed < seconds * 1000; elapsed = performance.now() - start) {
    const due = Math.floor((elapsed * RATE) / 1000)
    send(socket, due - sent)
    sent = due
    await new Promise((resolve) => setTimeout(resolve, STEP))
  }
}

function send(socket: WebSocket, count: number): void {
  for (let n = 0; n < count; n++) {
    socket.send(
      JSON.stringify({ type: 'log', importance: 2, payload: { message: `sent-at ${Date.now()} while streaming` } }),
    )
  }
}

interface RowWatch {
  readonly delays: number[]
  readonly longFrames: number[]
}

/**
 * In the page: after each frame that changed the rows, notes how old the newest of them is. It looks at the last row
 * alone, and at nothing while nothing changes, so that it does not measure itself.
 */
function watchRows(): void {
  const watch: RowWatch = { delays: [], longFrames: [] }
  Object.assign(window, { watch })
  const list = document.querySelector('[role="row"][data-index]')?.parentElement
  if (!list) throw new Error('there are no rows to watch')
  const readNewest = () => Number(/sent-at (\d+)/.exec(list.lastElementChild?.textContent ?? '')?.[1] ?? 0)
  let newest = readNewest()
  const { port1, port2 } = new MessageChannel()
  // Rows change inside a frame; the task after it comes when the frame is painted.
  new MutationObserver(() => port2.postMessage(null)).observe(list, {
    childList: true,
    subtree: true,
    characterData: true,
  })
  port1.onmessage = () => {
    const sent = readNewest()
    if (sent <= newest) return
    newest = sent
    watch.delays.push(Date.now() - sent)
  }
  new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) watch.longFrames.push(duration)
  }).observe({ type: 'long-animation-frame' })
}

function readWatch(page: Page): Promise<RowWatch> {
  return page.evaluate(() => (window as unknown as { watch: RowWatch }).watch)
}
