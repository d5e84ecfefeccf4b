import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect } from 'vitest'
import { exchange, openSocket, type RawSocket, upgradeRequest } from '../helpers/raw-socket.ts'
import { keepMemory, readBack } from './aftermath.ts'
import type { Attack } from './attack.ts'
import { DOORS, type Door } from './doors.ts'
import type { Target } from './target.ts'

const SLOW = 500
/** For each door. */
const ROUNDS = 20
const AT_ONCE = 200

const PIECE = Buffer.alloc(1024 * 1024, 0x20)
/** A message may have 64 MiB; what is on its way when it is refused comes on top. Bytes. */
const MOST_SENT = 200 * PIECE.length

/** A request of somebody who has the token, without its end. */
function begin(
  { token }: Target,
  { method, path }: Pick<Door, 'method' | 'path'>,
  headers: readonly string[] = [],
): string {
  const usual = ['Host: localhost', 'Content-Type: application/json', `Authorization: Bearer ${token}`]
  return [`${method} ${path} HTTP/1.1`, ...usual, ...headers, ''].join('\r\n')
}

const WRONG_LENGTHS: readonly (readonly string[])[] = [
  ['Content-Length: many'],
  ['Content-Length: -1'],
  ['Content-Length: 2', 'Content-Length: 3'],
  ['Content-Length: 2', 'Transfer-Encoding: chunked'],
  ['Transfer-Encoding: chunked', '', 'zz'],
  ['Content-Length: 2', 'X: a\nb\rc'],
]

export const CONNECTIONS: readonly Attack[] = [
  {
    name: 'connections that are opened and closed, some in the middle of a request',
    run: async ({ address, witness }, { visits }) => {
      const [host = '', port] = address.split(':')
      const visit = async (turn: number) => {
        const socket = connect({ host, port: Number(port) }).on('error', () => undefined)
        await once(socket, 'connect')
        if (turn % 3 === 1) socket.write('GET / HTTP/1.1\r\nHo')
        if (turn % 3 === 2) socket.write(upgradeRequest('/codebolt', address))
        socket.destroy()
      }
      await witness.during(async () => {
        for (let done = 0; done < visits; done += AT_ONCE) {
          await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => visit(done + index)))
        }
      })
      return { tries: visits, outcome: 'nothing stays behind' }
    },
  },
  {
    name: 'connections that stay open, half of them in the middle of a request',
    run: async ({ address, url, witness }, { held: wanted }) => {
      const [host = '', port] = address.split(':')
      const held: Socket[] = []
      await witness.during(async () => {
        for (let done = 0; done < wanted; done += AT_ONCE) {
          const opened = Array.from({ length: AT_ONCE }, async (_, index) => {
            const socket = connect({ host, port: Number(port) }).on('error', () => undefined)
            held.push(socket)
            await once(socket, 'connect')
            if (index % 2 === 1) socket.write('POST /events HTTP/1.1\r\nHo')
          })
          await Promise.all(opened)
          // A newcomer, too.
          expect((await fetch(`${url}/healthz`, { headers: { connection: 'close' } })).status).toBe(200)
        }
      })
      for (const socket of held) socket.destroy()
      return { tries: wanted, outcome: 'others are served, newcomers too' }
    },
  },
  {
    name: 'clients that send half a request and wait (slow loris)',
    run: async (target) => {
      const waiting: RawSocket[] = []
      for (let index = 0; index < SLOW; index++) {
        const slow = await openSocket(target.address)
        const door = DOORS[index % DOORS.length] ?? { method: 'POST', path: '/events' }
        slow.socket.write(begin(target, door, index % 2 === 0 ? [] : ['Content-Length: 1000', '', '{"type":']))
        waiting.push(slow)
      }
      const ask = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
      await target.witness.during(() => exchange(target.address, ask))
      for (const { socket } of waiting) socket.destroy()
      return { tries: SLOW, outcome: 'others are served' }
    },
  },
  {
    name: 'headers larger than a mebibyte',
    run: async (target) => {
      await target.witness.during(async () => {
        for (const door of DOORS) {
          const { socket, ended } = await openSocket(target.address)
          socket.write(begin(target, door, [`X-Large: ${'x'.repeat(1_300_000)}`]))
          expect(await ended, door.name).toMatch(/^HTTP\/1\.1 431 /)
        }
      })
      return { tries: DOORS.length, outcome: 'answered with 431' }
    },
  },
  {
    name: 'lengths of a body that are none, or two',
    run: async (target) => {
      await target.witness.during(async () => {
        for (const headers of WRONG_LENGTHS) {
          for (const door of DOORS) {
            const answer = await exchange(target.address, `${begin(target, door, headers)}\r\n{}`)
            expect(answer.slice(0, 300), `${door.name}, ${headers.join()}`).toMatch(/^HTTP\/1\.1 400 /)
          }
        }
      })
      return { tries: WRONG_LENGTHS.length * DOORS.length, outcome: 'answered with 400' }
    },
  },
  {
    name: 'clients that leave in the middle of their body',
    run: async (target) => {
      await target.witness.during(async () => {
        for (const door of DOORS) {
          for (let round = 0; round < ROUNDS; round++) {
            const { socket } = await openSocket(target.address)
            socket.write(
              `${begin(target, door, ['Content-Length: 100000'])}\r\n{"type":"log","payload":{"message":"half`,
            )
            socket.destroy()
          }
        }
      })
      return { tries: ROUNDS * DOORS.length, outcome: 'no harm' }
    },
  },
  {
    name: 'bodies that are announced as 9 GB, and sent for as long as they are taken',
    run: async (target) => {
      await target.witness.during(async () => {
        for (const door of DOORS) await sendWithoutEnd(target, door)
      })
      return { tries: DOORS.length, outcome: 'refused' }
    },
  },
  readBack,
  keepMemory(900_000_000),
]

async function sendWithoutEnd(target: Target, door: Door): Promise<void> {
  const { socket, heard, ended } = await openSocket(target.address)
  socket.write(`${begin(target, door, ['Content-Length: 9000000000'])}\r\n`)
  const sendMore = () => {
    while (socket.writable && socket.write(PIECE));
  }
  socket.on('drain', sendMore)
  sendMore()
  await ended
  // Where a client goes on sending, the end of the connection may overtake the answer.
  expect(heard(), door.name).toMatch(/^(HTTP\/1\.1 (413|400) |$)/)
  expect(socket.bytesWritten, door.name).toBeLessThan(MOST_SENT)
  socket.destroy()
}
