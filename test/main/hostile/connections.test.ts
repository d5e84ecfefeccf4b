import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { exchange, openSocket, type RawSocket, upgradeRequest } from '../../helpers/raw-socket.ts'
import { DOORS, type Door } from './doors.ts'
import { readWholeLog } from './readable-log.ts'
import { shareTarget } from './target.ts'

const target = shareTarget()

const CONNECTIONS = 3_000
const AT_ONCE = 200
/** What is usual, and what so many connections may take beside it. Bytes. */
const MOST_MEMORY = 900_000_000

const PIECE = Buffer.alloc(1024 * 1024, 0x20)
/** A message may have 64 MiB; what is on its way when it is refused comes on top. Bytes. */
const MOST_SENT = 200 * PIECE.length

/** A request of somebody who has the token, without its end. */
function begin({ method, path }: Pick<Door, 'method' | 'path'>, headers: readonly string[] = []): string {
  const usual = ['Host: localhost', 'Content-Type: application/json', `Authorization: Bearer ${target().token}`]
  return [`${method} ${path} HTTP/1.1`, ...usual, ...headers, ''].join('\r\n')
}

test('thousands of connections that are opened and closed leave nothing behind', async () => {
  const { address, witness, peakMemory } = target()
  const [host = '', port] = address.split(':')
  const visit = async (turn: number) => {
    const socket = connect({ host, port: Number(port) }).on('error', () => undefined)
    await once(socket, 'connect')
    if (turn % 3 === 1) socket.write('GET / HTTP/1.1\r\nHo')
    if (turn % 3 === 2) socket.write(upgradeRequest('/codebolt', address))
    socket.destroy()
  }
  await witness.during(async () => {
    for (let done = 0; done < CONNECTIONS; done += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => visit(done + index)))
    }
  })
  expect(peakMemory() ?? 0).toBeLessThan(MOST_MEMORY)
})

test('five hundred clients that send half a request and wait keep nobody else from being served', async () => {
  const { address, witness } = target()
  const waiting: RawSocket[] = []
  for (let index = 0; index < 500; index++) {
    const slow = await openSocket(address)
    const door = DOORS[index % DOORS.length] ?? { method: 'POST', path: '/events' }
    slow.socket.write(begin(door, index % 2 === 0 ? [] : ['Content-Length: 1000', '', '{"type":']))
    waiting.push(slow)
  }
  await witness.during(() => exchange(address, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'))
  for (const { socket } of waiting) socket.destroy()
})

test.each(DOORS)('$name: headers larger than a mebibyte are answered with 431', async (door) => {
  const { address, witness } = target()
  const { socket, ended } = await openSocket(address)
  await witness.during(async () => {
    socket.write(begin(door, [`X-Large: ${'x'.repeat(1_300_000)}`]))
    expect(await ended).toMatch(/^HTTP\/1\.1 431 /)
  })
})

const WRONG_LENGTHS: readonly (readonly [name: string, headers: readonly string[]])[] = [
  ['that is no number', ['Content-Length: many']],
  ['below zero', ['Content-Length: -1']],
  ['of two kinds', ['Content-Length: 2', 'Content-Length: 3']],
  ['beside chunks', ['Content-Length: 2', 'Transfer-Encoding: chunked']],
  ['of chunks that are none', ['Transfer-Encoding: chunked', '', 'zz']],
  ['in a line that breaks in two', ['Content-Length: 2', 'X: a\nb\rc']],
]

test.each(WRONG_LENGTHS)('a content length %s is answered with 400', async (_, headers) => {
  const { address, witness } = target()
  await witness.during(async () => {
    for (const door of DOORS) {
      const answer = await exchange(address, `${begin(door, headers)}\r\n{}`)
      expect(answer.slice(0, 300), door.name).toMatch(/^HTTP\/1\.1 400 /)
    }
  })
})

test.each(DOORS)('$name: a client that leaves in the middle of its body does no harm', async (door) => {
  const { address, witness } = target()
  await witness.during(async () => {
    for (let round = 0; round < 20; round++) {
      const { socket } = await openSocket(address)
      socket.write(`${begin(door, ['Content-Length: 100000'])}\r\n{"type":"log","payload":{"message":"half`)
      socket.destroy()
    }
  })
})

test.each(DOORS)('$name: a body that is announced as larger than is taken is refused, and not kept', async (door) => {
  const { address, witness } = target()
  await witness.during(async () => {
    const { socket, heard, ended } = await openSocket(address)
    socket.write(`${begin(door, ['Content-Length: 9000000000'])}\r\n`)
    const sendMore = () => {
      while (socket.writable && socket.write(PIECE));
    }
    socket.on('drain', sendMore)
    sendMore()
    await ended
    // Where a client goes on sending, the end of the connection may overtake the answer.
    expect(heard()).toMatch(/^(HTTP\/1\.1 (413|400) |$)/)
    expect(socket.bytesWritten).toBeLessThan(MOST_SENT)
    socket.destroy()
  })
  expect(target().peakMemory() ?? 0).toBeLessThan(MOST_MEMORY)
})

test('all that came can be read afterwards', async () => {
  await readWholeLog(target())
})
