import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { shareCollector, startTestCollector, until } from '../../helpers/collector.ts'
import {
  openTestViewer,
  type Producer,
  readExchanges,
  type StoredEvent,
  startPhp,
  startPython,
  watchApp,
} from './watched-app.ts'

const profiles = mkdtempSync(join(tmpdir(), 'tattler-profiles-'))
let php: Producer
let python: Producer
beforeAll(async () => {
  ;[php, python] = await Promise.all([startPhp(profiles), startPython()])
})
afterAll(() => {
  php?.stop()
  python?.stop()
  rmSync(profiles, { recursive: true, force: true })
})

const collector = shareCollector([])

/** Asks an app through the proxy and waits for what is in the log then. Each test asks for a path of its own. */
async function visit(target: string, path: string, tattler = collector()) {
  const { address } = await watchApp(tattler, target, { app: path })
  const response = await fetch(address + path, { redirect: 'manual' })
  const text = await response.text()
  const events = await readExchanges(tattler, 1, path)
  return { address, response, text, events, ...takeApart(events) }
}

function takeApart(events: readonly StoredEvent[]) {
  const root = events.find(({ event_type, parent }) => event_type === 'request' && parent === undefined)
  if (!root) throw new Error('there is no exchange')
  const nested = events.filter(({ parent }) => parent === root.id)
  return { root, nested, types: nested.map(({ event_type }) => event_type), profile: root.metadata.exchange?.profile }
}

const FROM_PHP = ['request', 'query', 'log', 'response', 'response']

describe('an app in PHP', () => {
  test('whose responses name their profiles is filed with them, and they are read once', async () => {
    const { response, text, root, nested, types, profile } = await visit(php.url, '/page?x=1')
    expect(text).toContain('<p>A page')
    expect(response.headers.get('x-http-debug-api')).toBe('/_profile/?id=')
    expect(root.stream_id).toBe(response.headers.get('x-http-debug-id'))
    expect(root).toMatchObject({ summary: 'GET /page?x=1', success: true, payload: { uri: `${php.url}/page?x=1` } })
    expect(profile).toEqual({ transport: 'headers' })
    expect(types).toEqual(FROM_PHP)
    expect(nested[1]).toMatchObject({ event_type: 'query', duration: 18, target: 'mysql' })
    expect(nested[2]?.summary).toBe(`Héllo from PHP for ${root.stream_id}`)
    expect(nested.at(-1)?.payload).toMatchObject({ status: 200, body: text })
    const again = await fetch(`${php.url}/_profile/?id=${root.stream_id}`)
    expect(again.status).toBe(404)
  })

  test.each(['/by-path', '/absolute'])('may put the address of a profile together otherwise: %s', async (path) => {
    const { types, profile } = await visit(php.url, path)
    expect({ types, profile }).toEqual({ types: FROM_PHP, profile: { transport: 'headers' } })
  })

  test('may put the profile into its JSON: the client gets it untouched, and the log the rest', async () => {
    const { text, root, nested, types, profile } = await visit(php.url, '/injected')
    const { _x_http_debug: sent } = JSON.parse(text)
    expect(root.stream_id).toBe(sent.id)
    expect({ types, profile }).toEqual({ types: FROM_PHP, profile: { transport: 'body' } })
    expect(nested.at(-1)?.payload.body).toBe('{"jsonrpc":"2.0","result":19,"id":9007199254740993}')
  })

  test('that names a profile and injects one is asked first; what was injected does when that leads nowhere', async () => {
    const { types, profile, nested } = await visit(php.url, '/both')
    expect(types).toEqual(FROM_PHP)
    expect(profile).toEqual({ transport: 'body', problem: expect.stringContaining('404') })
    expect(nested.at(-1)?.payload.body).toBe('{"result":1}')
  })

  test.each([
    ['/production', 'the app does not allow profiles to be read (403), as in production'],
    ['/expired', 'the app does not know the profile (404): it may have expired, or been read already'],
    ['/as-html', 'the profile came as text/html; charset=utf-8 instead of application/json'],
    ['/broken', 'the profile is not JSON: '],
    ['/only-id', 'the response has X-Http-Debug-Id but no X-Http-Debug-Api, so its profile cannot be fetched'],
    ['/only-api', 'the response has X-Http-Debug-Api but no X-Http-Debug-Id, so its profile cannot be fetched'],
  ])('without a profile that can be had tells why: %s', async (path, problem) => {
    const { types, profile } = await visit(php.url, path)
    expect(types).toEqual(['response'])
    expect(profile).toEqual({ problem: expect.stringContaining(problem) })
  })

  test('that knows nothing of the protocol is filed all the same', async () => {
    const { types, profile } = await visit(php.url, '/plain')
    expect({ types, profile }).toEqual({ types: ['response'], profile: undefined })
  })

  test('sees itself asked at its own address, and its redirects stay watched', async () => {
    const { address, response } = await visit(php.url, '/redirect')
    expect(response.headers.get('location')).toBe(`${address}/plain?from=redirect`)
    const seen = (await (await fetch(`${address}/host`, { headers: { origin: address } })).json()) as object
    expect(seen).toMatchObject({
      HTTP_HOST: new URL(php.url).host,
      HTTP_ORIGIN: php.url,
      HTTP_X_FORWARDED_HOST: new URL(address).host,
      HTTP_X_FORWARDED_PROTO: 'http',
    })
  })
})

describe('a profile on another host', () => {
  test('waits until the user has allowed that host, and is fetched once then', async () => {
    const asked: string[] = []
    const profiler = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('content-type', 'application/json')
      const id = new URL(request.url ?? '', 'http://profiler').searchParams.get('id')
      response.end(JSON.stringify({ id, version: 1, events: [{ type: 'log', payload: { message: 'late' } }] }))
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void profiler.close())
    await until(() => profiler.listening)
    const host = `localhost:${(profiler.address() as AddressInfo).port}`
    const asking = await startTestCollector()
    const api = encodeURIComponent(`http://${host}/?id=`)
    const { root, profile, address } = await visit(php.url, `/elsewhere?api=${api}`, asking)
    expect(profile).toEqual({ problem: expect.stringContaining(host), waitsFor: host })
    expect(asked).toEqual([])
    const viewer = await openTestViewer(asking)
    expect(await viewer.request('profile/pending', undefined)).toEqual({
      pending: [{ host, profiles: 1 }],
      allowed: [],
    })

    await viewer.request('profile/decide', { host, isAllowed: true })
    expect(await viewer.request('profile/pending', undefined)).toEqual({ pending: [], allowed: [host] })
    expect(asked).toEqual([`/?id=${root.stream_id}`])
    const late = (await readExchanges(asking, 1)).find(({ summary }) => summary === 'late')
    expect(late).toMatchObject({ instanceId: root.instanceId, stream_id: root.stream_id })

    await fetch(`${address}/elsewhere?api=${api}`)
    await readExchanges(asking, 2)
    expect(asked).toHaveLength(2)
  })
})

describe('an app in Python', () => {
  test('is filed with its profiles, whichever way they come', async () => {
    const { address } = await watchApp(collector(), python.url, { app: 'snakes' })
    await fetch(`${address}/page`, { method: 'POST', body: 'a=1' })
    const first = takeApart(await readExchanges(collector(), 1, 'snakes'))
    expect(first.root).toMatchObject({ instanceId: 'snakes', summary: 'POST /page', payload: { body: 'a=1' } })
    expect(first.types).toEqual(['request', 'query', 'response', 'response'])
    await fetch(`${address}/injected`)
    const events = await readExchanges(collector(), 2, 'snakes')
    expect(events.filter(({ summary }) => summary.startsWith('from Python for'))).toHaveLength(2)
  })
})

test.each([
  ['PHP', () => php.url],
  ['Python', () => python.url],
])(
  'fifty requests at once to an app in %s: each profile is read once and filed with its own request',
  async (language, url) => {
    const { address } = await watchApp(collector(), url(), { app: language })
    const responses = await Promise.all(Array.from({ length: 50 }, (_, index) => fetch(`${address}/page?n=${index}`)))
    const ids = responses.map(({ headers }) => headers.get('x-http-debug-id') ?? '')
    const events = await readExchanges(collector(), 50, language)
    for (const [index, id] of ids.entries()) {
      const own = events.filter(({ stream_id }) => stream_id === id)
      const root = own.find(({ parent }) => parent === undefined)
      expect(root?.summary).toBe(`GET /page?n=${index}`)
      expect(own.filter(({ summary }) => summary.endsWith(` for ${id}`))).toHaveLength(1)
    }
    const reads = (await (await fetch(`${url()}/_reads`)).text()).trim().split('\n')
    expect(ids.map((id) => reads.filter((read) => read === id).length)).toEqual(ids.map(() => 1))
  },
)
