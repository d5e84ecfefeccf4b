import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { queryLog } from '../helpers/collector.ts'
import { exchange, upgradeRequest } from '../helpers/raw-socket.ts'
import { keepMemory, readBack } from './aftermath.ts'
import { atOnce } from './at-once.ts'
import type { Attack } from './attack.ts'
import { DOORS } from './doors.ts'
import { placesOf } from './places.ts'
import { NOT_WITNESS } from './readable-log.ts'
import type { Target } from './target.ts'
import { VALUES } from './values.ts'

/** Names that another's name server may lead to this machine, and some that look like names of this machine. */
const HOSTS = ['rebound.test', 'rebound.test:7357', '127.0.0.1.rebound.test', 'localhost.rebound.test', '10.0.0.5']
const SOCKETS = ['/', '/events', '/codebolt', '/plugin', '/viewer']
const READS = ['/', '/healthz', '/api/sessions', '/api/events/1', '/api/1/?operation=get_events']

async function countEvents(target: Target): Promise<number> {
  const { total } = await queryLog(target, { from: { instance: '*' }, where: NOT_WITNESS })
  return total
}

export const DOORWAYS: readonly Attack[] = [
  {
    name: 'tokens that are guessed, some of them nearly right',
    run: async (target, { guesses }) => {
      const answers = new Set<string>()
      const made = Array.from({ length: guesses }, (_, index) => guess(target.token, index))
      await target.witness.during(() =>
        atOnce(made, async (token) => {
          answers.add(await tryToken(target, token))
        }),
      )
      expect([...answers]).toEqual([expect.stringMatching(/^401 401 401 401 4401 /)])
      expect([...answers].join()).not.toContain(target.token)
      return { tries: 5 * guesses, outcome: 'refused, all of them alike' }
    },
  },
  {
    name: 'names that were bound anew to this machine, at each door',
    run: async (target) => {
      const before = await countEvents(target)
      let tries = 0
      for (const host of HOSTS) {
        for (const door of DOORS) {
          tries++
          const body = JSON.stringify(door.sample('rebound'))
          expect(await statusOf(target.address, `${door.method} ${door.path}`, host, body), door.name).toBe('403')
        }
        for (const path of READS) {
          tries++
          expect(await statusOf(target.address, `GET ${path}`, host), path).toBe('403')
        }
        for (const path of SOCKETS) {
          tries++
          const opening = upgradeRequest(`${path}?token=${target.token}`, host)
          expect((await exchange(target.address, opening)).slice(9, 12), path).toBe('403')
        }
      }
      expect(await countEvents(target)).toBe(before)
      return { tries, outcome: 'refused with 403, nothing stored' }
    },
  },
  {
    name: 'such names at the port of a watched app',
    run: async (target) => {
      const { proxy } = await placesOf(target)
      const before = await countEvents(target)
      for (const host of HOSTS) {
        expect(await statusOf(proxy, 'GET /', host)).toBe('403')
        expect(await statusOf(proxy, 'POST /', host, '{}')).toBe('403')
        expect(await exchange(proxy, upgradeRequest('/', host))).not.toMatch(/^HTTP\/1\.1 101/)
      }
      expect(await countEvents(target)).toBe(before)
      return { tries: 3 * HOSTS.length, outcome: 'refused, the app hears nothing' }
    },
  },
  {
    name: 'mails in the body of a web request, at the port for mails',
    run: async (target) => {
      const { smtp } = await placesOf(target)
      const before = await countEvents(target)
      const mail = 'EHLO a\r\nMAIL FROM:<a@a>\r\nRCPT TO:<b@b>\r\nDATA\r\nSubject: hostile\r\n\r\nx\r\n.\r\nQUIT\r\n'
      const methods = ['GET', 'POST', 'PUT', 'OPTIONS']
      for (const method of methods) {
        const head = `${method} / HTTP/1.1\r\nHost: ${smtp}\r\nContent-Length: ${mail.length}\r\n\r\n`
        expect(await exchange(smtp, head + mail)).not.toMatch(/^250 /m)
      }
      expect(await countEvents(target)).toBe(before)
      return { tries: methods.length, outcome: 'hung up on, no mail' }
    },
  },
  ...VALUES,
  readBack,
  keepMemory(900_000_000),
]

function guess(token: string, index: number): string {
  // Those that are nearly right are no nearer.
  const at = index % token.length
  const near = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
  const kinds = ['', 'undefined', token.slice(1), `${token}x`, token.toLowerCase().slice(0, 31) + near.at(-1), near]
  return kinds[index % kinds.length] ?? ''
}

/** Tries a token at all that reads; resolves with how each was answered, and what was said. */
async function tryToken({ url }: Target, token: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ query: { from: { instance: '*' } } })
  const answers = await Promise.all([
    fetch(`${url}/api/events/1`, { headers }),
    fetch(`${url}/api/query`, { method: 'POST', headers, body }),
    fetch(`${url}/api/event-log/listInstances`, { method: 'POST', headers, body: '{}' }),
    fetch(`${url}/?token=${token}`, { redirect: 'manual' }),
  ])
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  const socket = new WebSocket(`${url.replace('http', 'ws')}/viewer?token=${token}`)
  const code = await new Promise((resolve) => socket.once('close', resolve))
  return `${answers.map(({ status }) => status).join(' ')} ${code} ${texts.join(' ')}`
}

/** Resolves with the status of the answer to a request for `host`. */
async function statusOf(address: string, ask: string, host: string, body = ''): Promise<string> {
  const headers = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close']
  const answer = await exchange(address, [`${ask} HTTP/1.1`, `Host: ${host}`, ...headers, '', body].join('\r\n'))
  return answer.slice(9, 12)
}
