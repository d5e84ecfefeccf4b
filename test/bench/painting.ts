import type { Page } from 'playwright-core'
import { WebSocket } from 'ws'
import { launchChromium } from '../e2e/tattler.ts'
import { startTattler, withDataDir } from './processes.ts'
import { type Figure, percentile } from './table.ts'

/** Events per second, sent one by one in steps of 10 ms. */
const RATE = 2000
const STEP = 10

/** From sending an event to the frame in which its row is painted, in a real browser that follows the newest events. */
export async function measurePainting(seconds: number): Promise<Figure[]> {
  return withDataDir(async (dataDir) => {
    const tattler = await startTattler(dataDir)
    const browser = await launchChromium()
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      await page.goto(`${tattler.url}/?token=${tattler.token}`)
      const socket = new WebSocket(tattler.url.replace('http', 'ws'))
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
      send(socket, 100)
      await page.getByRole('row').filter({ hasText: 'sent-at' }).first().waitFor()
      await page.evaluate(watchRows)
      await stream(socket, seconds)
      await page.waitForTimeout(500)
      const { delays, frames } = await page.evaluate(readWatch)
      const heap = await readHeap(page)
      socket.terminate()
      const name = `send to painted row at ${RATE.toLocaleString('en')} events/s`
      return [
        { name: `${name}, p50`, value: percentile(delays, 0.5), unit: 'ms' },
        { name: `${name}, p99`, value: percentile(delays, 0.99), unit: 'ms', aim: { most: 150 } },
        { name: 'longest frame meanwhile', value: Math.max(...frames), unit: 'ms' },
        { name: 'memory of the viewer after it (JS heap)', value: heap, unit: 'MB', aim: { most: 150 } },
      ]
    } finally {
      await browser.close()
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

/** In the page: before each frame, notes how old the newest row is, once per row, and how long the frame took. */
function watchRows(): void {
  const watch = { delays: [] as number[], frames: [] as number[] }
  Object.assign(window, { watch })
  let newest = 0
  let last = performance.now()
  const look = () => {
    const now = performance.now()
    watch.frames.push(now - last)
    last = now
    for (const row of document.querySelectorAll('[role="row"]')) {
      const sent = Number(/sent-at (\d+)/.exec(row.textContent ?? '')?.[1] ?? 0)
      if (sent <= newest) continue
      newest = sent
      // The frame that this callback belongs to is painted right after it.
      watch.delays.push(Date.now() - sent)
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

function readWatch(): { delays: number[]; frames: number[] } {
  return (window as unknown as { watch: { delays: number[]; frames: number[] } }).watch
}

async function readHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6
}
