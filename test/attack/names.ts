import { existsSync } from 'node:fs'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { keepMemory, readBack } from './aftermath.ts'
import { atOnce } from './at-once.ts'
import { type Attack, pick, type Size } from './attack.ts'
import { DOORS, knock } from './doors.ts'
import type { Target } from './target.ts'

const MEBIBYTE = 'x'.repeat(1024 * 1024)
/** Four of it fit into an address. */
const LONG = 'x'.repeat(250_000)
const PROTOTYPE = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']
const TRAVERSAL = [
  '../../../../tmp/tattler-was-here',
  '..%2f..%2fevents.duckdb',
  '/etc/passwd',
  'C:\\x',
  '\0',
  '.',
  '..',
]

/** `text` in places where a door expects another, and where it expects none. */
function place(sample: Readonly<Record<string, unknown>>, text: string, turn: number): string[] {
  const keys = Object.keys(sample)
  const key = keys[turn % Math.max(keys.length, 1)] ?? text
  return [
    JSON.stringify({ ...sample, [key]: text }),
    JSON.stringify({ ...sample, [key]: [text, { [text]: 1 }] }),
    `{${JSON.stringify(text)}:{"a":1},${JSON.stringify(sample).slice(1)}`.replace(/,\}$/, '}'),
  ]
}

/** Resolves with the number of bodies. */
async function knockWith(target: Target, texts: readonly string[], size: Size): Promise<number> {
  let tries = 0
  for (const [index, door] of DOORS.entries()) {
    const bodies = pick(texts, size, index).flatMap((text, turn) => place(door.sample('hostile'), text, turn))
    await atOnce(bodies, async (body) => {
      const { status, text } = await knock(target, door, body)
      expect(status, `${door.name}: ${body.slice(0, 200)} was answered with ${text.slice(0, 200)}`).toBeLessThan(500)
    })
    tries += bodies.length
  }
  return tries
}

/** Addresses with a name in them. */
const PATHS: readonly ((name: string) => string)[] = [
  (name) => `/events?app=${name}&stream=${name}`,
  (name) => `/api/sessions/${name}`,
  (name) => `/api/sessions/${name}/events`,
  (name) => `/session?session_id=${name}`,
  (name) => `/api/1/?operation=${name}`,
  (name) => `/api/1/?operation=log_event&session_id=${name}&event_type=${name}&tags=${name}&latitude=${name}`,
  (name) => `/api/1/?operation=get_events&session_id=${name}`,
  (name) => `/api/1/rest/event/?event_type=${name}&session=${name}`,
  (name) => `/api/2/events/${name}/`,
  (name) => `/api/2/events/?event_type=${name}&session_id=${name}&tag_ids=${name}`,
  (name) => `/api/2/projects/${name}/uiconfig/?session_id=${name}`,
  (name) => `/api/2/${name}/`,
  (name) => `/api/events/${name}`,
  (name) => `/api/event-log/${name}`,
  (name) => `/assets/${name}`,
  (name) => `/${name}`,
]

export const NAMES: readonly Attack[] = [
  {
    name: '__proto__, constructor and the like as names in bodies',
    run: async (target, size) => {
      const tries = await target.witness.during(() => knockWith(target, PROTOTYPE, size))
      return { tries, outcome: 'names like any other' }
    },
  },
  {
    name: 'names that lead elsewhere in a file system',
    run: async (target, size) => {
      const tries = await target.witness.during(() => knockWith(target, TRAVERSAL, size))
      expect(existsSync('/tmp/tattler-was-here')).toBe(false)
      return { tries, outcome: 'they lead nowhere' }
    },
  },
  {
    name: 'such names, and long ones, in addresses',
    run: async (target, size) => {
      let tries = 0
      await target.witness.during(async () => {
        for (const [index, write] of PATHS.entries()) {
          tries += await askAt(target, write, (names) => pick(names, size, index))
        }
      })
      return { tries, outcome: 'answered, with less than 8 MB' }
    },
  },
  {
    name: 'files of the data folder, asked for by their names',
    run: async ({ url }) => {
      const paths = ['/settings.json', '/running.json', '/events.duckdb', '/..%2fmain/cli.js', '//etc/passwd']
      for (const path of paths) expect((await fetch(url + path)).status).toBe(404)
      return { tries: paths.length, outcome: 'not found' }
    },
  },
  {
    name: 'such names as the app of a WebSocket',
    run: async ({ url }) => {
      const names = [LONG, ...PROTOTYPE, ...TRAVERSAL.map(encodeURIComponent)]
      for (const name of names) {
        for (const path of [`/?ack=1&app=${name}&stream=${name}`, `/codebolt?id=${name}&agentId=${name}`]) {
          const socket = new WebSocket(url.replace('http', 'ws') + path)
          const message = { type: 'debugEvent', action: 'addLog', message: { log: 'x', type: 'error' } }
          socket.on('open', () => socket.send(JSON.stringify(message)))
          const [answer] = await new Promise<unknown[]>((resolve) =>
            socket.once('message', (...heard) => resolve(heard)),
          )
          expect(String(answer)).toMatch(/"accepted":1|debugEventResponse/)
          socket.terminate()
        }
      }
      return { tries: 2 * names.length, outcome: 'stored' }
    },
  },
  {
    name: 'texts of a mebibyte wherever a text may stand',
    run: async (target) => {
      let tries = 0
      await target.witness.during(async () => {
        for (const [index, door] of DOORS.entries()) {
          const sample = door.sample('hostile')
          for (const [at, key] of Object.keys(sample).entries()) {
            // One of them is as long as that; with all of them, the log would be the larger part of what is tested.
            const value = at === index % Object.keys(sample).length ? MEBIBYTE : LONG.slice(0, 20_000)
            const { status, text } = await knock(target, door, JSON.stringify({ ...sample, [key]: value }))
            expect(status, `${door.name} answered ${text.slice(0, 200)}`).toBeLessThan(500)
            tries++
          }
        }
      })
      return { tries, outcome: 'taken or refused' }
    },
  },
  readBack,
  // The log that comes of it takes its share.
  keepMemory(1_500_000_000),
]

/** Resolves with the number of requests. */
async function askAt(
  { url, token }: Target,
  write: (name: string) => string,
  choose: (names: readonly string[]) => string[],
): Promise<number> {
  const names = [LONG, ...PROTOTYPE, ...TRAVERSAL, '%', '%ff', '%00', '%2e%2e%2f', '1e9', '9'.repeat(400)]
  const written = choose(names).flatMap((one) => (one.includes('%') ? [one] : [one, encodeURIComponent(one)]))
  await atOnce(written, async (name) => {
    for (const method of ['GET', 'POST']) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const body = method === 'POST' ? JSON.stringify({ type: 'log', name: 'n' }) : null
      const response = await fetch(url + write(name), { method, headers, body })
      const text = await response.text()
      expect(response.status, `${method} ${write(name).slice(0, 200)}: ${text.slice(0, 200)}`).toBeLessThan(500)
      expect(text.length).toBeLessThan(8 * 1024 * 1024)
    }
  })
  return 2 * written.length
}
