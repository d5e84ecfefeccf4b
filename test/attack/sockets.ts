import { once } from 'node:events'
import fc from 'fast-check'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { queryLog } from '../helpers/collector.ts'
import { openSocket, upgradeRequest } from '../helpers/raw-socket.ts'
import { keepMemory, readBack } from './aftermath.ts'
import type { Attack } from './attack.ts'
import type { Target } from './target.ts'

async function connect({ url }: Target, path: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws') + path)
  // What hostile clients are told of their end is nothing to them.
  socket.on('error', () => undefined)
  await once(socket, 'open')
  return socket
}

/** Sends a frame, and resolves with the answer. */
async function ask(socket: WebSocket, frame: string | Uint8Array): Promise<string> {
  const answer = once(socket, 'message')
  socket.send(frame)
  const [data] = await answer
  return String(data)
}

const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

/** Frames of a client that means no good, each with what the answer must hold. */
const CODEBOLT_FRAMES: readonly (readonly [name: string, frame: string | Buffer, answer: RegExp])[] = [
  ['no JSON', '{"type":', /"success":false/],
  ['nothing', '', /"success":false/],
  ['a list', '[]', /"success":false/],
  ['no UTF-8', Buffer.from([0xff, 0xfe, 0x7b, 0x7d]), /"success":false/],
  ['an unknown type', '{"type":"nobody","requestId":"a"}', /Unsupported message type: nobody.*"requestId":"a"/],
  ['a type of a prototype', '{"type":"eventLog.__proto__","requestId":"a"}', /"success":false.*"requestId":"a"/],
  ['a type of an object', '{"type":"eventLog.toString","requestId":"a"}', /"success":false.*"requestId":"a"/],
  ['a type that is no text', '{"type":{"a":1},"requestId":"a"}', /"success":false.*"requestId":"a"/],
  ['a deep id', `{"type":"eventLog.listInstances","requestId":${deep(900)}}`, /"success":true/],
  ['an id that is too deep', `{"type":"eventLog.listInstances","requestId":${deep(100_000)}}`, /"success":false/],
  ['params that are too deep', `{"type":"eventLog.appendEvent","params":${deep(100_000)}}`, /"success":false/],
  ['params that are no object', '{"type":"eventLog.appendEvent","requestId":"a","params":7}', /"success":false/],
  [
    'an operator of a prototype',
    '{"type":"eventLog.queryEvents","requestId":"a","params":{"query":{"from":{"instance":"*"},"where":[{"field":"__proto__.x","operator":"constructor","value":1}]}}}',
    /"success":false.*"requestId":"a"/,
  ],
  ['an action of an object', '{"type":"debugEvent","action":{"a":1},"requestId":"a"}', /"requestId":"a"/],
  [
    'a message that is null',
    '{"type":"debugEvent","action":"addLog","message":null,"requestId":"a"}',
    /"requestId":"a"/,
  ],
  [
    'an instance of a mebibyte',
    JSON.stringify({
      type: 'eventLog.appendEvent',
      requestId: 'a',
      params: { instanceId: 'x'.repeat(1024 * 1024), autoCreateInstance: true },
    }),
    /"requestId":"a"/,
  ],
]

/** Addresses of sockets that answer each frame, and a type that means something there. */
const ANSWERING = [
  ['/codebolt?id=fuzz', 'eventLog.appendEvents'],
  ['/plugin?id=fuzz', 'eventLog.queryEvents'],
  ['/?ack=1&app=frames', 'log'],
] as const
const UNRULY = ['\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff', '\x81\x05plain', '\x83\x80\0\0\0\0', 'GET / HTTP/1.1\r\n']
const SENDING = ['/', '/codebolt'] as const
/** Bytes of a fragment, and how many of them are sent at most. */
const FRAGMENT = 1024 * 1024
const MOST_FRAGMENTS = 200
const LEAVING = 200

export const SOCKETS: readonly Attack[] = [
  {
    name: 'frames that a client of Codebolt would not send',
    run: async (target) => {
      await target.witness.during(async () => {
        for (const [name, frame, answer] of CODEBOLT_FRAMES) {
          const socket = await connect(target, '/codebolt?id=hostile')
          expect((await ask(socket, frame)).slice(0, 2000), name).toMatch(answer)
          expect(await ask(socket, '{"type":"eventLog.listInstances","requestId":"b"}')).toContain('"requestId":"b"')
          socket.terminate()
        }
      })
      return { tries: CODEBOLT_FRAMES.length, outcome: 'answered, and the next one as well' }
    },
  },
  {
    name: 'random frames at each socket',
    run: async (target, { frames }) => {
      let told = { accepted: 0, invalid: 0 }
      await target.witness.during(async () => {
        for (const [path, type] of ANSWERING) told = await sendFrames(target, path, type, frames)
      })
      const stored = await queryLog(target, { from: { instance: 'frames' }, reduce: { type: 'count' } })
      expect(stored.aggregation).toBe(told.accepted + told.invalid)
      const outcome = `each answered; as events ${told.accepted} stored, ${told.invalid} invalid`
      return { tries: ANSWERING.length * frames, outcome }
    },
  },
  {
    name: 'bytes that break the rules of WebSocket',
    run: async ({ address, witness }) => {
      const paths = [...SENDING, '/plugin', '/viewer']
      await witness.during(async () => {
        for (const path of paths) {
          for (const bytes of UNRULY) {
            const { socket, ended } = await openSocket(address)
            socket.write(upgradeRequest(path, address))
            socket.write(Buffer.from(bytes, 'latin1'))
            expect(await ended).toMatch(/^HTTP\/1\.1 101 /)
          }
        }
      })
      return { tries: paths.length * UNRULY.length, outcome: 'that connection ends, and no other' }
    },
  },
  {
    name: 'frames that lie about their length: a terabyte',
    run: async ({ address, witness }) => {
      await witness.during(async () => {
        for (const path of SENDING) {
          const { socket, ended } = await openSocket(address)
          socket.write(upgradeRequest(path, address))
          // A text of 2^40 bytes, masked.
          socket.write(Buffer.from([0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4]))
          expect(await ended).toMatch(/^HTTP\/1\.1 101 /)
        }
      })
      return { tries: SENDING.length, outcome: 'the connection ends' }
    },
  },
  {
    name: 'fragments without an end',
    run: async (target) => {
      let tries = 0
      await target.witness.during(async () => {
        for (const path of SENDING) tries += await fragmentWithoutEnd(target, path)
      })
      expect(tries).toBeLessThan(MOST_FRAGMENTS * SENDING.length)
      return { tries, outcome: 'the connection ends at the limit of a message' }
    },
  },
  {
    name: 'empty fragments',
    run: async (target) => {
      await target.witness.during(async () => {
        for (const path of SENDING) await sendEmptyFragments(target, path)
      })
      return { tries: SENDING.length * 1_000_000, outcome: 'no message, and no harm' }
    },
  },
  {
    name: 'a small frame that unpacks to 100 MB',
    run: async ({ url, witness }) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/?app=bomb`, { perMessageDeflate: true })
      socket.on('error', () => undefined)
      await once(socket, 'open')
      await witness.during(async () => {
        const closed = once(socket, 'close')
        socket.send(Buffer.alloc(100 * 1024 * 1024, 0x20), { compress: true })
        expect((await closed)[0]).toBe(1009)
      })
      return { tries: 1, outcome: 'the connection ends with 1009' }
    },
  },
  {
    name: 'clients that leave in the middle of a frame',
    run: async ({ address, witness }) => {
      await witness.during(async () => {
        for (let round = 0; round < LEAVING; round++) {
          const { socket } = await openSocket(address)
          socket.write(upgradeRequest(round % 2 === 0 ? '/codebolt' : '/', address))
          socket.write(Buffer.from([0x81, 0xfe, 0x10, 0, 1, 2, 3, 4, 5]))
          socket.destroy()
        }
      })
      return { tries: LEAVING, outcome: 'no trace' }
    },
  },
  readBack,
  keepMemory(900_000_000),
]

/** Resolves with what the receipts say, where the socket gives some. */
async function sendFrames(target: Target, path: string, type: string, count: number) {
  const socket = await connect(target, path)
  const frame = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((json) => Buffer.from(json)),
    fc.json().map((json) => Buffer.from(`{"type":"${type}","requestId":"a","params":${json},"payload":${json}}`)),
    fc.json().map((json) => Buffer.from(`{"type":"${type}","requestId":"a","payload":{"message":"m","more":${json}}}`)),
  )
  const told = { accepted: 0, invalid: 0 }
  await fc.assert(
    fc.asyncProperty(frame, async (bytes) => {
      const answer = await ask(socket, bytes)
      expect(answer).toMatch(/^\{/)
      const { accepted = 0, invalid = 0 } = JSON.parse(answer)
      told.accepted += accepted
      told.invalid += invalid
    }),
    { numRuns: count, endOnFailure: true },
  )
  socket.terminate()
  return told
}

/** Resolves with the number of fragments that were sent before the connection was ended. */
async function fragmentWithoutEnd({ address }: Target, path: string): Promise<number> {
  const { socket, ended } = await openSocket(address)
  socket.write(upgradeRequest(path, address))
  const part = Buffer.alloc(14 + FRAGMENT)
  part.set([0x00, 0xff, 0, 0, 0, 0])
  part.writeUInt32BE(FRAGMENT, 6)
  const begin = Buffer.from(part)
  begin[0] = 0x01
  let sent = 0
  const sendMore = () => {
    while (socket.writable && sent < MOST_FRAGMENTS && socket.write(sent++ === 0 ? begin : part));
  }
  socket.on('drain', sendMore)
  sendMore()
  await ended
  return sent
}

/** A million of them. */
async function sendEmptyFragments({ address }: Target, path: string): Promise<void> {
  const { socket } = await openSocket(address)
  socket.write(upgradeRequest(path, address))
  socket.write(Buffer.from([0x01, 0x80, 0, 0, 0, 0]))
  const empty = Buffer.alloc(600_000)
  for (let at = 0; at < empty.length; at += 6) empty.set([0x00, 0x80], at)
  for (let round = 0; round < 10 && socket.writable; round++) {
    if (!socket.write(empty)) await Promise.race([once(socket, 'drain'), once(socket, 'close')])
  }
  socket.destroy()
}
