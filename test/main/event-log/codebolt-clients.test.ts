import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { DEFAULT_LIMITS } from '../../../main/protocols/protocol.ts'
import { CodeboltClient } from '../../helpers/codebolt-client.ts'
import { queryLog, startTestCollector, until } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const CLIENTS = fileURLToPath(new URL('../../clients', import.meta.url))

test('the client library from npm reports its debug events, unmodified', async () => {
  const collector = await startTestCollector()
  const script = `
    const codebolt = require('@codebolt/codeboltjs').default
    codebolt.websocket.on('open', async () => {
      const replies = []
      for (const type of ['info', 'warning', 'error']) replies.push(await codebolt.debug.debug('It says ' + type, type))
      console.log(JSON.stringify(replies))
      process.exit(0)
    })`
  const env = { PATH: process.env.PATH, SOCKET_PORT: new URL(collector.url).port, agentId: 'agent-7' }
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: CLIENTS, env })
  const replies = JSON.parse(stdout.split('\n').find((line) => line.startsWith('[')) ?? '')
  expect(replies).toEqual(
    ['1', '2', '3'].map((id) => expect.objectContaining({ type: 'debugEventResponse', success: true, data: { id } })),
  )
  const { events = [] } = await queryLog(collector, { from: { instance: 'agent-7' } })
  expect(
    events.map(({ event_type, summary, importance, payload }) => [event_type, summary, importance, payload]),
  ).toEqual([
    ['log', 'It says info', 2, { message: 'It says info', type: 'info' }],
    ['log', 'It says warning', 4, { message: 'It says warning', type: 'warning' }],
    ['log', 'It says error', 5, { message: 'It says error', type: 'error' }],
  ])
})

test('the sample of the documentation works as it stands', async () => {
  const collector = await startTestCollector()
  const text = readFileSync(new URL('../../../docs/protocols.md', import.meta.url), 'utf8')
  const sample = /## Codebolt event log.*?```js\n(.*?)```/s.exec(text)?.[1] ?? ''
  const run = new Function(
    'WebSocket',
    'console',
    sample.replace('ws://127.0.0.1:7357', collector.url.replace('http', 'ws')),
  )
  const reply = await new Promise((resolve) =>
    run(WebSocket, { log: (data: unknown) => resolve(JSON.parse(String(data))) }),
  )
  expect(reply).toMatchObject({ success: true, data: { event: { stream_id: 'order-1', payload: { total: 12.5 } } } })
})

test('the environment in an upgrade address of a megabyte is neither stored nor shown', async () => {
  const said = [vi.spyOn(process.stderr, 'write'), vi.spyOn(process.stdout, 'write')]
  onTestFinished(() => {
    for (const spy of said) spy.mockRestore()
  })
  const collector = await startTestCollector()
  const secret = 'hunter2secret'
  const start = `/codebolt?id=ws_1&agentId=a1&parentId=p&threadToken=${secret}&AWS_KEY=${secret}&id=${secret}&BIG=`
  const path = `${start}${'x'.repeat(1024 * 1024 - start.length)}`
  const client = await CodeboltClient.connect(collector.url, path)
  await client.ask({ type: 'debugEvent', message: { log: 'hello' } })
  await client.ask('not JSON')
  await client.call('appendEvents', { instanceId: 'i', events: 5 })
  await client.call('appendEvent', { instanceId: 'i', autoCreateInstance: true })
  const plugin = await CodeboltClient.connect(
    collector.url,
    `/plugin?id=p&pluginId=p1&pluginToken=${secret}&KEY=${secret}`,
  )
  await plugin.ask({ type: 'debugEvent', message: { log: 'from a plugin' } })
  const viewer = await TestViewer.connect(collector)
  client.socket.send(Buffer.alloc(10), { binary: false, fin: true, compress: true, mask: false })
  await until(() => client.socket.readyState === WebSocket.CLOSED)

  const refused = await fetch(`${collector.url}/codebolt?SECRET=${secret}`)
  const foreign = new WebSocket(`${collector.url.replace('http', 'ws')}/codebolt?X=${secret}`, {
    origin: 'https://evil.example',
  })
  const refusal = await new Promise<string>((resolve) => {
    foreign.on('error', () => undefined)
    foreign.on('unexpected-response', (_, response) => response.setEncoding('utf8').on('data', resolve))
  })
  const tooLong = await fetch(`${collector.url}/codebolt?X=${secret}${'y'.repeat(1200 * 1024)}`).catch(() => null)

  const shown = [JSON.stringify(collector.status()), await refused.text(), refusal, (await tooLong?.text()) ?? '']
  shown.push(JSON.stringify(await viewer.request('log/streams', { search: '', limit: 100 })))
  shown.push(...said.flatMap((spy) => spy.mock.calls.map(([text]) => String(text))))
  expect(
    collector
      .status()
      .notices.map(({ message }) => message)
      .join(),
  ).toContain('a1')
  await collector.close()
  for (const name of readdirSync(collector.dataDir, { recursive: true, withFileTypes: true })) {
    if (name.isFile()) shown.push(readFileSync(join(name.parentPath, name.name), 'latin1'))
  }
  for (const text of shown) expect(text.includes(secret)).toBe(false)
  expect(shown.some((text) => text.includes('hello'))).toBe(true)
})

test('ten clients append side by side without mixing up answers, sequences or order', async () => {
  const collector = await startTestCollector()
  const clients = await Promise.all(
    Array.from({ length: 10 }, (_, n) => CodeboltClient.connect(collector.url, `/codebolt?id=ws_${n}`)),
  )
  const rounds = 30
  await Promise.all(
    clients.map(async (client, n) => {
      for (let round = 0; round < rounds; round++) {
        const params = { instanceId: 'shared', autoCreateInstance: true, streamId: `s${n % 2}`, payload: { n, round } }
        client.send({ type: 'eventLog.appendEvent', requestId: `${n}/${round}`, params })
      }
      const replies: string[] = []
      for (let round = 0; round < rounds; round++) replies.push(JSON.parse(await client.next()).requestId)
      expect(new Set(replies)).toEqual(new Set(Array.from({ length: rounds }, (_, round) => `${n}/${round}`)))
    }),
  )
  const { events = [] } = await queryLog(collector, { from: { instance: 'shared' }, limit: 10_000 })
  for (const stream of ['s0', 's1']) {
    const numbers = events.filter(({ stream_id }) => stream_id === stream).map(({ sequence_number }) => sequence_number)
    expect(numbers).toEqual(Array.from({ length: rounds * 5 }, (_, index) => index + 1))
  }
  for (const n of clients.keys()) {
    const own = events
      .map(({ payload }) => payload as { n: number; round: number })
      .filter((payload) => payload.n === n)
    expect(own.map(({ round }) => round)).toEqual(Array.from({ length: rounds }, (_, round) => round))
  }
})

test('an instance is made once, however many clients ask for it at a time, and with nothing to add', async () => {
  const { url } = await startTestCollector()
  const clients = await Promise.all(Array.from({ length: 5 }, () => CodeboltClient.connect(url)))
  const params = { instanceId: 'shared', autoCreateInstance: true, events: [] }
  const replies = await Promise.all(clients.map((client) => client.call('appendEvents', params)))
  expect(replies).toEqual(clients.map(() => expect.objectContaining({ success: true, data: { events: [], count: 0 } })))
  expect(await clients[0]?.get('listInstances', {})).toMatchObject({ instances: [{ id: 'shared' }] })
})

test('what one client sends without waiting takes effect in its order', async () => {
  const client = await CodeboltClient.connect((await startTestCollector()).url)
  const append = { instanceId: 'x', streamId: 's', eventType: 't' }
  const operations: [string, object][] = [
    ['appendEvent', append],
    ['createInstance', { name: 'x' }],
    ['appendEvent', append],
    ['appendEvent', append],
    ['queryEvents', { query: { from: { instance: 'x' }, reduce: { type: 'count' } } }],
    ['deleteInstance', { instanceId: 'x' }],
    ['appendEvent', append],
    ['appendEvent', { ...append, autoCreateInstance: true }],
    ['getInstanceStats', { instanceId: 'x' }],
  ]
  for (const [index, [name, params]] of operations.entries()) {
    client.send({ type: `eventLog.${name}`, requestId: index, params })
  }
  const replies = new Map<number, { success: boolean; data: unknown }>()
  for (const _ of operations) {
    const reply = JSON.parse(await client.next())
    replies.set(reply.requestId, reply)
  }
  const outcome = operations.map((_, index) => replies.get(index)?.success)
  expect(outcome).toEqual([false, true, true, true, true, true, false, true, true])
  expect(replies.get(4)?.data).toEqual({ result: { aggregation: 2, total: 2 } })
  expect(replies.get(8)?.data).toMatchObject({ eventCount: 1 })
})

describe('hostile frames', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  const failing: readonly [string, unknown, object][] = [
    ['no JSON', '{"type":', { type: 'error', error: 'not JSON: the text ends too early, something is not closed' }],
    ['nothing', '', { type: 'error', error: 'the message is empty; send JSON' }],
    ['no object', '[1]', { type: 'error', error: 'a frame must be an object with a type' }],
    ['null', 'null', { type: 'error' }],
    ['no type', { requestId: 'r' }, { type: 'error', requestId: 'r', error: 'type: must be a text' }],
    ['a type that is no text', { type: { a: 1 }, requestId: 7 }, { type: 'error', requestId: 7 }],
    [
      'an unknown operation',
      { type: 'eventLog.drop' },
      { type: 'eventLog.drop', error: 'Unsupported message type: eventLog.drop' },
    ],
    ['a name of every object', { type: 'eventLog.toString' }, { error: 'Unsupported message type: eventLog.toString' }],
    ['__proto__', '{"type":"eventLog.__proto__","requestId":{"__proto__":1}}', { type: 'eventLog.__proto__' }],
    ['a huge type', { type: 'x'.repeat(5000) }, { error: `Unsupported message type: ${'x'.repeat(100)}…` }],
    [
      'no params',
      { type: 'eventLog.getInstance', requestId: 'r' },
      { requestId: 'r', error: 'params: must have required properties instanceId' },
    ],
    ['params that are a list', { type: 'eventLog.createInstance', params: [] }, { error: 'params: must be object' }],
    ['null for params', { type: 'eventLog.appendEvent', params: null }, { error: 'params: must be an object' }],
    [
      'no instance',
      { type: 'eventLog.appendEvent', params: {} },
      { error: 'params.instanceId: is required and missing' },
    ],
    [
      'an instance that is a number',
      { type: 'eventLog.appendEvent', params: { instanceId: 5 } },
      { error: 'params.instanceId: must be a text' },
    ],
    [
      'a name of nothing',
      { type: 'eventLog.createInstance', params: { name: '' } },
      { error: expect.stringContaining('params.name') },
    ],
    [
      'an endless name',
      { type: 'eventLog.createInstance', params: { name: 'x'.repeat(501) } },
      { error: expect.stringContaining('params.name') },
    ],
    [
      'events that are none',
      { type: 'eventLog.appendEvents', params: { instanceId: 'i', events: {} } },
      { error: 'params.events: must be an array of events' },
    ],
    [
      'an event that is none',
      { type: 'eventLog.appendEvents', params: { instanceId: 'i', events: ['x'] } },
      { error: 'params.events[0]: must be an event, which is an object' },
    ],
    [
      'metadata that is a text',
      { type: 'eventLog.appendEvent', params: { instanceId: 'i', metadata: 'x' } },
      { error: 'params.metadata: must be an object' },
    ],
    [
      'a time that is none',
      { type: 'eventLog.appendEvent', params: { instanceId: 'i', timestamp: 'soon' } },
      { error: expect.stringContaining('params.timestamp') },
    ],
    [
      'a yes that is no boolean',
      { type: 'eventLog.appendEvent', params: { instanceId: 'i', autoCreateInstance: 'yes' } },
      { error: 'params.autoCreateInstance: must be true or false' },
    ],
    ['no query', { type: 'eventLog.queryEvents', params: {} }, { error: 'query: must be an object, not missing' }],
    [
      'an unknown operator',
      {
        type: 'eventLog.queryEvents',
        params: { query: { from: { instance: 'i' }, where: [{ field: 'a', operator: 'lke', value: 1 }] } },
      },
      { error: expect.stringContaining('where[0].operator: unknown operator "lke"') },
    ],
    [
      'an unknown reduce',
      { type: 'eventLog.queryEvents', params: { query: { from: { instance: 'i' }, reduce: { type: 'median' } } } },
      { error: expect.stringContaining('reduce.type') },
    ],
    [
      'a limit of nothing',
      { type: 'eventLog.queryEvents', params: { query: { from: { instance: 'i' }, limit: 0 } } },
      { error: expect.stringContaining('limit') },
    ],
    [
      'an offset below zero',
      { type: 'eventLog.queryEvents', params: { query: { from: { instance: 'i' }, offset: -1 } } },
      { error: expect.stringContaining('offset') },
    ],
    [
      'a pair of one',
      {
        type: 'eventLog.queryEvents',
        params: { query: { from: { instance: 'i' }, where: [{ field: 'a', operator: 'between', value: [1] }] } },
      },
      { error: expect.stringContaining('pair') },
    ],
    [
      'a debug event without a text',
      { type: 'debugEvent', action: 'addLog', message: {} },
      { type: 'debugEventResponse', error: 'message.log: is required and missing' },
    ],
    [
      'JSON without a ground',
      `{"type":"eventLog.appendEvent","requestId":"d","params":{"instanceId":"i","payload":${deep(50_000)}}}`,
      { type: 'eventLog.appendEvent', requestId: 'd', error: 'JSON nests deeper than 1000 levels' },
    ],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), { type: 'error' }],
  ]

  test('are each answered with their error, and break no connection', async () => {
    const collector = await startTestCollector()
    const client = await CodeboltClient.connect(collector.url)
    const other = await CodeboltClient.connect(collector.url, '/codebolt?id=other')
    await client.get('createInstance', { name: 'i' })
    for (const [what, frame, reply] of failing) {
      expect(await client.ask(frame), what).toMatchObject({ success: false, timestamp: expect.any(String), ...reply })
    }
    expect(await client.get('getInstanceStats', { instanceId: 'i' })).toMatchObject({ eventCount: 0 })
    expect(await other.get('appendEvent', { instanceId: 'i' })).toMatchObject({ event: { sequence_number: 1 } })
    const { events = [] } = await queryLog(collector, {
      from: { instance: 'codebolt' },
      select: ['payload.raw', 'type'],
    })
    expect(events[0]).toEqual({ event_type: undefined, type: 'invalid', payload: { raw: '{"type":' } })
  })

  test('that are too large end their own connection alone', async () => {
    const collector = await startTestCollector({
      limits: { ...DEFAULT_LIMITS, messageBytes: 10_000, eventsPerMessage: 3 },
    })
    const client = await CodeboltClient.connect(collector.url)
    const other = await CodeboltClient.connect(collector.url, '/codebolt?id=other')
    expect(
      await client.call('appendEvents', { instanceId: 'i', autoCreateInstance: true, events: [{}, {}, {}, {}] }),
    ).toMatchObject({ success: false, error: 'more than 3 events in one message' })
    client.send({ type: 'debugEvent', message: { log: 'x'.repeat(20_000) } })
    await until(() => client.socket.readyState === WebSocket.CLOSED)
    expect(await other.ask({ type: 'debugEvent', message: { log: 'still here' } })).toMatchObject({ success: true })
    expect(collector.status().notices).toMatchObject([{ code: 'message-too-large' }, { code: 'message-too-large' }])
  })

  test('sent faster than they can be answered are answered all the same', async () => {
    const client = await CodeboltClient.connect((await startTestCollector()).url)
    const count = 5000
    for (let n = 0; n < count; n++) client.send({ type: 'nonsense', requestId: n })
    const answered = new Set<number>()
    for (let n = 0; n < count; n++) answered.add(JSON.parse(await client.next()).requestId)
    expect(answered.size).toBe(count)
  })
})
