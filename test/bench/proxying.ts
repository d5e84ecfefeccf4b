import { Agent, request } from 'node:http'
import { openViewer } from '../../main/cli/viewer-connection.ts'
import { startApp, startTattler, withDataDir } from './processes.ts'
import { type Figure, percentile } from './table.ts'

/** What the app computes for each request, ms. */
const WORK = 3
/** Direct and through the proxy in turn, so that what else the machine does meets both. */
const ROUNDS = 8
const NAME = `watched app that computes for ${WORK} ms`

type Method = 'GET' | 'POST'

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
        const figures = await measureMethod('GET', app.url, watched, requests)
        // Nobody may send it twice, so it never meets a connection that the app might be about to close.
        figures.push(...(await measureMethod('POST', app.url, watched, requests)))
        const before = tattler.cpu()
        await ask('GET', watched, requests, 50)
        const spent = (tattler.cpu() - before) / requests
        return [
          ...figures,
          { name: `${NAME}: CPU that Tattler takes for a GET, the log included`, value: spent, unit: 'ms' },
        ]
      } finally {
        await tattler.stop()
      }
    })
  } finally {
    await app.stop()
  }
}

async function measureMethod(method: Method, direct: string, watched: string, requests: number): Promise<Figure[]> {
  const one = await alternate(method, direct, watched, requests, 1)
  const many = await alternate(method, direct, watched, requests, 50)
  return [
    {
      name: `${NAME}: added to a ${method} (median), 1 connection`,
      value: percentile(one.watched.times, 0.5) - percentile(one.direct.times, 0.5),
      unit: 'ms',
      aim: { most: 1 },
    },
    {
      name: `${NAME}: ${method}, 50 connections (ceiling: not watched)`,
      value: percentile(many.watched.rates, 0.5),
      unit: 'requests/s',
      ceiling: percentile(many.direct.rates, 0.5),
      aim: { ratio: 0.9 },
    },
  ]
}

interface Measured {
  /** Of each request, ms. */
  readonly times: number[]
  /** Of each round, requests per second. */
  readonly rates: number[]
}

async function alternate(method: Method, direct: string, watched: string, requests: number, connections: number) {
  const measured = { direct: { times: [], rates: [] } as Measured, watched: { times: [], rates: [] } as Measured }
  const count = Math.ceil(requests / ROUNDS)
  await ask(method, direct, count, connections)
  await ask(method, watched, count, connections)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [url, into] of [
      [direct, measured.direct],
      [watched, measured.watched],
    ] as const) {
      const start = performance.now()
      into.times.push(...(await ask(method, url, count, connections)))
      into.rates.push(count / ((performance.now() - start) / 1000))
    }
  }
  return measured
}

/** Resolves with the time that each request took, ms. */
async function ask(method: Method, url: string, count: number, connections: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let left = count
  const worker = async () => {
    while (left-- > 0) {
      const start = performance.now()
      await send(method, url, agent)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  agent.destroy()
  return times
}

function send(method: Method, url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', 'user-agent': 'bench', cookie: 'session=0123456789abcdef' }
    const outgoing = request(`${url}/shop/items?page=2`, { method, agent, headers }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(method === 'POST' ? '{"item":7,"count":2}' : undefined)
  })
}
