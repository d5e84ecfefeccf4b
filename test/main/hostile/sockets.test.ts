import { once } from 'node:events'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openSocket, upgradeRequest } from '../../helpers/raw-socket.ts'
import { readWholeLog } from './readable-log.ts'
import { shareTarget } from './target.ts'

const target = shareTarget()

async function connect(path: string): Promise<WebSocket> {
  const socket = new WebSocket(target().url.replace('http', 'ws') + path)
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

test.each(CODEBOLT_FRAMES)(
  'Codebolt: a frame with %s is answered, and the next one as well',
  async (_, frame, answer) => {
    const socket = await connect('/codebolt?id=hostile')
    await target().witness.during(async () => {
      expect((await ask(socket, frame)).slice(0, 2000)).toMatch(answer)
      expect(await ask(socket, '{"type":"eventLog.listInstances","requestId":"b"}')).toContain('"requestId":"b"')
    })
    socket.terminate()
  },
)

test.each([
  ['/codebolt?id=fuzz', 'eventLog.appendEvents'],
  ['/plugin?id=fuzz', 'eventLog.queryEvents'],
  ['/?ack=1&app=fuzz', 'log'],
])('%s answers each frame, whatever is in it', async (path, type) => {
  const socket = await connect(path)
  const frame = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((json) => Buffer.from(json)),
    fc.json().map((json) => Buffer.from(`{"type":"${type}","requestId":"a","params":${json},"payload":${json}}`)),
  )
  await target().witness.during(() =>
    fc.assert(
      fc.asyncProperty(frame, async (bytes) => {
        expect(await ask(socket, bytes)).toMatch(/^\{/)
      }),
      { numRuns: 200, endOnFailure: true },
    ),
  )
  socket.terminate()
})

test.each(['/', '/codebolt', '/plugin', '/viewer'])(
  '%s ends a connection that breaks the rules of WebSocket, and no other',
  async (path) => {
    const { address, witness } = target()
    await witness.during(async () => {
      for (const bytes of [
        '\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff',
        '\x81\x05plain',
        '\x83\x80\0\0\0\0',
        'GET / HTTP/1.1\r\n',
      ]) {
        const { socket, ended } = await openSocket(address)
        socket.write(upgradeRequest(path, address))
        socket.write(Buffer.from(bytes, 'latin1'))
        expect(await ended).toMatch(/^HTTP\/1\.1 101 /)
      }
    })
  },
)

test('a frame that is announced as larger than is taken ends its connection', async () => {
  const { address, witness } = target()
  await witness.during(async () => {
    for (const path of ['/', '/codebolt']) {
      const { socket, ended } = await openSocket(address)
      socket.write(upgradeRequest(path, address))
      // A text of 2^40 bytes, masked.
      socket.write(Buffer.from([0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4]))
      expect(await ended).toMatch(/^HTTP\/1\.1 101 /)
    }
  })
})

test('a small frame that unpacks to more than is taken ends its connection', async () => {
  const socket = new WebSocket(`${target().url.replace('http', 'ws')}/?app=bomb`, { perMessageDeflate: true })
  socket.on('error', () => undefined)
  await once(socket, 'open')
  await target().witness.during(async () => {
    const closed = once(socket, 'close')
    socket.send(Buffer.alloc(100 * 1024 * 1024, 0x20), { compress: true })
    expect((await closed)[0]).toBe(1009)
  })
})

test('clients that leave in the middle of what they say leave no trace', async () => {
  const { address, witness } = target()
  await witness.during(async () => {
    for (let round = 0; round < 200; round++) {
      const { socket } = await openSocket(address)
      socket.write(upgradeRequest(round % 2 === 0 ? '/codebolt' : '/', address))
      socket.write(Buffer.from([0x81, 0xfe, 0x10, 0, 1, 2, 3, 4, 5]))
      socket.destroy()
    }
  })
})

test('all that came can be read afterwards', async () => {
  expect((await readWholeLog(target())).length).toBeGreaterThan(0)
})
