import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { IngestQueue } from '../../../main/ingest-queue.ts'
import { BodyRoom } from '../../../main/listeners/body-room.ts'
import { createEventsArea } from '../../../main/listeners/events-area.ts'
import { startLog } from '../../../main/log/client.ts'
import { Notices } from '../../../main/notices.ts'
import { DEFAULT_LIMITS } from '../../../main/protocols/protocol.ts'
import { defaultSettings } from '../../../main/settings.ts'
import { logEvent, makeDataDir, until, WORKER_FILE } from '../../helpers/collector.ts'

const MIB = 1024 * 1024
const SOURCE = { protocol: 'web-debug', app: 'filler', stream: 'default' }

interface Options {
  readonly openBytes?: number
  /** ms */
  readonly patience?: number
}

/** The door for events before a real log, on a disk that does nothing while it is stuck. */
async function openDoor({ openBytes = DEFAULT_LIMITS.openBytes, patience = 600_000 }: Options = {}) {
  const options = { dataDir: makeDataDir(), limits: DEFAULT_LIMITS, retention: defaultSettings().retention }
  const log = await startLog(WORKER_FILE, options, { onChange() {}, onProblem() {}, onFault() {}, onCrash() {} })
  let disk = Promise.resolve()
  let events = 0
  const queue = new IngestQueue(
    { ...log.api, ingest: async (batch) => disk.then(() => log.api.ingest(batch)) },
    (stats) => {
      events = stats.events
    },
  )
  const room = new BodyRoom(queue, openBytes, patience)
  const notices = new Notices(() => {})
  const area = createEventsArea({ queue, room, limits: DEFAULT_LIMITS, notices })
  const server = createServer((message, response) => {
    area.handle?.(message, response, new URL(message.url ?? '', 'http://localhost'))?.catch(() => response.destroy())
  })
  server.on('upgrade', (message, socket, head) =>
    area.upgrade?.(message, socket, head, new URL('http://localhost/events?ack=1')),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    area.close?.()
    server.close()
    server.closeAllConnections()
    await queue.whenIdle()
    await log.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    queue,
    room,
    notices,
    server,
    events: () => events,
    /** The disk does nothing until what is returned is called. */
    stick: () => {
      let release = () => {}
      disk = new Promise((resolve) => {
        release = resolve
      })
      return release
    },
  }
}

const makeBody = (bytes: number) => Buffer.from(JSON.stringify(logEvent('x'.repeat(bytes))))

/** Posts a body; resolves with status and `Retry-After`. */
function post(port: number, body: Buffer): Promise<[number | undefined, string | undefined]> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path: '/events',
      method: 'POST',
      headers: { 'content-length': body.length },
    }
    const outgoing = request(options, (response) => {
      response.resume()
      resolve([response.statusCode, response.headers['retry-after']])
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

test('however many large bodies come at once, no more than the limit is read at a time, and all get through', async () => {
  const { port, room, events } = await openDoor({ openBytes: 4 * MIB })
  const body = makeBody(2 * MIB)
  let most = 0
  const answers = Promise.all(Array.from({ length: 16 }, () => post(port, body)))
  let isOver = false
  void answers.finally(() => {
    isOver = true
  })
  while (!isOver) {
    most = Math.max(most, room.used)
    await new Promise(setImmediate)
  }
  expect(new Set((await answers).map(([status]) => status))).toEqual(new Set([202]))
  expect(events()).toBe(16)
  // The limit, the first one to its end, and of each what is always read, in pieces of up to as much again.
  expect(most).toBeLessThan(4 * MIB + 2 * MIB + 16 * 128 * 1024)
  expect(most).toBeGreaterThan(2 * MIB)
  expect(room.used).toBe(0)
})

test('a body that finds no room for long is turned away with 503 and when to come again, and the user is told', async () => {
  const { port, notices, room } = await openDoor({ openBytes: MIB, patience: 50 })
  const stuck = connect(port, '127.0.0.1')
  onTestFinished(() => void stuck.destroy())
  stuck.write(`POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${3 * MIB}\r\n\r\n`)
  stuck.write(makeBody(2 * MIB))
  await until(() => room.used > MIB)
  expect(await post(port, makeBody(MIB))).toEqual([503, '1'])
  expect(await post(port, makeBody(1000))).toEqual([202, undefined])
  expect(notices.all).toMatchObject([{ code: 'too-much-at-once', count: 1 }])
})

test('a small message is stored even if its sender has gone while the disk was stuck', async () => {
  const { port, queue, events, stick, server } = await openDoor()
  const release = stick()
  const fillers = Array.from({ length: 11 }, () => queue.add(makeBody(MIB), SOURCE))
  expect(queue.isFull).toBe(true)
  const sender = connect(port, '127.0.0.1')
  const body = makeBody(100)
  const [[connection]] = await Promise.all([
    once(server, 'connection'),
    new Promise((resolve) =>
      sender.end(`POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`, () =>
        resolve(null),
      ),
    ),
  ])
  sender.destroy()
  await until(() => connection.destroyed)
  release()
  await Promise.all(fillers)
  await expect.poll(events).toBe(12)
})

test('a large body is not read while the disk is stuck, and is then', async () => {
  const { port, queue, room, stick } = await openDoor()
  const release = stick()
  const fillers = Array.from({ length: 11 }, () => queue.add(makeBody(MIB), SOURCE))
  const answer = post(port, makeBody(20 * MIB))
  await until(() => room.used > 64 * 1024)
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
  expect(room.used).toBeLessThan(256 * 1024)
  release()
  await Promise.all(fillers)
  expect(await answer).toEqual([202, undefined])
})

test('a sender that never stops is not read further while the disk is stuck, and loses nothing', async () => {
  const { port, queue, events, stick, server } = await openDoor()
  const connected = once(server, 'upgrade')
  const sender = new WebSocket(`ws://127.0.0.1:${port}/events?ack=1`, { perMessageDeflate: false })
  const [[, connection]] = await Promise.all([connected, once(sender, 'open')])
  const release = stick()
  let acknowledged = 0
  sender.on('message', () => acknowledged++)
  const message = makeBody(100_000)
  for (let n = 0; n < 400; n++) sender.send(message)
  await until(() => queue.isFull)
  const read = connection.bytesRead
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
  expect(connection.bytesRead).toBe(read)
  expect(read).toBeLessThan(13 * MIB)
  expect(sender.bufferedAmount).toBeGreaterThan(10 * MIB)
  release()
  await expect.poll(() => acknowledged).toBe(400)
  expect(events()).toBe(400)
  sender.terminate()
})

test('a sender that does not read its acknowledgements is not read either', async () => {
  const { port, queue, events, server } = await openDoor()
  const connected = once(server, 'upgrade')
  const sender = new WebSocket(`ws://127.0.0.1:${port}/events?ack=1`, { perMessageDeflate: false })
  const [[, connection]] = await Promise.all([connected, once(sender, 'open')])
  sender.pause()
  // What is wrong with an event makes its acknowledgement longer.
  const message = Buffer.from('{"type":"log","payload":{}}')
  let sent = 0
  const send = async () => {
    for (let n = 0; n < 1000; n++) sender.send(message)
    sent += 1000
    await new Promise(setImmediate)
  }
  while (connection.writableLength < MIB) await send()
  let read = 0
  while (read !== connection.bytesRead || queue.isFull) {
    read = connection.bytesRead
    for (let round = 0; round < 5; round++) await send()
  }
  expect(connection.isPaused()).toBe(true)
  sender.resume()
  await expect.poll(events).toBe(sent)
  sender.terminate()
})

test('messages that are not complete share the limit, and all get through', async () => {
  const { port, room, events, server } = await openDoor({ openBytes: 4 * MIB })
  const connections: Socket[] = []
  server.on('connection', (connection) => connections.push(connection))
  const message = makeBody(3 * MIB)
  const half = Math.floor(message.length / 2)
  const senders = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const sender = new WebSocket(`ws://127.0.0.1:${port}/events`, { perMessageDeflate: false })
      await once(sender, 'open')
      return sender
    }),
  )
  for (const sender of senders) sender.send(message.subarray(0, half), { fin: false })
  await until(() => connections.some((connection) => connection.isPaused()))
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
  // Each goes over the limit by one part at most.
  expect(room.used).toBeLessThan(4 * MIB + 8 * 128 * 1024)
  for (const sender of senders) sender.send(message.subarray(half), { fin: true })
  await expect.poll(events).toBe(8)
  expect(room.used).toBe(0)
  for (const sender of senders) sender.terminate()
})

test('a message that finds no room for long closes its connection, with a code that says to come again', async () => {
  const { port, room, notices } = await openDoor({ openBytes: MIB, patience: 50 })
  const connect = async () => {
    const sender = new WebSocket(`ws://127.0.0.1:${port}/events`, { perMessageDeflate: false })
    await once(sender, 'open')
    return sender
  }
  const stuck = await connect()
  stuck.send(makeBody(2 * MIB), { fin: false })
  await until(() => room.used > MIB)
  const next = await connect()
  next.send(makeBody(2 * MIB))
  expect((await once(next, 'close'))[0]).toBe(1013)
  expect(notices.all).toMatchObject([{ code: 'too-much-at-once', count: 1 }])
  stuck.terminate()
  await until(() => room.used === 0)
})
