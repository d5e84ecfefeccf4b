import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measureBurst } from './burst.ts'
import { measureClients } from './clients.ts'
import { measureFiltering } from './filtering.ts'
import { measureGrowth } from './growth.ts'
import { measureIdle } from './idle.ts'
import { measureEnvelopes, measurePosts, measureSingles } from './ingest.ts'
import { measurePainting } from './painting.ts'
import { measurePeers } from './peers.ts'
import { withDataDir } from './processes.ts'
import { measureProxying } from './proxying.ts'
import { measureReading } from './reading.ts'
import { measureScrolling } from './scrolling.ts'
import { type Figure, formatTable, ratioOf } from './table.ts'
import { measureViewerMemory } from './viewer-memory.ts'

/** Events sent at once while the viewer is open. */
const BURST = 100_000

/** How much is measured. */
interface Size {
  /** Events ingested in envelopes and stored for reading. */
  readonly events: number
  /** Events sent one by one over WebSocket. */
  readonly singles: number
  /** Events sent one by POST. */
  readonly posts: number
  /** Requests to an app, directly and through the proxy. */
  readonly requests: number
  /** Of streaming while painting is watched, and of doing nothing. */
  readonly seconds: number
  /** How often each search is tried in a page. */
  readonly rounds: number
  /** Events in the log whose growth is watched, ascending. */
  readonly sizes: readonly number[]
  /** Where a picture of that goes. */
  readonly plot?: string
}

const FULL: Size = {
  events: 1_000_000,
  singles: 200_000,
  posts: 50_000,
  requests: 4000,
  seconds: 10,
  rounds: 3,
  sizes: [10_000, 100_000, 1_000_000, 5_000_000],
}
const QUICK: Size = {
  events: 100_000,
  singles: 20_000,
  posts: 5000,
  requests: 400,
  seconds: 5,
  rounds: 1,
  sizes: [10_000, 100_000],
}

/** The parts of the benchmark, in the order in which they run. */
const PARTS: Readonly<Record<string, (size: Size) => Promise<Figure[]>>> = {
  singles: ({ singles }) => measureSingles(singles),
  posts: ({ posts }) => measurePosts(posts),
  peers: ({ posts }) => measurePeers(posts / 5),
  proxy: ({ requests }) => measureProxying(requests),
  clients: ({ posts }) => measureClients(posts / 100),
  painting: ({ seconds }) => measurePainting(seconds),
  burst: () => measureBurst(BURST),
  scroll: ({ events }) => measureScrolling(events),
  memory: ({ events }) => measureViewerMemory(events),
  stored: ({ events, rounds }) =>
    withDataDir(async (dataDir) => [
      ...(await measureEnvelopes(dataDir, events)),
      ...(await measureReading(dataDir, events)),
      ...(await measureFiltering(dataDir, events, rounds)),
    ]),
  growth: ({ sizes, plot }) => measureGrowth(sizes, plot),
  idle: ({ seconds }) => measureIdle(2 * seconds),
}

const HELP = `npm run bench -- [options]
  --quick       a tenth of everything
  --only PARTS  some of: ${Object.keys(PARTS).join(', ')} (separated by commas)
  --events N    ingested in envelopes and stored for reading (${FULL.events}; ${QUICK.events} with --quick)
  --plot FILE   draws how the cost grows with the log there, as a PNG (part growth)
  --json FILE   writes the figures there
`

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      only: { type: 'string' },
      events: { type: 'string' },
      plot: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const usual = values.quick ? QUICK : FULL
  const { plot } = values
  const size = { ...usual, events: Number(values.events ?? usual.events), ...(plot !== undefined && { plot }) }
  const figures: Figure[] = []
  for (const part of values.only?.split(',') ?? Object.keys(PARTS)) {
    const measure = PARTS[part]
    if (!measure) throw new Error(`--only ${part}: there is no such part; choose from ${Object.keys(PARTS).join(', ')}`)
    const start = performance.now()
    const more = await measure(size)
    process.stderr.write(`${part}: ${Math.round((performance.now() - start) / 1000)} s\n`)
    figures.push(...more)
    process.stderr.write(`${more.map((figure) => formatTable([figure]).split('\n')[1]).join('\n')}\n`)
  }

  process.stdout.write(`\n${formatTable(figures)}\n`)
  if (values.json) writeFileSync(values.json, `${JSON.stringify(figures.map(toRow), null, 2)}\n`)
}

function toRow(figure: Figure) {
  const { name, value, unit, ceiling = null } = figure
  return { name, value, unit, ceiling, ratio: ratioOf(figure) ?? null }
}
