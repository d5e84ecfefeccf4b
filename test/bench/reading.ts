import { openViewer, type ViewerConnection } from '../../main/cli/viewer-connection.ts'
import { readRunning } from '../../main/running.ts'
import type { ViewSpec } from '../../shared/messages.ts'
import type { Condition } from '../../shared/query/query.ts'
import { parseSearch } from '../../shared/query/search.ts'
import { launchChromium } from '../e2e/tattler.ts'
import { startTattler } from './processes.ts'
import { type Figure, percentile } from './table.ts'

const REPEATS = 5

/** What a user types, one filter after the other. */
const SEARCHES = [
  '',
  'type:query',
  'importance:>=4',
  'target:mysql duration:>20',
  'tag:is_production',
  '-type:log duration:>100',
  'success:false',
  'path:/src/Module3 type:request',
  'status:500',
]

/** Reads a stored log as the viewer does; `events` of them are in `dataDir`. */
export async function measureReading(dataDir: string, events: number): Promise<Figure[]> {
  const figures = await measureColdStart(dataDir, events)
  const tattler = await startTattler(dataDir)
  const running = readRunning(dataDir)
  if (!running) throw new Error('Tattler does not run')
  const viewer = await openViewer(running)
  let view = 0
  const open = (where: readonly Condition[]) => viewer.request('view/open', makeSpec(++view, where))
  const stored = (await open([])).all
  if (stored !== events) throw new Error(`${stored} events are stored, not ${events}`)

  const filters: number[] = []
  for (let n = 0; n < REPEATS; n++) {
    for (const text of SEARCHES) filters.push(await timeOf(() => open(conditionsOf(text))))
  }
  const substring = await median(() => open(conditionsOf('"warmed in time for user"')))
  await open([])
  const facets = await median(() => timeToFacets(viewer, () => open([])))
  const totals = await median(() => viewer.request('log/totals', { from: { instance: '*' } }))
  const middle = await median(() => viewer.request('view/page', { view, offset: Math.floor(events / 2), limit: 100 }))
  const { tail } = await open(conditionsOf('type:query'))
  const screen = tail.rows.slice(-60).map((row) => row.id)
  const marks = await median(() => viewer.request('query/marks', screen))
  const memory = tattler.memory()
  viewer.close()
  await tattler.stop()
  const at = `at ${events.toLocaleString('en')}`
  return [
    ...figures,
    { name: `${at}: filter change to rows, p95`, value: percentile(filters, 0.95), unit: 'ms', aim: { most: 200 } },
    { name: `${at}: substring over summaries and payloads`, value: substring, unit: 'ms', aim: { most: 200 } },
    { name: `${at}: totals by target`, value: totals, unit: 'ms', aim: { most: 200 } },
    { name: `${at}: counts by type, target and tag`, value: facets, unit: 'ms' },
    { name: `${at}: jump to the middle`, value: middle, unit: 'ms', aim: { most: 200 } },
    { name: `${at}: marks of a screen of queries, all in one stream`, value: marks, unit: 'ms', aim: { most: 100 } },
    { name: `${at}: memory of the collector`, value: memory, unit: 'MB', aim: { most: 450 } },
  ]
}

/** From starting the process to the first row on the screen of a browser that is open already. */
async function measureColdStart(dataDir: string, events: number): Promise<Figure[]> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const times: number[] = []
    let heap = 0
    for (let n = 0; n < 3; n++) {
      const start = performance.now()
      const tattler = await startTattler(dataDir)
      await page.goto(`${tattler.url}/?token=${tattler.token}`)
      await page.getByRole('grid', { name: 'Events' }).getByRole('row').nth(5).waitFor()
      times.push(performance.now() - start)
      const metrics = await (await page.context().newCDPSession(page)).send('Runtime.getHeapUsage')
      heap = metrics.usedSize / 1e6
      await tattler.stop()
    }
    const at = `at ${events.toLocaleString('en')}`
    return [
      { name: `${at}: cold start to first row`, value: percentile(times, 0.5), unit: 'ms', aim: { most: 1500 } },
      { name: `${at}: memory of the viewer (JS heap)`, value: heap, unit: 'MB', aim: { most: 150 } },
    ]
  } finally {
    await browser.close()
  }
}

function timeToFacets(viewer: ViewerConnection, open: () => Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    viewer.onFeed((message) => {
      if (message.type === 'facets/changed') resolve()
    })
    open().catch(reject)
  })
}

function makeSpec(view: number, where: readonly Condition[]): ViewSpec {
  return { view, from: { instance: '*' }, where, hiddenTypes: [], orderBy: null, tree: { open: true, toggled: [] } }
}

function conditionsOf(text: string): readonly Condition[] {
  const parsed = parseSearch(text, { now: Date.now() })
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`)
  return parsed.conditions
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
