import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ALL, logEvent, postEvents, queryEvent, queryLog, startTestCollector, until } from '../../helpers/collector.ts'

const envelope = (id: string, events: unknown[]) => ({ id, version: 1, events })

describe('POST /events', () => {
  test('answers 202 with what it stored, and the events are in the log by then', async () => {
    const collector = await startTestCollector()
    const { status, body } = await postEvents(
      collector,
      envelope('r1', [logEvent('a'), { ...queryEvent('q'), nested: [logEvent('b')] }]),
    )
    expect({ status, body }).toEqual({ status: 202, body: { accepted: 3, invalid: 0, lastId: 3 } })
    const { events, total } = await queryLog(collector, ALL)
    expect(total).toBe(3)
    expect(events).toMatchObject([
      { id: '1', stream_id: 'r1', sequence_number: 1, event_type: 'log', depth: 0, summary: 'a' },
      { id: '2', stream_id: 'r1', sequence_number: 2, event_type: 'query', target: 'mysql', duration: 2 },
      { id: '3', stream_id: 'r1', sequence_number: 3, event_type: 'log', depth: 1, parent: '2' },
    ])
  })

  test('answers 400 with reason and place, keeps the good events and an invalid one with the raw text', async () => {
    const collector = await startTestCollector()
    const { status, body } = await postEvents(
      collector,
      envelope('r1', [logEvent('a'), { type: 'query', payload: {} }, logEvent('b')]),
    )
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        accepted: 2,
        invalid: 1,
        lastId: 3,
        error: { path: 'events[1].payload.target', reason: 'is required and missing' },
      },
    })
    const { events } = await queryLog(collector, ALL)
    expect(events?.map((event) => event.event_type)).toEqual(['log', 'invalid', 'log'])
    expect(events?.[1]?.payload).toMatchObject({
      path: 'events[1].payload.target',
      raw: '{"type":"query","payload":{}}',
    })
  })

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('takes a %s body', async (encoding, compress) => {
    const collector = await startTestCollector()
    const body = compress(JSON.stringify(logEvent('packed')))
    const answer = await postEvents(collector, new Uint8Array(body), { 'content-encoding': encoding })
    expect(answer).toEqual({ status: 202, body: { accepted: 1, invalid: 0, lastId: 1 } })
  })

  test('a body that is not what its encoding says is answered with 400, an unknown encoding with 415', async () => {
    const collector = await startTestCollector()
    expect((await postEvents(collector, 'plain', { 'content-encoding': 'gzip' })).status).toBe(400)
    expect((await postEvents(collector, 'plain', { 'content-encoding': 'zstd' })).status).toBe(415)
  })

  test('the app and the stream come from headers or the address', async () => {
    const collector = await startTestCollector()
    await postEvents(collector, logEvent('a'), { 'x-tattler-app': 'shop', 'x-tattler-stream': 's1' })
    await fetch(`${collector.url}/events?app=blog`, { method: 'POST', body: JSON.stringify(logEvent('b')) })
    const { events } = await queryLog(collector, ALL)
    expect(events?.map((event) => [event.instanceId, event.stream_id])).toEqual([
      ['shop', 's1'],
      ['blog', 'default'],
    ])
  })

  test('a message over a limit is answered with 413 and told as a notice; nothing else is lost', async () => {
    const collector = await startTestCollector({
      limits: {
        messageBytes: 2000,
        depth: 50,
        eventsPerMessage: 3,
        stringLength: 500,
        mailBytes: 5000,
        openBytes: 1e6,
      },
    })
    const statusOf = async (document: unknown) => (await postEvents(collector, document)).status
    expect(await statusOf(logEvent('x'.repeat(3000)))).toBe(413)
    expect(await statusOf(logEvent('x'.repeat(600)))).toBe(413)
    expect(await statusOf([1, 2, 3, 4].map((n) => logEvent(`${n}`)))).toBe(413)
    expect(await statusOf(`${'['.repeat(200)}${']'.repeat(200)}`)).toBe(413)
    expect(await statusOf(logEvent('fits'))).toBe(202)
    expect(collector.status().notices.map((notice) => notice.code)).toEqual(Array(4).fill('message-too-large'))
    expect((await queryLog(collector, ALL)).total).toBe(1)
  })

  test('a compressed body is measured after decompression', async () => {
    const collector = await startTestCollector({
      limits: {
        messageBytes: 100_000,
        depth: 1000,
        eventsPerMessage: 10,
        stringLength: 100_000,
        mailBytes: 5000,
        openBytes: 1e6,
      },
    })
    const bomb = new Uint8Array(gzipSync('x'.repeat(10_000_000)))
    expect((await postEvents(collector, bomb, { 'content-encoding': 'gzip' })).status).toBe(413)
  })
})

describe('WebSocket', () => {
  async function connect(collector: { url: string }, path: string): Promise<WebSocket> {
    const socket = new WebSocket(collector.url.replace('http', 'ws') + path)
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return socket
  }

  test('with ?ack=1 each message is acknowledged in order with the fields of the HTTP answer', async () => {
    const collector = await startTestCollector()
    const socket = await connect(collector, '/?ack=1')
    const acks: unknown[] = []
    socket.on('message', (data) => acks.push(JSON.parse(data.toString())))
    socket.send(JSON.stringify(envelope('r1', [logEvent('a'), logEvent('b')])))
    socket.send(Buffer.from('no json'))
    socket.send(JSON.stringify(logEvent('c')))
    await until(() => acks.length === 3)
    expect(acks).toEqual([
      { accepted: 2, invalid: 0, lastId: 2 },
      {
        accepted: 0,
        invalid: 1,
        lastId: 3,
        error: { path: '', reason: 'not JSON: unexpected "n" at line 1, column 1' },
      },
      { accepted: 1, invalid: 0, lastId: 4 },
    ])
    socket.close()
  })

  test('compressed frames are taken', async () => {
    const collector = await startTestCollector()
    const socket = new WebSocket(`${collector.url.replace('http', 'ws')}/?ack=1`, {
      perMessageDeflate: { threshold: 0 },
    })
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    expect(socket.extensions).toContain('permessage-deflate')
    const ack = new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(data.toString()))))
    socket.send(JSON.stringify(logEvent('x'.repeat(100_000))))
    expect(await ack).toEqual({ accepted: 1, invalid: 0, lastId: 1 })
    socket.close()
  })

  test('a client that does not ask is never written to', async () => {
    const collector = await startTestCollector()
    const socket = await connect(collector, '/')
    let received = 0
    socket.on('message', () => received++)
    socket.send(JSON.stringify(logEvent('a')))
    socket.send('broken')
    await until(async () => (await queryLog(collector, ALL)).total === 2)
    expect(received).toBe(0)
    socket.close()
  })

  test('a message over a limit closes the connection with 1009', async () => {
    const collector = await startTestCollector({
      limits: {
        messageBytes: 5000,
        depth: 50,
        eventsPerMessage: 3,
        stringLength: 500,
        mailBytes: 5000,
        openBytes: 1e6,
      },
    })
    for (const message of ['x'.repeat(6000), JSON.stringify(logEvent('x'.repeat(600)))]) {
      const socket = await connect(collector, '/?ack=1')
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.send(message)
      expect(await closed).toBe(1009)
    }
    expect(collector.status().notices.map((notice) => notice.code)).toEqual(['message-too-large', 'message-too-large'])
  })

  test('many messages at once are all kept, in order', async () => {
    const collector = await startTestCollector()
    const socket = await connect(collector, '/?ack=1')
    const last = new Promise<Record<string, unknown>>((resolve) =>
      socket.on('message', (data) => {
        const ack = JSON.parse(data.toString())
        if (ack.lastId === 5000) resolve(ack)
      }),
    )
    for (let n = 1; n <= 5000; n++) socket.send(JSON.stringify(logEvent(`message ${n}`)))
    await last
    const { events } = await queryLog(collector, { ...ALL, select: ['summary', 'sequence_number'], limit: 5000 })
    expect(events?.map((event) => event.summary)).toEqual(Array.from({ length: 5000 }, (_, n) => `message ${n + 1}`))
    expect(events?.at(-1)?.sequence_number).toBe(5000)
    socket.close()
  })
})
