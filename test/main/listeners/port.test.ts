import type { RequestListener } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { openPort, type Patience } from '../../../main/listeners/port.ts'
import { exchange, openSocket, upgradeRequest } from '../../helpers/raw-socket.ts'

/** So short that the test ends soon; how long it took is never looked at. ms. */
const IMPATIENT: Patience = { headers: 100, request: 200 }

async function listen(patience?: Patience, onRequest: RequestListener = (_, response) => void response.end('taken')) {
  const port = await openPort(0, onRequest, (_, socket) => void socket.write('upgraded'), {
    ...(patience && { patience }),
  })
  onTestFinished(() => port.close())
  return port
}

test.each([
  ['nothing', ''],
  ['half a line', 'POST /ev'],
  ['headers without end', 'POST /events HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
])('a client that sends %s and waits is answered with 408 and loses its connection', async (_, text) => {
  const { addresses } = await listen(IMPATIENT)
  for (const address of addresses) expect(await exchange(address, text)).toMatch(/^HTTP\/1\.1 408 /)
})

test('a client that sends half a body and waits is answered with 408 and loses its connection', async () => {
  const { addresses } = await listen(IMPATIENT, (request) => void request.resume())
  const head = 'POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n'
  expect(await exchange(String(addresses[0]), `${head}{"type":`)).toMatch(/^HTTP\/1\.1 408 /)
})

test('a WebSocket that is silent stays open, and ends with the port', async () => {
  const port = await listen(IMPATIENT)
  const { socket, heard, ended } = await openSocket(String(port.addresses[0]))
  socket.write(upgradeRequest('/', 'localhost'))
  await expect.poll(heard).toBe('upgraded')
  // By then, the patience with a client that sends nothing has ended.
  expect(await exchange(String(port.addresses[0]), '')).toMatch(/^HTTP\/1\.1 408 /)
  expect(socket.closed).toBe(false)
  await port.close()
  expect(await ended).toBe('upgraded')
})

test('an address of 1 MiB is taken, and headers beyond that are answered with 431', async () => {
  const port = await listen()
  const ask = async (address: string, path: string) => {
    const { socket, heard, ended } = await openSocket(address)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    await ended
    return heard().split('\r\n')[0]
  }
  for (const address of port.addresses) {
    expect(await ask(address, `/?${'x'.repeat(1024 * 1024)}`)).toBe('HTTP/1.1 200 OK')
    expect(await ask(address, `/?${'x'.repeat(1200 * 1024)}`)).toBe('HTTP/1.1 431 Request Header Fields Too Large')
  }
})
