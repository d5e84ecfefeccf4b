import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { makeEnvelopes, makeSingles } from './events.ts'
import { measurePainting } from './painting.ts'
import { runChild, type Served, startCeiling, startTattler, withDataDir } from './processes.ts'
import { measureProxying } from './proxying.ts'
import { measureReading } from './reading.ts'
import { sendOverHttp, sendOverSocket } from './senders.ts'
import { type Figure, formatTable, ratioOf } from './table.ts'

const HELP = `npm run bench -- [options]
  --events N    events ingested in envelopes and stored for reading (1000000)
  --singles N   events sent one by one over WebSocket (200000)
  --posts N     events sent one by POST (50000)
  --requests N  to an app, directly and through the proxy (4000)
  --seconds N   of streaming while painting is watched (10)
  --quick       200000 events, 50000 singles, 20000 posts, 1600 requests, 5 seconds
  --json FILE   writes the figures there
`
const ENVELOPE = 100
const CONNECTIONS = 64

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string' },
      singles: { type: 'string' },
      posts: { type: 'string' },
      requests: { type: 'string' },
      seconds: { type: 'string' },
      quick: { type: 'boolean' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const size = (given: string | undefined, full: number, quick: number) =>
    Number(given ?? (values.quick ? quick : full))
  const events = size(values.events, 1_000_000, 200_000)
  const figures: Figure[] = []
  const add = (more: readonly Figure[]) => {
    figures.push(...more)
    for (const figure of more) process.stderr.write(`${formatTable([figure]).split('\n')[1]}\n`)
  }

  add(await measureSingles(size(values.singles, 200_000, 50_000)))
  add(await measurePosts(size(values.posts, 50_000, 20_000)))
  add(await measureProxying(size(values.requests, 4000, 1600)))
  add(await measurePainting(size(values.seconds, 10, 5)))
  await withDataDir(async (dataDir) => {
    add(await measureEnvelopes(dataDir, events))
    add(await measureReading(dataDir, events))
  })

  process.stdout.write(`\n${formatTable(figures)}\n`)
  if (values.json) writeFileSync(values.json, `${JSON.stringify(figures.map(toRow), null, 2)}\n`)
}

async function measureSingles(count: number): Promise<Figure[]> {
  const messages = makeSingles(count)
  const ceiling = await serving(startCeiling('bare-ws'), ({ url }) => sendOverSocket(url, messages, 1))
  const value = await withDataDir((dataDir) =>
    serving(startTattler(dataDir), ({ url }) => sendOverSocket(url, messages, 1)),
  )
  const name = 'WebSocket, one event per message (ceiling: bare ws + JSON.parse)'
  return [{ name, value, unit: 'events/s', ceiling, aim: { least: 20_000 } }]
}

async function measurePosts(count: number): Promise<Figure[]> {
  const messages = makeSingles(count)
  const ceiling = await serving(startCeiling('bare-http'), ({ url }) => sendOverHttp(url, messages, CONNECTIONS))
  const value = await withDataDir((dataDir) =>
    serving(startTattler(dataDir), ({ url }) => sendOverHttp(url, messages, CONNECTIONS)),
  )
  const name = `HTTP, one event per POST, ${CONNECTIONS} connections (ceiling: bare node:http)`
  return [{ name, value, unit: 'events/s', ceiling, aim: { ratio: 0.35 } }]
}

/** Leaves the events in `dataDir`. */
async function measureEnvelopes(dataDir: string, count: number): Promise<Figure[]> {
  const messages = makeEnvelopes(count, ENVELOPE)
  const parse = await serving(startCeiling('bare-ws'), ({ url }) => sendOverSocket(url, messages, ENVELOPE))
  const store = await runChild<number>('store', String(count))
  const [value, memory] = await serving(startTattler(dataDir), async (tattler) => {
    const rate = await sendOverSocket(tattler.url, messages, ENVELOPE)
    return [rate, tattler.memory()] as const
  })
  const name = `WebSocket, ${ENVELOPE} events per envelope, ${count.toLocaleString('en')} events`
  return [
    {
      name: `${name} (ceiling: the store alone)`,
      value,
      unit: 'events/s',
      ceiling: store,
      aim: { least: 40_000, ratio: 0.7 },
    },
    { name: `${name} (ceiling: bare ws + JSON.parse)`, value, unit: 'events/s', ceiling: parse },
    { name: 'memory of the collector after it', value: memory, unit: 'MB', aim: { most: 450 } },
  ]
}

async function serving<T>(starting: Promise<Served>, work: (served: Served) => Promise<T>): Promise<T> {
  const served = await starting
  try {
    return await work(served)
  } finally {
    await served.stop()
  }
}

function toRow(figure: Figure) {
  const { name, value, unit, ceiling = null } = figure
  return { name, value, unit, ceiling, ratio: ratioOf(figure) ?? null }
}
