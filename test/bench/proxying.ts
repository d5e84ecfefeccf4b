import { Agent, request } from 'node:http'
import { openViewer } from '../../main/cli/viewer-connection.ts'
import { startApp, startTattler, withDataDir } from './processes.ts'
import { type Figure, percentile } from './table.ts'

/** What the app computes for each request, ms. */
const WORK = 3
/** Direct and through the proxy in turn, so that what else the machine does meets both. */
const ROUNDS = 8

/** What it costs an app to be watched. */
export async function measureProxying(requests: number): Promise<Figure[]> {
  const app = await startApp(WORK)
  try {
    return await withDataDir(async (dataDir) => {
      const tattler = await startTattler(dataDir)
      try {
        const viewer = await openViewer(tattler)
        const { address } = await viewer.request('proxy/open', {
          target: app.url,
          port: 0,
          app: 'bench',
          isRemembered: false,
        })
        viewer.close()
        // Over the same family as the app: a name would be looked up for each connection.
        const watched = address?.replace('localhost', '127.0.0.1') ?? ''
        const one = await alternate(app.url, watched, requests, 1)
        const many = await alternate(app.url, watched, requests, 50)
        const before = tattler.cpu()
        await ask(watched, requests, 50)
        const spent = tattler.cpu() - before
        const name = `watched app that computes for ${WORK} ms`
        return [
          {
            name: `${name}: added to a request (median), 1 connection`,
            value: percentile(one.watched.times, 0.5) - percentile(one.direct.times, 0.5),
            unit: 'ms',
            aim: { most: 1 },
          },
          {
            name: `${name}: 50 connections (ceiling: not watched)`,
            value: percentile(many.watched.rates, 0.5),
            unit: 'requests/s',
            ceiling: percentile(many.direct.rates, 0.5),
            aim: { ratio: 0.9 },
          },
          {
            name: `${name}: CPU that Tattler takes for a request, the log included`,
            value: spent / requests,
            unit: 'ms',
          },
        ]
      } finally {
        await tattler.stop()
      }
    })
  } finally {
    await app.stop()
  }
}

interface Measured {
  /** Of each request, ms. */
  readonly times: number[]
  /** Of each round, requests per second. */
  readonly rates: number[]
}

async function alternate(direct: string, watched: string, requests: number, connections: number) {
  const measured = { direct: { times: [], rates: [] } as Measured, watched: { times: [], rates: [] } as Measured }
  const count = Math.ceil(requests / ROUNDS)
  await ask(direct, count, connections)
  await ask(watched, count, connections)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [url, into] of [
      [direct, measured.direct],
      [watched, measured.watched],
    ] as const) {
      const start = performance.now()
      into.times.push(...(await ask(url, count, connections)))
      into.rates.push(count / ((performance.now() - start) / 1000))
    }
  }
  return measured
}

/** Resolves with the time that each request took, ms. */
async function ask(url: string, count: number, connections: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let left = count
  const worker = async () => {
    while (left-- > 0) {
      const start = performance.now()
      await get(url, agent)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  agent.destroy()
  return times
}

function get(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', 'user-agent': 'bench', cookie: 'session=0123456789abcdef' }
    const outgoing = request(`${url}/shop/items?page=2`, { agent, headers }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
      )
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}
