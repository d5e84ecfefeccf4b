import { once } from 'node:events'
import { WebSocket } from 'ws'
import { makeEnvelopes, makeSingles } from '../bench/events.ts'
import type { Served } from '../bench/processes.ts'
import { sendOverHttp, sendOverSocket, toEvents } from '../bench/senders.ts'
import { launchChromium } from '../e2e/tattler.ts'
import type { CpuProfile } from './cpu-profile.ts'

const CONNECTIONS = 64
const ENVELOPE = 100
/** Events per second of a stream, sent in steps of so many ms. */
const RATE = 2000
const STEP = 10
/** Sent again and again. */
const EVENTS = 20_000

interface Done {
  /** Sent. */
  readonly events: number
  /** Of the viewer's page, where there was one. */
  readonly page?: CpuProfile
}

interface Load {
  readonly about: string
  run(tattler: Served, seconds: number): Promise<Done>
}

export const LOADS = {
  envelopes: {
    about: `${ENVELOPE} events per message over a WebSocket, as fast as they are taken`,
    run: ({ url }, seconds) => {
      const messages = makeEnvelopes(EVENTS, ENVELOPE)
      return repeat(seconds, () => sendOverSocket(url, messages, ENVELOPE))
    },
  },
  singles: {
    about: 'one event per message over a WebSocket, as fast as they are taken',
    run: ({ url }, seconds) => {
      const messages = makeSingles(EVENTS)
      return repeat(seconds, () => sendOverSocket(url, messages, 1))
    },
  },
  posts: {
    about: `one event per POST over ${CONNECTIONS} connections`,
    run: ({ url }, seconds) => {
      const messages = makeSingles(EVENTS)
      return repeat(seconds, () => sendOverHttp(toEvents(url), messages, CONNECTIONS))
    },
  },
  stream: {
    about: `${RATE.toLocaleString('en')} events per second, followed in a viewer`,
    run: followStream,
  },
  none: {
    about: 'only what you do: the address is printed',
    run: async ({ url, token }) => {
      process.stdout.write(`${url}/?token=${token}\nCtrl+C ends the recording.\n`)
      await once(process, 'SIGINT')
      return { events: 0 }
    },
  },
} as const satisfies Record<string, Load>

export function isLoad(name: string): name is keyof typeof LOADS {
  return Object.hasOwn(LOADS, name)
}

export function runLoad(name: keyof typeof LOADS, tattler: Served, seconds: number): Promise<Done> {
  const load: Load = LOADS[name]
  return load.run(tattler, seconds)
}

async function repeat(seconds: number, send: () => Promise<number>): Promise<Done> {
  const end = performance.now() + seconds * 1000
  let events = 0
  for (; performance.now() < end; events += EVENTS) await send()
  return { events }
}

async function followStream({ url, token }: Served, seconds: number): Promise<Done> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${url}/?token=${token}`)
    await page.locator('.app').waitFor()
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Profiler.enable')
    const socket = new WebSocket(url.replace('http', 'ws'))
    await once(socket, 'open')
    await devtools.send('Profiler.start')
    const events = await stream(socket, seconds)
    const { profile } = await devtools.send('Profiler.stop')
    socket.terminate()
    return { events, page: profile as CpuProfile }
  } finally {
    await browser.close()
  }
}

async function stream(socket: WebSocket, seconds: number): Promise<number> {
  const messages = makeSingles(EVENTS)
  const start = performance.now()
  let sent = 0
  for (let elapsed = 0; elapsed < seconds * 1000; elapsed = performance.now() - start) {
    for (const due = Math.floor((elapsed * RATE) / 1000); sent < due; sent++) {
      const message = messages[sent % EVENTS]
      if (message) socket.send(message)
    }
    await new Promise((resolve) => setTimeout(resolve, STEP))
  }
  return sent
}
