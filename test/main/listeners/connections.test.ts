import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { Connections, isLoopback } from '../../../main/listeners/connections.ts'
import { openPort } from '../../../main/listeners/port.ts'
import { openSocket, type RawSocket, upgradeRequest } from '../../helpers/raw-socket.ts'

async function listen(connections: Connections) {
  const port = await openPort(
    0,
    (request, response) => {
      if (request.url !== '/slow') response.end('answered')
    },
    (_, socket) => void socket.write('upgraded'),
    { connections },
  )
  onTestFinished(() => port.close())
  return String(port.addresses[0])
}

const ask = (address: string) =>
  new Promise<string>((resolve, reject) => {
    get(`http://${address}/`, { agent: false }, (response) => resolve(text(response))).on('error', reject)
  })

test('where all places are taken, who has been silent for longest makes room', async () => {
  const connections = new Connections(5)
  const address = await listen(connections)
  const upgraded = await openSocket(address)
  upgraded.socket.write(upgradeRequest('/', 'localhost'))
  const working = await openSocket(address)
  working.socket.write('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await expect.poll(() => upgraded.heard()).toBe('upgraded')
  const silent: RawSocket[] = []
  for (let index = 0; index < 20; index++) {
    const socket = await openSocket(address)
    socket.socket.write('POST /ev')
    silent.push(socket)
    await expect.poll(() => connections.size).toBeLessThanOrEqual(5)
  }
  expect(await ask(address)).toBe('answered')
  await silent[0]?.ended
  expect([upgraded.socket.closed, working.socket.closed]).toEqual([false, false])
})

test('where all of them are at work, who comes next is hung up on', async () => {
  const connections = new Connections(3)
  const address = await listen(connections)
  const working: RawSocket[] = []
  for (let index = 0; index < 3; index++) {
    const socket = await openSocket(address)
    socket.socket.write(upgradeRequest('/', 'localhost'))
    await expect.poll(() => socket.heard()).toBe('upgraded')
    working.push(socket)
  }
  await expect(ask(address)).rejects.toThrow(/socket hang up|ECONNRESET/)
  expect(working.map(({ socket }) => socket.closed)).toEqual([false, false, false])
})

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.168.1.5', false],
  ['::ffff:10.0.0.1', false],
  ['1127.0.0.1', false],
  ['fe80::1', false],
])('%s is this machine: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected)
})
