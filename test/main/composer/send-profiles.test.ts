import { expect, test } from 'vitest'
import { EMPTY_DRAFT } from '../../../shared/composer.ts'
import { shareCollector, startTestCollector, until } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'
import { startServer } from './echo-server.ts'
import { openComposer } from './open-composer.ts'

const shared = shareCollector([])

test('a profile in the body is filed, and is not fetched', async () => {
  const events = [{ type: 'log', payload: { message: 'from inside' } }]
  const body = { result: 1, _x_http_debug: { id: 'inside', version: 1, events } }
  const server = await startServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(body))
  })
  const { viewer, send } = await openComposer(shared())
  const { exchanges } = await send({ url: server.url })
  expect(exchanges).toMatchObject([{ stream: { stream: 'inside' }, profileProblem: null }])
  const stream = exchanges[0]?.stream ?? { instance: '', stream: '' }
  const page = { ...stream, types: null, after: 0, limit: 100, withPayload: true }
  const stored = await viewer.request('stream/events', page)
  expect(stored.events.map(({ summary }) => summary)).toEqual(['GET /', 'from inside', '200 OK'])
  expect(stored.events[2]?.payload).not.toContain('_x_http_debug')
  expect(server.seen).toHaveLength(1)
})

test('a profile on another host is fetched once the user has allowed that host', async () => {
  const profiler = await startServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    const events = [{ type: 'log', payload: { message: 'from afar' } }]
    response.end(JSON.stringify({ id: 'far', version: 1, events }))
  })
  const server = await startServer((_, response) => {
    response.setHeader('X-Http-Debug-Id', 'far')
    response.setHeader('X-Http-Debug-Api', `${profiler.url}/`)
    response.end('ok')
  })
  const { viewer, send } = await openComposer(shared())
  const { exchanges } = await send({ url: server.url })
  const host = `localhost:${new URL(profiler.url).port}`
  expect(exchanges).toMatchObject([{ profileHost: host, profileProblem: expect.stringContaining('not allowed yet') }])
  expect(profiler.seen).toEqual([])
  await viewer.request('profile/decide', { host, isAllowed: true })
  const stream = exchanges[0]?.stream ?? { instance: '', stream: '' }
  const page = { ...stream, types: ['log'], after: 0, limit: 10, withPayload: false }
  expect((await viewer.request('stream/events', page)).events).toMatchObject([{ summary: 'from afar' }])
})

test('a profile that waits for the user waits through a restart', async () => {
  let isExpired = false
  const profiler = await startServer(({ url }, response) => {
    const events = [{ type: 'log', payload: { message: 'still there' } }]
    if (isExpired) response.statusCode = 404
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ id: url.slice(1), version: 1, events }))
  })
  const server = await startServer(({ url }, response) => {
    response.writeHead(200, { 'X-Http-Debug-Id': url.slice(1), 'X-Http-Debug-Api': `${profiler.url}/` }).end()
  })
  const { host } = new URL(profiler.url.replace('127.0.0.1', 'localhost'))
  const first = await startTestCollector()
  const before = await TestViewer.connect(first)
  for (const [index, id] of ['one', 'two'].entries()) {
    await before.request('composer/send', { run: index, draft: { ...EMPTY_DRAFT, url: `${server.url}/${id}` } })
    await before.request('composer/exchanges', { run: index })
  }
  before.close()
  await first.close()

  const second = await startTestCollector({ dataDir: first.dataDir })
  const viewer = await TestViewer.connect(second)
  expect((await viewer.request('profile/pending', undefined)).pending).toEqual([{ host, profiles: 2 }])
  expect(await viewer.request('profile/decide', { host, isAllowed: true })).toEqual({ problem: null })
  expect(profiler.seen.map(({ url, headers }) => [url, headers.cookie])).toEqual([
    ['/one', undefined],
    ['/two', undefined],
  ])
  const page = { instance: new URL(server.url).host.replace('127.0.0.1', 'localhost'), stream: 'two' }
  const { events } = await viewer.request('stream/events', {
    ...page,
    types: ['log'],
    after: 0,
    limit: 10,
    withPayload: false,
  })
  expect(events).toMatchObject([{ summary: 'still there' }])

  await viewer.request('profile/decide', { host, isAllowed: false })
  await viewer.request('composer/send', { run: 3, draft: { ...EMPTY_DRAFT, url: `${server.url}/three` } })
  await viewer.request('composer/exchanges', { run: 3 })
  isExpired = true
  const { problem } = await viewer.request('profile/decide', { host, isAllowed: true })
  expect(problem).toContain('404')
})

test('the response is there before its profile, however long that takes', async () => {
  const profile = { id: 'slow', version: 1, events: [{ type: 'log', payload: { message: 'at last' } }] }
  let hand = () => {}
  const server = await startServer(({ url }, response) => {
    if (url === '/profile/slow') {
      response.setHeader('content-type', 'application/json')
      hand = () => response.end(JSON.stringify(profile))
    } else response.writeHead(200, { 'x-http-debug-id': 'slow', 'x-http-debug-api': '/profile/' }).end('ok')
  })
  const { start, readExchanges, readBody } = await openComposer(shared())
  expect(await start({ url: server.url })).toMatchObject({ response: { status: 200 }, failure: null })
  expect(await readBody()).toBe('ok')
  const reading = readExchanges()
  await until(() => server.seen.length === 2)
  hand()
  expect(await reading).toMatchObject([{ stream: { stream: 'slow' }, profileProblem: null }])
})
