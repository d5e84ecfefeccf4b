import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { request as startRequest } from 'node:http'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { Compile } from 'typebox/schema'
import { describe, expect, test } from 'vitest'
import { OPERATIONS } from '../../../main/event-log/operations.ts'
import { DEFAULT_LIMITS } from '../../../main/protocols/protocol.ts'
import { CodeboltClient } from '../../helpers/codebolt-client.ts'
import { startTestCollector, type TestCollector } from '../../helpers/collector.ts'

interface Media {
  readonly content: { readonly 'application/json': { readonly schema: object } }
}
interface Document {
  readonly openapi: string
  readonly paths: Record<
    string,
    { readonly post: { readonly requestBody: Media; readonly responses: Record<string, Media> } }
  >
  readonly components: object
}
interface Answer {
  readonly status: number
  readonly body: { readonly success: boolean; readonly error?: string; readonly data?: Record<string, unknown> }
}

async function call(
  collector: TestCollector,
  operation: string,
  params?: unknown,
  headers: Record<string, string> = { authorization: `Bearer ${collector.token}` },
): Promise<Answer> {
  const body = typeof params === 'string' || params === undefined ? (params ?? null) : JSON.stringify(params)
  const response = await fetch(`${collector.url}/api/event-log/${operation}`, { method: 'POST', headers, body })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

async function readDocument(collector: TestCollector): Promise<Document> {
  const response = await fetch(`${collector.url}/api/event-log/openapi.json`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  return (await response.json()) as Document
}

/** A life of an event log: every operation, and each way in which it can fail. */
const STEPS: readonly (readonly [operation: string, status: number, params?: unknown])[] = [
  ['listInstances', 200],
  ['listInstances', 200, {}],
  ['createInstance', 200, { name: 'orders', description: 'What was ordered' }],
  ['createInstance', 409, { name: 'orders' }],
  ['createInstance', 400, { name: 5 }],
  ['createInstance', 400, '{"name":'],
  ['createInstance', 400],
  ['getInstance', 200, { instanceId: 'orders' }],
  ['getInstance', 404, { instanceId: 'nobody' }],
  ['updateInstance', 200, { instanceId: 'orders', name: 'all orders', description: null }],
  ['updateInstance', 404, { instanceId: 'nobody', name: 'x' }],
  ['createInstance', 200, { name: 'second' }],
  ['updateInstance', 409, { instanceId: 'second', name: 'all orders' }],
  ['appendEvent', 200, { instanceId: 'orders', stream_id: 'order-1', event_type: 'placed', payload: { total: 12.5 } }],
  [
    'appendEvent',
    200,
    { instanceId: 'all orders', streamId: 'order-1', eventType: 'paid', timestamp: 1_700_000_000_000 },
  ],
  ['appendEvent', 404, { instanceId: 'nobody' }],
  ['appendEvent', 400, { instanceId: 'orders', stream_id: 7 }],
  [
    'appendEvents',
    200,
    { instanceId: 'logs', autoCreateInstance: true, events: [{ payload: null }, { event_type: 'x' }] },
  ],
  ['appendEvents', 200, { instanceId: 'empty', autoCreateInstance: true, events: [] }],
  ['appendEvents', 404, { instanceId: 'nobody', events: [] }],
  ['appendEvents', 413, { instanceId: 'logs', events: Array(11).fill({}) }],
  ['queryEvents', 200, { query: { from: { instance: 'orders' }, limit: 1, offset: 1 } }],
  ['queryEvents', 200, { query: { from: { instance: 'orders' }, select: ['payload.total'] } }],
  ['queryEvents', 200, { query: { from: { instance: 'orders' }, reduce: { type: 'count', groupBy: ['event_type'] } } }],
  ['queryEvents', 400, { query: { from: { instance: 'orders' }, limit: 'all' } }],
  ['queryEvents', 404, { query: { from: { instance: 'nobody' } } }],
  ['getInstanceStats', 200, { instanceId: 'orders' }],
  ['getInstanceStats', 404, { instanceId: 'nobody' }],
  ['deleteInstance', 200, { instanceId: 'orders' }],
  ['deleteInstance', 404, { instanceId: 'orders' }],
]

test('every answer is as the OpenAPI document says, and every operation is in it', async () => {
  const collector = await startTestCollector({ limits: { ...DEFAULT_LIMITS, eventsPerMessage: 10 } })
  const document = await readDocument(collector)
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toEqual(Object.keys(OPERATIONS).map((name) => `/api/event-log/${name}`))
  expect(Object.keys(OPERATIONS)).toHaveLength(9)

  const seen = new Set<string>()
  for (const [operation, status, params] of STEPS) {
    const answer = await call(collector, operation, params)
    const what = `${operation} ${JSON.stringify(params)}: ${JSON.stringify(answer.body)}`
    expect(answer.status, what).toBe(status)
    const { requestBody, responses } = document.paths[`/api/event-log/${operation}`]?.post ?? {}
    expect(fits(document, responses?.[status], answer.body), what).toBe(true)
    if (status !== 400) expect(fits(document, requestBody, params ?? {}), `params of ${what}`).toBe(true)
    seen.add(`${operation} ${status}`)
  }
  for (const [path, { post }] of Object.entries(document.paths)) {
    const operation = path.slice('/api/event-log/'.length)
    const ofItsOwn = Object.keys(post.responses).filter((status) => ['200', '404', '409'].includes(status))
    for (const status of ofItsOwn) expect(seen).toContain(`${operation} ${status}`)
    const { status, body } = await call(collector, operation, {}, {})
    expect([status, fits(document, post.responses[status], body)]).toEqual([401, true])
  }
})

/** Whether a value is what a part of the document says, and nothing more. */
function fits(document: Document, media: Media | undefined, value: unknown): boolean {
  if (!media) return false
  const { components } = document
  const schema = JSON.parse(JSON.stringify({ components, allOf: [media.content['application/json'].schema] }), closed)
  return Compile(schema).Check(value)
}

/** An object with declared members may have no others. */
function closed(_key: string, value: unknown): unknown {
  const isOpen = typeof value !== 'object' || value === null || !('properties' in value)
  return isOpen || Object.keys(value.properties as object).length === 0
    ? value
    : { ...value, additionalProperties: false }
}

describe('the door for scripts', () => {
  test('needs the token, for everything but the document', async () => {
    const collector = await startTestCollector()
    for (const authorization of ['', 'Bearer wrong', `Basic ${collector.token}`]) {
      expect((await call(collector, 'listInstances', {}, { authorization })).status).toBe(401)
    }
  })

  test('tells which operations there are, and how they are asked for', async () => {
    const collector = await startTestCollector()
    const unknown = await call(collector, 'toString', {})
    expect([unknown.status, unknown.body.error]).toEqual([404, expect.stringContaining('createInstance, getInstance')])
    const read = await fetch(`${collector.url}/api/event-log/listInstances`)
    expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST'])
    const written = await fetch(`${collector.url}/api/event-log/openapi.json`, { method: 'POST' })
    expect([written.status, written.headers.get('allow')]).toEqual([405, 'GET'])
  })

  test('sees what clients of the WebSocket have done, and they see what it does', async () => {
    const collector = await startTestCollector()
    const client = await CodeboltClient.connect(collector.url)
    await call(collector, 'appendEvent', { instanceId: 'both', autoCreateInstance: true, payload: 'http' })
    await client.get('appendEvent', { instanceId: 'both', payload: 'socket' })
    const query = { query: { from: { instance: 'both' }, reduce: { type: 'collect', field: 'payload' } } }
    expect((await call(collector, 'queryEvents', query)).body.data).toEqual(await client.get('queryEvents', query))
    expect((await call(collector, 'getInstanceStats', { instanceId: 'both' })).body.data).toMatchObject({
      eventCount: 2,
    })
  })

  test('takes a compressed body, and says what it cannot undo', async () => {
    const collector = await startTestCollector()
    const headers = (encoding: string) => ({ authorization: `Bearer ${collector.token}`, 'content-encoding': encoding })
    const body = gzipSync(JSON.stringify({ instanceId: 'zipped', autoCreateInstance: true }))
    expect(await post(collector, headers('gzip'), body)).toBe(200)
    expect(await post(collector, headers('gzip'), Buffer.from('{}'))).toBe(400)
    expect(await post(collector, headers('zstd'), body)).toBe(415)
  })

  test('a body cannot become another frame', async () => {
    const collector = await startTestCollector()
    const body = '{"instanceId":"both"},"type":"debugEvent","message":{"log":"smuggled"}'
    expect((await call(collector, 'appendEvent', body)).status).toBe(400)
  })
})

test('the samples of the documentation work as they stand', async () => {
  const collector = await startTestCollector()
  const text = readFileSync(new URL('../../../docs/event-log-api.md', import.meta.url), 'utf8')
  const sample = /```sh\n(.*?)```/s.exec(text)?.[1] ?? ''
  const script = sample
    .replaceAll('http://127.0.0.1:7357', collector.url)
    .replaceAll('~/.local/share/tattler', collector.dataDir)
  const { stdout } = await promisify(execFile)('bash', ['-euc', script])
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(answers.map(({ success }) => success)).toEqual(Array(9).fill(true))
  expect(answers[3].data.result).toEqual({ aggregation: 19.5, total: 2 })
  for (const name of Object.keys(OPERATIONS)) expect(sample).toContain(`event_log ${name} `)
})

/** The status of `appendEvent` for this body. */
function post(collector: TestCollector, headers: Record<string, string>, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = `${collector.url}/api/event-log/appendEvent`
    const request = startRequest(url, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('error', reject)
    request.end(body)
  })
}
