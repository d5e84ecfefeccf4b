import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openViewer, type ViewerConnection } from '../../main/cli/viewer-connection.ts'
import { readRunning } from '../../main/running.ts'
import { makeEnvelopes } from './events.ts'
import { makeSpec, searchFor } from './filters.ts'
import { drawGrowth } from './growth-plot.ts'
import { type Served, serving, startTattler, withDataDir } from './processes.ts'
import { sendOverSocket } from './senders.ts'
import { type Figure, percentile } from './table.ts'
import { timeToRows } from './view-timing.ts'

const ENVELOPE = 100
/** Events made and sent at a time: millions of them at once would not fit into memory. */
const PORTION = 20_000
/** Portions whose rate is measured at each size. */
const MEASURED = 5
const REPEATS = 5
/** Nothing is deleted for being too much. */
const UNLIMITED = { events: 100_000_000, bytes: 100_000_000_000 }

/** What is asked at each size: how the answer is found decides how its time grows. */
const ASKED = [
  { name: 'first rows of a filter on columns', text: 'type:query duration:>20', isEager: true, isServed: true },
  { name: 'first rows of a common text', text: 'timeout', isEager: true, isServed: true },
  {
    name: 'all rows of one stream',
    text: 'stream:00000000-0000-4000-8000-000000000005',
    isEager: false,
    isServed: true,
  },
  { name: 'all rows of a filter on columns', text: 'type:query duration:>20', isEager: false, isServed: false },
  { name: 'a text found nowhere', text: 'nothingofthatkind', isEager: false, isServed: false },
] as const

/** What was measured of a log of one size. */
export interface GrowthPoint {
  readonly events: number
  /** Events per second. */
  readonly ingest: number
  /** By name, ms. */
  readonly filters: ReadonlyMap<string, number>
}

/** Fills one log up to each size, and measures what the next events and the same questions cost there. */
export async function measureGrowth(sizes: readonly number[], plotFile: string | undefined): Promise<Figure[]> {
  const points = await withDataDir((dataDir) => {
    writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ retention: UNLIMITED }))
    return serving(startTattler(dataDir), async (tattler) => {
      const running = readRunning(dataDir)
      if (!running) throw new Error('Tattler does not run')
      const viewer = await openViewer(running)
      const log = { tattler, stored: 0 }
      const measured: GrowthPoint[] = []
      for (const size of sizes) measured.push(await measureAt(size, log, viewer))
      viewer.close()
      return measured
    })
  })
  if (plotFile !== undefined) writeFileSync(plotFile, await drawGrowth(points))
  return [...points.flatMap(toFigures), ...compare(points)]
}

async function measureAt(size: number, log: Log, viewer: ViewerConnection): Promise<GrowthPoint> {
  while (log.stored < size) await grow(log, Math.min(PORTION, size - log.stored))
  const filters = new Map<string, number>()
  for (const { name, text, isEager } of ASKED) {
    const spec = makeSpec({ ...searchFor(text), isEager })
    const times: number[] = []
    for (let n = 0; n < REPEATS; n++) times.push(await timeToRows(viewer, spec))
    filters.set(name, percentile(times, 0.5))
  }
  // A view that nothing is in, so that telling a viewer of events is not measured.
  await viewer.request('view/open', { view: 1, ...makeSpec(searchFor('stream:none')) })
  const rates: number[] = []
  for (let n = 0; n < MEASURED; n++) rates.push(await grow(log, PORTION))
  return { events: size, ingest: percentile(rates, 0.5), filters }
}

interface Log {
  readonly tattler: Served
  stored: number
}

/** Resolves with events per second. */
async function grow(log: Log, count: number): Promise<number> {
  const messages = makeEnvelopes(count, ENVELOPE, log.stored)
  log.stored += count
  return sendOverSocket(log.tattler.url, messages, ENVELOPE)
}

function toFigures({ events, ingest, filters }: GrowthPoint): Figure[] {
  const at = `growth, at ${events.toLocaleString('en')}`
  return [
    { name: `${at}: ingest`, value: ingest, unit: 'events/s' },
    ...[...filters].map(([name, value]) => ({ name: `${at}: ${name}`, value, unit: 'ms' })),
  ]
}

/** How the costs at the largest log stand to those at the smallest. */
function compare(points: readonly GrowthPoint[]): Figure[] {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last) return []
  const rates = points.map(({ ingest }) => ingest)
  const growth = last.events / first.events
  return [
    {
      name: 'growth: slowest ingest (ceiling: fastest)',
      value: Math.min(...rates),
      unit: 'events/s',
      ceiling: Math.max(...rates),
      aim: { ratio: 0.8 },
    },
    ...ASKED.map(({ name, isServed }) => ({
      name: `growth: ${name}, in a log ${growth} times as large`,
      value: (last.filters.get(name) ?? Number.NaN) / (first.filters.get(name) ?? Number.NaN),
      unit: 'times',
      ...(isServed && { aim: { most: Math.sqrt(growth) } }),
    })),
  ]
}
