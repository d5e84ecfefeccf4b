import { openViewer, type ViewerConnection } from '../../main/cli/viewer-connection.ts'
import { launchChromium } from '../e2e/tattler.ts'
import { FILTERS, makeSpec, searchFor } from './filters.ts'
import { startListening, startTattler } from './processes.ts'
import { type Figure, percentile } from './table.ts'
import { timeToRows } from './view-timing.ts'

const REPEATS = 5
/** With these a list has begun to show what is in it. */
const FIRST_ROWS = 6

/** Reads a stored log as the viewer does; `events` of them are in `dataDir`. */
export async function measureReading(dataDir: string, events: number): Promise<Figure[]> {
  const figures = await measureColdStart(dataDir, events)
  const tattler = await startTattler(dataDir)
  const viewer = await openViewer(tattler)
  const at = `at ${events.toLocaleString('en')}`
  const stored = await viewer.request('view/open', { view: 1, ...makeSpec({ isEager: false }) })
  if (stored.all !== events) throw new Error(`${stored.all} events are stored, not ${events}`)

  const filters = await timeFilters(viewer)
  const slowest = filters.reduce((a, b) => (a.ms > b.ms ? a : b))
  const open = (text: string) => viewer.request('view/open', { view: 1, ...makeSpec(searchFor(text)) })
  const whole = (text: string) =>
    viewer.request('view/open', { view: 1, ...makeSpec({ ...searchFor(text), isEager: false }) })
  const absent = await median(() => whole('"warmed in no time"'))
  const common = await median(() => whole('"warmed in"'))
  const facets = await median(() => timeToFacets(viewer, () => open('')))
  const totals = await median(() => viewer.request('log/totals', { from: { instance: '*' } }))
  const counted = {
    from: { instance: '*' },
    ...searchFor('target:mysql duration:>20'),
    reduce: { type: 'count' },
  } as const
  const count = await median(() => viewer.request('log/query', counted))
  await whole('')
  const middle = await median(() =>
    viewer.request('view/page', { view: 1, offset: Math.floor(events / 2), limit: 100 }),
  )
  const { tail } = await open('type:query')
  const screen = tail.rows.slice(-60).map((row) => row.id)
  const marks = await median(() => viewer.request('query/marks', screen))
  const siblings = await median(() => viewer.request('query/siblings', screen.at(-1) ?? 0))
  const clear = await timeOf(() => viewer.request('log/clear', undefined))
  const undo = await timeOf(() => viewer.request('log/undo-clear', undefined))
  const memory = tattler.memory()
  viewer.close()
  await tattler.stop()
  const all = filters.map(({ ms }) => ms)
  return [
    ...figures,
    { name: `${at}: filter change to answer, p50`, value: percentile(all, 0.5), unit: 'ms' },
    { name: `${at}: filter change to answer, p95`, value: percentile(all, 0.95), unit: 'ms', aim: { most: 150 } },
    { name: `${at}: filter change to answer, slowest (${slowest.name})`, value: slowest.ms, unit: 'ms' },
    { name: `${at}: substring over all, found nowhere`, value: absent, unit: 'ms', aim: { most: 200 } },
    { name: `${at}: substring over all, all matches listed`, value: common, unit: 'ms', aim: { most: 200 } },
    { name: `${at}: count of a filter`, value: count, unit: 'ms', aim: { most: 50 } },
    { name: `${at}: totals by target`, value: totals, unit: 'ms', aim: { most: 50 } },
    { name: `${at}: counts by type, target and tag, 120 ms of waiting included`, value: facets, unit: 'ms' },
    { name: `${at}: jump to the middle`, value: middle, unit: 'ms', aim: { most: 200 } },
    { name: `${at}: marks of a screen of queries, all in one stream`, value: marks, unit: 'ms', aim: { most: 100 } },
    { name: `${at}: a query among those of its shape`, value: siblings, unit: 'ms' },
    { name: `${at}: clear`, value: clear, unit: 'ms', aim: { most: 50 } },
    { name: `${at}: undo of clear`, value: undo, unit: 'ms', aim: { most: 50 } },
    { name: `${at}: memory of the collector`, value: memory, unit: 'MB', aim: { most: 450 } },
  ]
}

/** From starting the process to the first row on the screen of a browser that is open already. */
async function measureColdStart(dataDir: string, events: number): Promise<Figure[]> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const times: { readonly listening: number; readonly rows: number }[] = []
    let heap = 0
    for (let n = 0; n < 3; n++) {
      const start = performance.now()
      const tattler = await startListening(dataDir)
      const listening = performance.now() - start
      await page.goto(`${tattler.url}/?token=${tattler.token}`, { waitUntil: 'commit' })
      await page.evaluate(untilRows, FIRST_ROWS)
      times.push({ listening, rows: performance.now() - start })
      const metrics = await (await page.context().newCDPSession(page)).send('Runtime.getHeapUsage')
      heap = metrics.usedSize / 1e6
      await tattler.stop()
    }
    const at = `at ${events.toLocaleString('en')}`
    const listening = times.map((time) => time.listening)
    const rows = times.map((time) => time.rows)
    return [
      { name: `${at}: cold start until it listens`, value: percentile(listening, 0.5), unit: 'ms' },
      { name: `${at}: cold start to first row`, value: percentile(rows, 0.5), unit: 'ms', aim: { most: 1000 } },
      { name: `${at}: memory of the viewer (JS heap)`, value: heap, unit: 'MB', aim: { most: 150 } },
    ]
  } finally {
    await browser.close()
  }
}

/**
 * In the page: resolves when so many rows are painted. It asks for nothing that the browser has to compute: looking for elements by
 * their role takes as long as drawing the rows.
 */
function untilRows(count: number): Promise<void> {
  const rows = document.getElementsByClassName('row')
  const pending = document.getElementsByClassName('row-pending')
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    // What is there in a frame is painted when the task behind it runs.
    port1.onmessage = () => resolve()
    const look = () => {
      if (rows.length - pending.length >= count) port2.postMessage(null)
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** Each filter several times, never two at once. */
async function timeFilters(viewer: ViewerConnection): Promise<{ name: string; ms: number }[]> {
  const times: { name: string; ms: number }[] = []
  for (let n = 0; n < REPEATS; n++) {
    for (const [name, spec] of FILTERS) times.push({ name, ms: await timeToRows(viewer, spec) })
  }
  return times
}

function timeToFacets(viewer: ViewerConnection, open: () => Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    viewer.onFeed((message) => {
      if (message.type === 'facets/changed') resolve()
    })
    open().catch(reject)
  })
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < REPEATS; n++) times.push(await timeOf(work))
  return percentile(times, 0.5)
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
