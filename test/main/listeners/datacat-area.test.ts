import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import {
  ALL,
  postEvents,
  queryLog,
  shareCollector,
  startTestCollector,
  type TestCollector,
} from '../../helpers/collector.ts'
import { replayExchanges } from '../../helpers/replay.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const collector = shareCollector([])

/** An answer of DataCat. */
interface Answer {
  readonly status: number
  readonly text: string
}

async function sendTo({ url }: TestCollector, path: string, body?: unknown, headers = {}): Promise<Answer> {
  const isBytes = body instanceof Uint8Array
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body !== undefined && {
      body: (isBytes || typeof body === 'string' ? body : JSON.stringify(body)) as BodyInit,
    }),
  })
  return { status: response.status, text: await response.text() }
}

const send = (path: string, body?: unknown, headers = {}) => sendTo(collector(), path, body, headers)

async function begin(facts: Record<string, unknown> = {}): Promise<string> {
  const { text } = await send('/api/sessions', { product: 'App', version: '1.0', ...facts })
  return (JSON.parse(text) as { session_id: string }).session_id
}

const readFrom = async (from: TestCollector, id: string) => JSON.parse((await sendTo(from, `/api/sessions/${id}`)).text)

const read = (id: string) => readFrom(collector(), id)

const OK = { status: 200, text: '{"status":"ok","success":true}\n' }

test('the daemon’s requests are answered as the server answers them, and in the log a session is a stream of its product', async () => {
  const values = await replayExchanges(collector().url, 'datacat/server.http')
  const { events = [] } = await queryLog(collector(), { from: { instance: 'App', stream: values.get('session') } })
  expect(events.map(({ event_type: type, summary }) => [type, summary])).toEqual([
    ['session', 'Session started: App 1.0'],
    ['state', 'status = running, window'],
    ['state', 'status removed, window'],
    ['exception', 'ZeroDivisionError: division by zero'],
    ['session', 'Application has not sent heartbeat for 60 seconds'],
    ['metric', 'fps (gauge in fps)'],
    ['metric', 'work (timer in seconds)'],
    ['metric', 'req m:GET (counter)'],
    ['metric', 'ft (histogram)'],
    ['session', 'Session ended'],
  ])
})

test('what the server refuses is refused in its words', async () => {
  await replayExchanges(collector().url, 'datacat/errors.http')
})

test('the Python client’s requests to its daemon are answered as the daemon answers them', async () => {
  const values = await replayExchanges(collector().url, 'datacat/daemon.http')
  const session = await read(values.get('session') ?? '')
  expect(session.state).toEqual({ product: 'P', version: '1', status: 'running', memory: { peak_mb: 60.5 } })
  expect(session.state_history).toHaveLength(1)
  expect(session.events).toMatchObject([
    { name: 'app_started', category: 'info', labels: [], data: {} },
    { name: 'player_joined', category: 'info', data: { player: 'bob' } },
  ])
  expect(session.metrics).toMatchObject([
    { name: 'req', type: 'counter', value: 2, tags: ['m:GET'] },
    { name: 'req', type: 'counter', value: 3 },
    {
      name: 'frame',
      unit: 'seconds',
      metadata: {
        buckets: [
          { le: 0.01, count: 0 },
          { le: 0.05, count: 1 },
          { le: null, count: 0 },
        ],
        count: 1,
        sum: 0.02,
      },
    },
  ])
})

test('a session that nobody has begun begins with what is sent for it', async () => {
  const collector = await startTestCollector()
  expect(await sendTo(collector, '/api/data/sessions')).toEqual({ status: 200, text: '[]\n' })
  const id = 'local-session-1763700000-1'
  expect(await sendTo(collector, `/api/sessions/${id}/events`, { name: 'rescued', data: {} })).toEqual(OK)
  expect(await sendTo(collector, `/api/sessions/${id}/end`, {})).toEqual(OK)
  const session = await readFrom(collector, id)
  expect(session).toMatchObject({ id, active: false, events: [{ name: 'rescued' }] })
  expect(session.state).toEqual({})
  await collector.close()
  const again = await startTestCollector({ dataDir: collector.dataDir })
  expect(await readFrom(again, id)).toEqual({ ...session, updated_at: expect.any(String) })
})

test("an app that talks to its daemon goes on when the log was cleared, also after Tattler's next start", async () => {
  const first = await startTestCollector()
  const { text } = await sendTo(first, '/register', { product: 'App', version: '1', parent_pid: 1 })
  const { session_id: id } = JSON.parse(text) as { session_id: string }
  await (await TestViewer.connect(first)).request('log/clear', undefined)
  await first.close()

  const second = await startTestCollector({ dataDir: first.dataDir })
  const goesOn = ['/heartbeat', '/event', '/event/', '/metric'].map((path) =>
    sendTo(second, path, { session_id: id, name: 'e' }),
  )
  expect(await Promise.all(goesOn)).toEqual([OK, OK, OK, OK])
  expect(await readFrom(second, id)).toMatchObject({ active: true, events: [{ name: 'e' }, { name: 'e' }] })
  const { events = [] } = await queryLog(second, ALL)
  expect(events[0]).toMatchObject({
    event_type: 'session',
    payload: { action: 'started', on_demand: true, daemon: true },
  })
  expect(await sendTo(second, '/event', { session_id: 'nobody', name: 'e' })).toMatchObject({ status: 404 })
})

test('a broken body of a session is kept as it came, and no session begins with it', async () => {
  expect(await send('/api/sessions/550e8400/state', '{"status":')).toMatchObject({ status: 400 })
  const { events = [] } = await queryLog(collector(), { from: { instance: '*', stream: '550e8400' } })
  expect(events).toMatchObject([{ stream_id: '550e8400', event_type: 'invalid', payload: { raw: '{"status":' } }])
  expect((await send('/api/sessions/550e8400')).status).toBe(404)
})

test('a body may be compressed, and says so if it is not', async () => {
  const id = await begin()
  const headers = { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' }
  const whole = gzipSync('{"zipped":true}')
  const post = (body: Uint8Array) => send(`/api/sessions/${id}/state`, body, headers)
  expect(await post(whole)).toEqual(OK)
  const refused = { status: 400, text: 'Failed to decompress request\n' }
  expect(await post(Buffer.from('{"plain":true}'))).toEqual(refused)
  expect(await post(whole.subarray(0, 12))).toEqual(refused)
  expect((await read(id)).state).toEqual({ product: 'App', version: '1.0', zipped: true })
})

test('what Python writes for numbers that JSON cannot hold is read, in strings kept, and costs no time', async () => {
  const { text } = await send('/register', { product: 'P', version: '1' })
  const { session_id: id } = JSON.parse(text) as { session_id: string }
  const event = `{"session_id":"${id}","name":"NaN or Infinity","data":{"a":NaN,"b":[-Infinity]}}`
  expect(await send('/event', event)).toEqual(OK)
  const unclosed = `{"session_id":"${id}","name":NaN,"data":{"a":${'\\"'.repeat(500_000)}`
  expect(await send('/event', unclosed)).toEqual({ status: 400, text: 'Invalid request\n' })
  expect((await read(id)).events).toMatchObject([{ name: 'NaN or Infinity', data: { a: 'NaN', b: [null] } }])
  const metric = `{"session_id":"${id}","name":"m","type":"gauge","value":NaN}`
  expect(await send('/metric', metric)).toEqual({ status: 400, text: 'Invalid request\n' })
})

test('a hundred sessions at once keep apart, each in its order', async () => {
  const numbers = Array.from({ length: 100 }, (_, index) => index)
  const ids = await Promise.all(numbers.map((number) => begin({ version: `${number}` })))
  await Promise.all(
    ids.flatMap((id, number) => [
      send(`/api/sessions/${id}/state`, { number }),
      send(`/api/sessions/${id}/events`, { name: `of ${number}` }),
      send(`/api/sessions/${id}/metrics`, { name: 'number', value: number }),
      send(`/api/sessions/${id}/heartbeat`, ''),
    ]),
  )
  const { text } = await send('/api/data/sessions')
  const sessions = JSON.parse(text) as { id: string }[]
  expect(sessions.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
  for (const [number, id] of ids.entries()) {
    expect(sessions.find((session) => session.id === id)).toMatchObject({
      state: { version: `${number}`, number },
      events: [{ name: `of ${number}` }],
      metrics: [{ value: number }],
    })
  }
})

test('a flood of counters is one row, and its repetitions are not even points', async () => {
  const id = await begin()
  for (const value of [1, 1, 2, 2, 2, 3]) {
    await send(`/api/sessions/${id}/metrics`, { name: 'req', type: 'counter', value })
  }
  for (const value of [5, 5, 5]) await send(`/api/sessions/${id}/metrics`, { name: 'fps', value })
  const { events = [] } = await queryLog(collector(), {
    from: { instance: '*', stream: id },
    where: [{ field: 'type', operator: 'eq', value: 'metric' }],
  })
  expect(events).toHaveLength(2)
  const { metrics } = await read(id)
  const valuesOf = (name: string) =>
    metrics.filter((metric: { name: string }) => metric.name === name).map((metric: { value: number }) => metric.value)
  expect(valuesOf('req')).toEqual([1, 2, 3])
  expect(valuesOf('fps')).toEqual([5, 5, 5])
})

test('after a restart a session is answered as before, and goes on', async () => {
  const before = await startTestCollector()
  const { text } = await sendTo(before, '/register', { parent_pid: process.pid, product: 'Game', version: '2' })
  const { session_id: id } = JSON.parse(text) as { session_id: string }
  const daemon = (collector: TestCollector, path: string, fields = {}) =>
    sendTo(collector, path, { session_id: id, ...fields })
  await daemon(before, '/state', { state: { status: 'running', deep: { a: 1 } } })
  await daemon(before, '/event', { name: 'app_started', data: {} })
  await daemon(before, '/metric', { name: 'req', type: 'counter', delta: 2 })
  for (const value of [0.3, 0.02]) await daemon(before, '/metric', { name: 'time', type: 'histogram', value })
  await daemon(before, '/heartbeat')
  const known = await readFrom(before, id)
  await before.close()

  const after = await startTestCollector({ dataDir: before.dataDir })
  expect(await readFrom(after, id)).toEqual(known)
  expect(await daemon(after, '/state', { state: { deep: { b: 2 } } })).toEqual(OK)
  expect(await daemon(after, '/metric', { name: 'req', type: 'counter', delta: 1 })).toEqual(OK)
  expect(await daemon(after, '/metric', { name: 'time', type: 'histogram', value: 0.02 })).toEqual(OK)
  expect(await daemon(after, '/end')).toEqual(OK)
  const session = await readFrom(after, id)
  expect(session).toMatchObject({ active: false, created_at: known.created_at })
  expect(session.state).toEqual({ product: 'Game', version: '2', status: 'running', deep: { a: 1, b: 2 } })
  expect(session.metrics.filter(({ name }: { name: string }) => name === 'req')).toMatchObject([
    { value: 2 },
    { value: 3 },
  ])
  expect(session.metrics.at(-1)).toMatchObject({ name: 'time', metadata: { count: 3, sum: 0.34 } })
  const { events = [] } = await queryLog(after, { ...ALL, where: [{ field: 'type', operator: 'eq', value: 'metric' }] })
  expect(events).toHaveLength(2)
})

test('two states at once are merged one after the other', async () => {
  const keys = Array.from({ length: 50 }, (_, index) => `k${index}`)
  await Promise.all(keys.map((key) => send('/api/sessions/on-demand/state', { [key]: 1 })))
  const { state, state_history: history } = await read('on-demand')
  expect(Object.keys(state).sort()).toEqual(keys.sort())
  expect(history.map(({ state: one }: { state: object }) => Object.keys(one).length)).toEqual(keys.map((_, n) => n + 1))
  const { events = [] } = await queryLog(collector(), {
    from: { instance: '*', stream: 'on-demand' },
    where: [{ field: 'type', operator: 'eq', value: 'session' }],
  })
  expect(events).toHaveLength(1)
})

test('a page of this machine may send to a session, another may not', async () => {
  const ask = (origin: string) =>
    fetch(`${collector().url}/api/sessions`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    })
  const allowed = await ask('http://localhost:3000')
  expect(allowed.status).toBe(204)
  expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
  expect((await ask('https://evil.example')).status).toBe(403)
})

test('hostile states are answered, and harm no other session', async () => {
  const other = await begin()
  const states: [what: string, body: string | Uint8Array, status: number][] = [
    ['a deep one', `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`, 400],
    ['one that is nothing', '', 400],
    ['a list', '[]', 400],
    ['a number beyond all', '1e999', 400],
    ['one in bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 200],
    ['one with keys of the prototype', '{"__proto__":{"x":1},"constructor":{"prototype":{"y":1}}}', 200],
  ]
  for (const [what, body, status] of states) {
    expect((await send('/api/sessions/hostile/state', body)).status, what).toBe(status)
    expect(await send(`/api/sessions/${other}/state`, { after: what }), what).toEqual(OK)
  }
  expect((await read(other)).state).toEqual({ product: 'App', version: '1.0', after: states.at(-1)?.[0] })
  expect((await send('/api/sessions/hostile/metrics', '{"name":"m","value":1e999}')).status).toBe(400)
  expect((await send('/api/sessions/%ff/state', '{}')).status).toBe(400)
  expect((await send(`/api/sessions/${'x'.repeat(100_000)}/state`, '{"long":true}')).status).toBe(200)
  expect((await read('x'.repeat(200))).state).toEqual({ long: true })
})

test('what other apps have sent cannot be read', async () => {
  await postEvents(collector(), { id: 'r1', version: 1, events: [{ type: 'session', payload: { action: 'started' } }] })
  expect((await send('/api/sessions/r1')).status).toBe(404)
  const sessions = JSON.parse((await send('/api/data/sessions')).text) as { id: string }[]
  expect(sessions.map(({ id }) => id)).not.toContain('r1')
})

test('a session of another system was last seen with its newest event of any type', async () => {
  const viewer = await TestViewer.connect(collector())
  const post = (id: string, body: unknown) => postEvents(collector(), { id, version: 1, events: [body] })
  await post('walk', { type: 'session', payload: { action: 'started' } })
  await post('walk', { type: 'step', payload: {} })
  const { events = [] } = await viewer.request('log/query', {
    from: { instance: '*', stream: 'walk' },
    where: [{ field: 'type', operator: 'eq', value: 'step' }],
    select: ['instance', 'received'],
  })
  const [info] = await viewer.request('session/read', [{ instance: String(events[0]?.instance), stream: 'walk' }])
  expect(info?.lastSeen).toBe(new Date(String(events[0]?.received)).getTime())
})

test('the window reads a session by its stream', async () => {
  const id = await begin({ product: 'Shop', machine_id: 'm1', hostname: 'vm' })
  await send(`/api/sessions/${id}/crash`, {})
  const viewer = await TestViewer.connect(collector())
  const [info, other] = await viewer.request('session/read', [
    { instance: 'Shop', stream: id },
    { instance: 'Shop', stream: 'other' },
  ])
  expect(info).toMatchObject({
    instance: 'Shop',
    stream: id,
    product: 'Shop',
    version: '1.0',
    hostname: 'vm',
    machine: 'm1',
    active: false,
    suspended: false,
    crashed: true,
    hung: false,
    lastHeartbeat: null,
    ended: expect.any(Number),
    lastSeen: info?.ended,
    protocol: 'datacat',
  })
  expect(other).toBeNull()
})
