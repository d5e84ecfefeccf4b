import { describe, expect, test } from 'vitest'
import {
  makeDataDir,
  queryLog,
  shareCollector,
  startTestCollector,
  type TestCollector,
} from '../../helpers/collector.ts'
import { replayExchanges } from '../../helpers/replay.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const shared = shareCollector([])

interface Answered {
  readonly status: number
  readonly body: never
}

/** Posts JSON to version 2. */
async function post(collector: TestCollector, path: string, body: unknown, method = 'POST'): Promise<Answered> {
  const response = await fetch(`${collector.url}/api/2${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as never }
}

async function beginSession(collector: TestCollector, projectId = 1): Promise<number> {
  const { body } = await post(collector, '/sessions/', { project_id: projectId, client_system: 'test' })
  return (body as { id: number }).id
}

async function eventsOf(collector: TestCollector, stream: string): Promise<Record<string, unknown>[]> {
  const { events = [] } = await queryLog(collector, { from: { instance: '*', stream } })
  return events
}

describe('captured exchanges, byte for byte', () => {
  test.each(['roundware/web-client.http', 'roundware/events-v2.http', 'roundware/events-v1.http'])(
    '%s',
    async (file) => {
      const collector = shared()
      await replayExchanges(collector.url, file)
    },
  )
})

describe('the log', () => {
  test('has what was sent, coordinates as numbers, tags, the time of the client', async () => {
    const collector = shared()
    await post(collector, '/events/', {
      session_id: 1077,
      event_type: 'location_update',
      client_time: '2026-11-21T02:30:17.403Z',
      latitude: '47.0736',
      longitude: 15.4378,
      tag_ids: [3, 8],
      data: { accuracy: 5, id: 1 },
    })
    expect(await eventsOf(collector, '1077')).toMatchObject([
      {
        instanceId: 'roundware',
        protocol: 'roundware',
        event_type: 'location_update',
        importance: 1,
        timestamp: '2026-11-21T02:30:17.403Z',
        tags: ['tag:3', 'tag:8'],
        payload: { session_id: 1077, latitude: 47.0736, longitude: 15.4378, data: { accuracy: 5, id: 1 } },
        metadata: { kind: 'event', stored: { tag_ids: '[3, 8]' } },
      },
    ])
  })

  test('has an event of version 1 as one of version 2', async () => {
    const collector = shared()
    const address = `${collector.url}/api/1/?operation=log_event&session_id=1005&event_type=client_error`
    await (await fetch(`${address}&data=No+GPS&latitude=1&longitude=-1.5&tags=3,8`)).text()
    expect(await eventsOf(collector, '1005')).toMatchObject([
      {
        event_type: 'client_error',
        importance: 5,
        success: false,
        summary: 'client_error · No GPS · 1, -1.5 · tags 3, 8',
        tags: ['tag:3', 'tag:8'],
        payload: { session_id: 1005, latitude: 1, longitude: -1.5, data: 'No GPS' },
      },
    ])
  })

  test('has the end of listening as an event of its own, with its duration', async () => {
    const collector = shared()
    const session = await beginSession(collector)
    const { body } = await post(collector, '/listenevents/', {
      starttime: '2026-11-21T02:30:17.413Z',
      session,
      asset: 11,
    })
    await post(collector, `/listenevents/${(body as { id: number }).id}`, { duration_in_seconds: 0.3 }, 'PATCH')
    expect(await eventsOf(collector, String(session))).toMatchObject([
      { event_type: 'session', payload: { action: 'started', product: `Roundware project 1, session ${session}` } },
      { event_type: 'start_listen', summary: 'start_listen · asset 11', timestamp: '2026-11-21T02:30:17.413Z' },
      {
        event_type: 'listen',
        summary: 'listen · asset 11',
        duration: 300,
        payload: { asset_id: 11, duration_in_seconds: 0.3 },
      },
    ])
  })

  test('keeps the sessions of another project apart', async () => {
    const collector = shared()
    const session = await beginSession(collector, 7)
    await post(collector, '/events/', { session_id: session, event_type: 'play_stream' })
    const { events = [] } = await queryLog(collector, { from: { instance: 'roundware-7' } })
    expect(events.map(({ event_type }) => event_type)).toEqual(['session', 'play_stream'])
  })

  test('keeps what was turned down as an invalid event, with its text', async () => {
    const collector = shared()
    const session = await beginSession(collector)
    await post(collector, '/events/', { session_id: session })
    await post(collector, '/events/', '{"session_id":')
    await fetch(`${collector.url}/api/1/?operation=foo&session_id=${session}`)
    const isInvalid = [{ field: 'type', operator: 'eq', value: 'invalid' }]
    const { events } = await queryLog(collector, { from: { instance: '*', stream: String(session) }, where: isInvalid })
    expect(events?.map(({ payload }) => payload)).toMatchObject([
      { reason: 'an event_type is required for this operation', raw: `{"session_id":${session}}` },
      { reason: 'Invalid operation, foo', raw: `operation=foo&session_id=${session}` },
    ])
    const { events: others = [] } = await queryLog(collector, {
      from: { instance: '*', stream: 'default' },
      where: isInvalid,
    })
    expect(others.at(-1)?.payload).toMatchObject({ raw: '{"session_id":' })
  })

  test('tells a name that has a meaning of its own from that of a client', async () => {
    const collector = shared()
    for (const event_type of ['log', 'session', '', 'my own']) {
      await post(collector, '/events/', { session_id: 1006, event_type })
    }
    const types = (await eventsOf(collector, '1006')).map(({ event_type }) => event_type)
    expect(types).toEqual(['roundware:log', 'roundware:session', 'roundware', 'my own'])
  })
})

describe('reads', () => {
  test.each([
    '{"event_type":"x","latitude":1.0,"longitude":"+1.50","client_time":5}',
    '{"event_type":null,"tags":"1,2","tag_ids":[9],"data":{"a":[1.0,"it\'s",null,true]}}',
    '{"event_type":true,"data":12345678901234567890,"tag_ids":[3,8],"server_time":"mine"}',
    '{"event_type":"x","data":"","latitude":null,"longitude":"north","id":99}',
  ])('answer %s as the sender was answered', async (json) => {
    const collector = shared()
    const { body: sent } = await post(collector, '/events/', json.replace('{', '{"session_id":"1007",'))
    const read = async (path: string) => (await fetch(`${collector.url}/api/2/events/${path}`)).json()
    expect(await read(`${(sent as { id: number }).id}/`)).toEqual(sent)
    expect(((await read('?session_id=1007')) as unknown[]).at(-1)).toEqual(sent)
  })

  test('list events by type, by time, by place and by tag', async () => {
    const collector = shared()
    const place = { latitude: 47.07, longitude: 15.44 }
    await post(collector, '/events/', { session_id: 1008, event_type: 'location_update', ...place })
    await post(collector, '/events/', { session_id: 1008, event_type: 'play_stream', tag_ids: [3, 8] })
    const list = async (filter: string): Promise<unknown[]> => {
      const response = await fetch(`${collector.url}/api/2/events/?session_id=1008&${filter}`)
      return ((await response.json()) as { event_type: string }[]).map(({ event_type }) => event_type)
    }
    expect(await list('event_type=STREAM')).toEqual(['play_stream'])
    expect(await list('latitude=47.0&longitude=15')).toEqual(['location_update'])
    expect(await list('tag_ids=8')).toEqual(['play_stream'])
    expect(await list('server_time__gt=2000-01-01T00:00:00')).toEqual(['location_update', 'play_stream'])
    expect(await list('server_time__lt=2000-01-01T00:00:00')).toEqual([])
    expect(await list('colour=blue&event_type=')).toEqual(['location_update', 'play_stream'])
  })
})

describe('after a restart, or a clear', () => {
  test('ids go on, sessions keep their project, events and listening are known', async () => {
    const dataDir = makeDataDir()
    const first = await startTestCollector({ dataDir })
    const session = await beginSession(first, 7)
    const { body: sent } = await post(first, '/events/', {
      session_id: session,
      event_type: 'play_stream',
      latitude: 1.0,
    })
    const { body: listen } = await post(first, '/listenevents/', { session, asset: 11 })
    const token = await post(first, '/users/', { device_id: 'dev-9', client_type: 'web' })
    await first.close()

    const second = await startTestCollector({ dataDir })
    expect(await beginSession(second)).toBe(session + 1)
    expect(await (await fetch(`${second.url}/api/2/events/${(sent as { id: number }).id}/`)).json()).toEqual(sent)
    expect(await (await fetch(`${second.url}/api/2/sessions/${session}/`)).json()).toMatchObject({ project_id: 7 })
    expect(await post(second, '/users/', { device_id: 'dev-9', client_type: 'web' })).toEqual(token)
    const ended = await post(
      second,
      `/listenevents/${(listen as { id: number }).id}`,
      { duration_in_seconds: 2 },
      'PATCH',
    )
    expect(ended.body).toMatchObject({ asset_id: 11, project_id: 7 })
    await post(second, '/events/', { session_id: session, event_type: 'pause_stream' })
    const { events = [] } = await queryLog(second, { from: { instance: 'roundware-7', stream: String(session) } })
    expect(events.map(({ event_type }) => event_type)).toEqual([
      'session',
      'play_stream',
      'start_listen',
      'listen',
      'pause_stream',
    ])
  })

  test('a clear disturbs neither a session nor what is being listened to', async () => {
    const collector = await startTestCollector()
    const session = await beginSession(collector, 7)
    const { body: listen } = await post(collector, '/listenevents/', { session, asset: 11 })
    await (await TestViewer.connect(collector)).request('log/clear', undefined)
    const path = `/listenevents/${(listen as { id: number }).id}`
    expect((await post(collector, path, { duration_in_seconds: 2 }, 'PATCH')).status).toBe(200)
    expect(await beginSession(collector, 7)).toBe(session + 1)
    const { events = [] } = await queryLog(collector, { from: { instance: 'roundware-7' } })
    expect(events.map(({ event_type }) => event_type)).toEqual(['listen', 'session'])
  })

  test('a new session never gets the id of one that a client brought along', async () => {
    const dataDir = makeDataDir()
    const first = await startTestCollector({ dataDir })
    expect(await beginSession(first)).toBe(1)
    await post(first, '/events/', { session_id: 2, event_type: 'play_stream' })
    await first.close()
    expect(await beginSession(await startTestCollector({ dataDir }))).toBe(3)
  })
})

describe('who may do what', () => {
  test('preflights are answered below /api/2 alone', async () => {
    const { url } = shared()
    const ask = async (path: string, origin: string) => {
      const headers = { origin, 'access-control-request-method': 'PATCH' }
      const response = await fetch(url + path, { method: 'OPTIONS', headers })
      return [response.status, response.headers.get('access-control-allow-headers')]
    }
    const page = 'http://localhost:8088'
    expect(await ask('/api/2/listenevents/5', page)).toEqual([204, 'authorization, content-type'])
    expect(await ask('/api/2/anything/else', page)).toEqual([204, 'authorization, content-type'])
    expect(await ask('/api/2/events/', 'https://evil.example')).toEqual([403, null])
    expect((await ask('/api/1/', page))[1]).toBe(null)
    expect((await ask('/api/20/', page))[1]).toBe(null)
  })

  test('version 1 is asked by GET and POST alone', async () => {
    const address = `${shared().url}/api/1/?operation=log_event&session_id=1009&event_type=x`
    for (const method of ['OPTIONS', 'HEAD', 'PUT', 'DELETE']) {
      expect((await fetch(address, { method })).status).toBe(405)
    }
    expect(await eventsOf(shared(), '1009')).toEqual([])
  })

  test('a recording may hold any bytes, and none of them is kept', async () => {
    const collector = shared()
    const session = await beginSession(collector)
    const { body: envelope } = await post(collector, '/envelopes/', { session_id: session })
    const form = new FormData()
    form.append('session_id', String(session))
    form.append('file', new Blob([new Uint8Array(200_000).fill(0x5b)], { type: 'audio/wav' }), 'take.wav')
    const path = `/api/2/envelopes/${(envelope as { id: number }).id}/`
    expect((await fetch(collector.url + path, { method: 'PATCH', body: form })).status).toBe(200)
    const [, , upload] = await eventsOf(collector, String(session))
    expect(upload).toMatchObject({
      event_type: 'start_upload',
      payload: { file: { name: 'take.wav', type: 'audio/wav', size: 200_000 } },
    })
    expect(upload?.size).toBeLessThan(1000)
  })

  test('sessions that begin at the same time have different ids', async () => {
    const collector = shared()
    const ids = await Promise.all(Array.from({ length: 50 }, () => beginSession(collector)))
    expect(new Set(ids).size).toBe(50)
  })

  test.each([
    ['no object', '[1,2]', 400],
    ['a name that every object has', '{"__proto__":{"session_id":1},"session_id":1,"event_type":"constructor"}', 200],
    ['bytes that are no text', Buffer.from([0x22, 0xff, 0x22]), 400],
    ['deep nesting', `{"session_id":1,"event_type":"x","data":${'['.repeat(5000)}${']'.repeat(5000)}}`, 413],
    ['a large id', '{"session_id":99999999999999999999,"event_type":"x"}', 400],
    ['a text of a megabyte', `{"session_id":1,"event_type":"client_error","data":"${'x'.repeat(2 ** 20)}"}`, 200],
  ])('%s gets its answer, and the next client is not disturbed', async (_, body, status) => {
    const { url } = shared()
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(`${url}/api/2/events/`, { method: 'POST', headers, body })).status).toBe(status)
    const next = { method: 'POST', headers, body: '{"session_id":1,"event_type":"heartbeat"}' }
    expect((await fetch(`${url}/api/2/events/`, next)).status).toBe(200)
  })
})
