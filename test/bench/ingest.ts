import { makeEnvelopes, makeSingles } from './events.ts'
import { runChild, serving, startCeiling, startTattler, withDataDir } from './processes.ts'
import { sendOverHttp, sendOverSocket, toEvents } from './senders.ts'
import type { Figure } from './table.ts'

const ENVELOPE = 100
const CONNECTIONS = 64

/** One event per message, over one WebSocket that waits for its acknowledgements. */
export async function measureSingles(count: number): Promise<Figure[]> {
  const messages = makeSingles(count)
  const ceiling = await serving(startCeiling('bare-ws'), ({ url }) => sendOverSocket(url, messages, 1))
  const value = await withDataDir((dataDir) =>
    serving(startTattler(dataDir), ({ url }) => sendOverSocket(url, messages, 1)),
  )
  const name = 'WebSocket, one event per message (ceiling: bare ws + JSON.parse)'
  return [{ name, value, unit: 'events/s', ceiling, aim: { least: 30_000, ratio: 0.25 } }]
}

/** One event per request, each answered once it is on disk. */
export async function measurePosts(count: number): Promise<Figure[]> {
  const messages = makeSingles(count)
  const ceiling = await serving(startCeiling('bare-http'), ({ url }) =>
    sendOverHttp(toEvents(url), messages, CONNECTIONS),
  )
  const value = await withDataDir((dataDir) =>
    serving(startTattler(dataDir), ({ url }) => sendOverHttp(toEvents(url), messages, CONNECTIONS)),
  )
  const name = `HTTP, one event per POST, ${CONNECTIONS} connections (ceiling: bare node:http)`
  return [{ name, value, unit: 'events/s', ceiling, aim: { ratio: 0.5 } }]
}

/** Leaves the events in `dataDir`. */
export async function measureEnvelopes(dataDir: string, count: number): Promise<Figure[]> {
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
      aim: { least: 55_000, ratio: 0.85 },
    },
    { name: `${name} (ceiling: bare ws + JSON.parse)`, value, unit: 'events/s', ceiling: parse },
    { name: 'memory of the collector after it', value: memory, unit: 'MB', aim: { most: 450 } },
  ]
}
