import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CodeboltClient } from '../../helpers/codebolt-client.ts'
import { makeDataDir, queryLog, startTestCollector } from '../../helpers/collector.ts'
import { expectedText, type Values } from '../../helpers/placeholders.ts'
import { TestViewer } from '../../helpers/viewer.ts'

interface Event {
  readonly id: string
  readonly stream_id: string
  readonly event_type: string
  readonly payload: unknown
  readonly sequence_number: number
}

interface Result {
  readonly result: { readonly events: Event[] }
}

const frames = readFileSync(new URL('../../fixtures/codebolt/event-log.frames', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('> ') || line.startsWith('< '))

test.each(['/codebolt?id=ws_mj3_a1b2', '/plugin?id=ws_mj3_a1b2&pluginId=p1&pluginToken=t', '/codebolt/'])(
  'the frames of the client library are answered to the letter at %s',
  async (path) => {
    const collector = await startTestCollector()
    const client = await CodeboltClient.connect(collector.url, path)
    const values: Values = new Map()
    for (const [index, line] of frames.entries()) {
      if (line.startsWith('> ')) client.send(line.slice(2))
      else {
        const reply = await client.next()
        expect(reply, frames[index - 1]).toBe(expectedText(line.slice(2), reply, values))
      }
    }
  },
)

describe('instances', () => {
  test('outlive a restart with their events, sequences and times', async () => {
    const dataDir = makeDataDir()
    const first = await startTestCollector({ dataDir })
    const before = await CodeboltClient.connect(first.url)
    await before.get('createInstance', { name: 'kept', description: 'of before' })
    await before.get('appendEvent', { instanceId: 'kept', streamId: 's', eventType: 'a', payload: 1 })
    await before.get('appendEvent', { instanceId: 'made', streamId: 's', autoCreateInstance: true })
    const list = await before.get('listInstances', {})
    await first.close()

    const second = await startTestCollector({ dataDir })
    const after = await CodeboltClient.connect(second.url)
    expect(await after.get('listInstances', {})).toEqual(list)
    const { event } = await after.get<{ event: Event }>('appendEvent', { instanceId: 'kept', streamId: 's' })
    expect(event.sequence_number).toBe(2)
    const { result } = await after.get<Result>('queryEvents', {
      query: { from: { instance: 'kept' } },
    })
    expect(result.events.map(({ payload }) => payload)).toEqual([1, {}])
  })

  test('are found by id first, and then by name, and the name alone changes', async () => {
    const client = await CodeboltClient.connect((await startTestCollector()).url)
    await client.get('createInstance', { name: 'one' })
    await client.get('updateInstance', { instanceId: 'one', name: 'two' })
    const { instance } = await client.get<{ instance: { id: string } }>('createInstance', { name: 'one' })
    expect(instance.id).toMatch(/^one-[0-9a-f]{8}$/)
    expect(await client.get('getInstance', { instanceId: 'one' })).toMatchObject({
      instance: { id: 'one', name: 'two' },
    })
    expect(await client.get('getInstance', { instanceId: 'two' })).toMatchObject({ instance: { id: 'one' } })
    expect(await client.get('getInstance', { instanceId: instance.id })).toMatchObject({ instance: { name: 'one' } })
    const { instance: bare } = await client.get<{ instance: object }>('updateInstance', {
      instanceId: 'two',
      description: null,
    })
    expect(bare).not.toHaveProperty('description')
  })

  test('that are deleted take all their events with them, and begin anew', async () => {
    const collector = await startTestCollector()
    const client = await CodeboltClient.connect(collector.url)
    const add = () =>
      client.get<{ event: Event }>('appendEvent', { instanceId: 'x', streamId: 's', autoCreateInstance: true })
    await add()
    const { event: last } = await add()
    await client.get('appendEvent', { instanceId: 'other', autoCreateInstance: true })
    await client.get('deleteInstance', { instanceId: 'x' })
    expect(await queryLog(collector, { from: { instance: '*' }, select: ['instance'] })).toMatchObject({
      events: [{ instance: 'other' }],
    })
    expect(collector.status().events).toBe(1)
    const { event } = await add()
    expect([event.sequence_number, Number(event.id) > Number(last.id)]).toEqual([1, true])
    expect(await client.call('getInstance', { instanceId: 'x' })).toMatchObject({ success: true })
  })

  test('that are deleted go from an open window', async () => {
    const collector = await startTestCollector()
    const client = await CodeboltClient.connect(collector.url)
    const viewer = await TestViewer.connect(collector)
    await viewer.open()
    await client.get('appendEvent', { instanceId: 'x', eventType: 'login', autoCreateInstance: true })
    await viewer.next('view/changed', ({ rows }) => rows === 1)
    await client.get('deleteInstance', { instanceId: 'x' })
    await viewer.next('view/reset', ({ rows }) => rows === 0)
  })

  test('are apart from the apps that send, which only who has the token may read', async () => {
    const collector = await startTestCollector()
    await fetch(`${collector.url}/events?app=shop`, {
      method: 'POST',
      body: '{"type":"log","payload":{"message":"secret"}}',
    })
    const client = await CodeboltClient.connect(collector.url)
    for (const instance of ['shop', '*']) {
      expect(await client.call('queryEvents', { query: { from: { instance } } })).toMatchObject({
        success: false,
        error: `Event log instance not found: ${instance}`,
      })
    }
    expect(await client.call('deleteInstance', { instanceId: 'shop' })).toMatchObject({ success: false })
    await client.get('appendEvent', { instanceId: 'shop', autoCreateInstance: true })
    await client.get('appendEvent', { instanceId: '*', autoCreateInstance: true })
    for (const instance of ['shop', '*']) {
      const { result } = await client.get<{ result: { total: number } }>('queryEvents', {
        query: { from: { instance } },
      })
      expect(result.total).toBe(1)
    }
    expect((await queryLog(collector, { from: { instance: 'shop' } })).events).toMatchObject([
      { payload: { message: 'secret' } },
    ])
  })

  test('show nothing of an app that sends under their id, and leave it alone', async () => {
    const collector = await startTestCollector()
    const client = await CodeboltClient.connect(collector.url)
    await client.get('createInstance', { name: 'shop' })
    const body = '{"type":"log","payload":{"message":"secret"}}'
    await fetch(`${collector.url}/events?app=shop`, { method: 'POST', body })
    await client.get('appendEvent', { instanceId: 'shop' })
    const { result } = await client.get<Result>('queryEvents', { query: { from: { instance: 'shop' } } })
    expect(result.events).toMatchObject([{ event_type: 'event' }])
    expect(await client.get('getInstanceStats', { instanceId: 'shop' })).toMatchObject({ eventCount: 1 })
    await client.get('deleteInstance', { instanceId: 'shop' })
    const { events } = await queryLog(collector, { from: { instance: 'shop' } })
    expect(events).toMatchObject([{ payload: { message: 'secret' } }])
    await client.get('createInstance', { name: 'shop' })
  })
})

describe('appended events', () => {
  test('keep the order of a batch, and count within each stream from batch to batch', async () => {
    const client = await CodeboltClient.connect((await startTestCollector()).url)
    const numbers: string[] = []
    for (const streams of ['abacba', 'abacba']) {
      const events = [...streams].map((stream, n) => ({ [n % 2 ? 'streamId' : 'stream_id']: stream, payload: n }))
      const params = { instanceId: 'i', autoCreateInstance: true, events }
      const answer = await client.get<{ events: Event[] }>('appendEvents', params)
      numbers.push(...answer.events.map(({ stream_id, sequence_number }) => stream_id + sequence_number))
    }
    expect(numbers.join(' ')).toBe('a1 b1 a2 c1 b2 a3 a4 b3 a5 c2 b4 a6')
    const { result } = await client.get<Result>('queryEvents', { query: { from: { instance: 'i' } } })
    expect(result.events.map(({ payload }) => payload)).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
  })

  test('may have any payload, and a time of their own', async () => {
    const collector = await startTestCollector()
    const client = await CodeboltClient.connect(collector.url)
    const payloads = [null, 0, false, 'text', '', [], [1, { a: null }], {}, { deep: { er: '😀' } }]
    const times = ['2024-01-19T10:00:00.000Z', 1_705_658_400_000]
    const events = payloads.map((payload, n) => ({ payload, timestamp: times[n % 2] }))
    const answer = await client.get<{ events: Event[] }>('appendEvents', {
      instanceId: 'i',
      autoCreateInstance: true,
      events,
    })
    expect(answer.events.map(({ payload }) => payload)).toEqual(payloads)
    const { result } = await client.get<Result>('queryEvents', {
      query: { from: { instance: 'i' } },
    })
    expect(result.events).toEqual(answer.events)
    expect(result.events).toEqual(
      payloads.map((payload, n) =>
        expect.objectContaining({
          payload,
          timestamp: times[0],
          stream_id: 'default',
          event_type: 'event',
          sequence_number: n + 1,
        }),
      ),
    )
  })

  test('of a batch with a mistake are not stored at all; the frame is kept for who looks for it', async () => {
    const collector = await startTestCollector()
    const client = await CodeboltClient.connect(collector.url, '/codebolt?id=ws_7&agentId=writer')
    await client.get('createInstance', { name: 'i' })
    const events = [{ streamId: 'a' }, { streamId: 7 }]
    expect(await client.call('appendEvents', { instanceId: 'i', events })).toMatchObject({
      success: false,
      error: 'params.events[1].streamId: must be a text',
    })
    expect(await client.get('getInstanceStats', { instanceId: 'i' })).toMatchObject({ eventCount: 0 })
    const { events: kept } = await queryLog(collector, { from: { instance: 'writer' } })
    expect(kept).toMatchObject([
      { event_type: 'invalid', stream_id: 'ws_7', payload: { path: 'params.events[1].streamId' } },
    ])
  })

  test('read well: level, time taken, success and source come from where the documents put them', async () => {
    const collector = await startTestCollector()
    const client = await CodeboltClient.connect(collector.url)
    const events = [
      { eventType: 'task', payload: { severity: 'critical', message: 'It broke', duration: 12.5, success: false } },
      { eventType: 'http', payload: { level: 'warn', responseTime: 8, statusCode: 503 }, metadata: { source: 'web' } },
      { eventType: 'error', payload: {} },
      { eventType: 'crash', payload: { message: 'x', stack: 'Error: x\n    at f (a.js:1:2)' } },
      { eventType: 'log', payload: { message: 'A line', level: 'notice' } },
      { eventType: 'query', payload: { target: 'mysql', query: 'SELECT 1', syntax: 'sql' } },
      { eventType: 'login', payload: { a: 1 } },
    ]
    await client.get('appendEvents', { instanceId: 'i', autoCreateInstance: true, events })
    const { events: rows = [] } = await queryLog(collector, { from: { instance: 'i' } })
    expect(
      rows.map(({ importance, summary, duration, success, tags, target }) => [
        importance,
        summary,
        duration,
        success,
        tags,
        target,
      ]),
    ).toEqual([
      [6, 'task · It broke', 12.5, false, [], undefined],
      [4, 'http · {"level":"warn","responseTime":8,"statusCode":503}', 8, false, ['source:web'], undefined],
      [5, 'error', undefined, undefined, [], undefined],
      [5, 'crash · x', undefined, undefined, [], undefined],
      [3, 'A line', undefined, undefined, [], undefined],
      [2, 'SELECT 1', undefined, undefined, [], 'mysql'],
      [2, 'login · {"a":1}', undefined, undefined, [], undefined],
    ])
  })

  test('keep all digits of their numbers', async () => {
    const collector = await startTestCollector()
    const client = await CodeboltClient.connect(collector.url)
    await client.ask(
      '{"type":"eventLog.appendEvent","params":{"instanceId":"i","autoCreateInstance":true,"payload":{"n":12345678901234567890}}}',
    )
    const headers = { authorization: `Bearer ${collector.token}` }
    expect(await (await fetch(`${collector.url}/api/events/1`, { headers })).text()).toContain(
      '"n":12345678901234567890',
    )
  })
})
