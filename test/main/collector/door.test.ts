import { existsSync, statSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startCollector } from '../../../main/collector.ts'
import { readRunning } from '../../../main/running.ts'
import { readSettings } from '../../../main/settings.ts'
import { DOORS } from '../../attack/doors.ts'
import {
  ALL,
  logEvent,
  makeDataDir,
  postEvents,
  startTestCollector,
  VIEWER_DIR,
  WORKER_FILE,
} from '../../helpers/collector.ts'
import { openSocket } from '../../helpers/raw-socket.ts'

const toGet = (path: string) => ['GET', path] as const

/** A request with headers that `fetch` does not allow to set. */
function send(
  url: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        body += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }))
    })
    request.on('error', reject)
    request.end()
  })
}

function upgradeStatus(url: string, headers: Record<string, string>): Promise<number | 'open'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve('open')
    })
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => undefined)
  })
}

describe('who may come in', () => {
  test('both loopback addresses listen on one port, and no other', async () => {
    const { addresses } = (await startTestCollector()).status()
    const port = addresses[0]?.split(':')[1]
    expect(addresses).toEqual([`127.0.0.1:${port}`, `[::1]:${port}`])
  })

  test.each(['evil.example', 'evil.example:7357', '127.0.0.1.evil.example', '10.0.0.5'])(
    'the host %s is rejected and told',
    async (host) => {
      const collector = await startTestCollector()
      expect((await send(`${collector.url}/healthz`, { host })).status).toBe(403)
      expect(await upgradeStatus(`${collector.url}/`, { host })).toBe(403)
      expect(collector.status().notices[0]).toMatchObject({ code: 'host-rejected', count: 2 })
    },
  )

  test.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'file://'])(
    'a page of %s is rejected and told',
    async (origin) => {
      const collector = await startTestCollector()
      expect((await send(`${collector.url}/events`, { origin }, 'POST')).status).toBe(403)
      expect(await upgradeStatus(`${collector.url}/`, { origin })).toBe(403)
      expect(await upgradeStatus(`${collector.url}/viewer?token=${collector.token}`, { origin })).toBe(403)
      expect(collector.status().notices[0]?.hint).toContain('allowedOrigins')
    },
  )

  test.each(['http://localhost:3000', 'https://127.0.0.1', 'http://[::1]:8080', 'tattler://app', 'https://shop.test'])(
    'a page of %s may send',
    async (origin) => {
      const collector = await startTestCollector({ allowedOrigins: ['https://shop.test'] })
      expect(await upgradeStatus(`${collector.url}/`, { origin })).toBe('open')
      const preflight = await send(
        `${collector.url}/events`,
        { origin, 'access-control-request-method': 'POST' },
        'OPTIONS',
      )
      expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, origin])
    },
  )

  test('the token is written where the user alone can read it, and goes with the collector', async () => {
    const collector = await startTestCollector()
    const file = join(collector.dataDir, 'running.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readRunning(collector.dataDir)).toMatchObject({ url: collector.url, token: collector.token })
    await collector.close()
    expect(existsSync(file)).toBe(false)
  })

  test('nothing is read without the token', async () => {
    const collector = await startTestCollector()
    await postEvents(collector, logEvent('secret'))
    for (const authorization of [undefined, 'Bearer wrong', `Basic ${collector.token}`, collector.token]) {
      const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) }
      const query = await fetch(`${collector.url}/api/query`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query: ALL }),
      })
      const event = await fetch(`${collector.url}/api/events/1`, { headers })
      expect([query.status, event.status]).toEqual([401, 401])
    }
    const socket = new WebSocket(`${collector.url.replace('http', 'ws')}/viewer?token=wrong`)
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(4401)
  })

  test('the token moves from the address into a cookie, and opens the viewer', async () => {
    const collector = await startTestCollector()
    const moved = await fetch(collector.viewerUrl, { redirect: 'manual' })
    expect([moved.status, moved.headers.get('location')]).toEqual([303, '/'])
    const cookies = moved.headers.getSetCookie()
    for (const cookie of cookies) {
      expect(cookie).toMatch(/HttpOnly; SameSite=Strict/)
      expect(cookie).not.toContain(collector.token)
    }
    const cookie = cookies.map((one) => one.split(';')[0]).join('; ')
    const page = await fetch(collector.url, { headers: { cookie } })
    expect(await page.text()).toContain('<div id="root"')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    const host = new URL(collector.url).host
    const readerOf = async (headers: Record<string, string>) => {
      const socket = new WebSocket(`ws://${host}/viewer`, { headers })
      return new Promise((resolve) => {
        socket.once('message', () => resolve('a viewer'))
        socket.once('close', (code) => resolve(code))
      }).finally(() => socket.terminate())
    }
    expect(await readerOf({ cookie, origin: `http://${host}` })).toBe('a viewer')
    // Another page of this machine, and a program that was sent the cookies.
    expect(await readerOf({ cookie, origin: 'http://127.0.0.1:8000' })).toBe(4401)
    expect(await readerOf({ cookie })).toBe(4401)
    expect(await readerOf({ cookie: cookie.split('; ')[0] ?? '', origin: `http://${host}` })).toBe(4401)
  })

  test('without a token the port explains itself, and how to send a first event', async () => {
    const collector = await startTestCollector()
    const page = await fetch(collector.url)
    expect(page.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(await page.text()).toContain(`${collector.url}/events`)
    expect(await (await fetch(`${collector.url}/healthz`)).json()).toMatchObject({ service: 'tattler' })
  })

  test('every answer, whatever it is, tells browsers to guess nothing, frame nothing and run nothing', async () => {
    const { url, token } = await startTestCollector()
    const asked = [
      ...DOORS.map(({ method, path }) => [method, path] as const),
      ...['/', '/healthz', '/health', '/nothing', '/api/query', '/api/events/1', '/clients/tattler.mjs'].map(toGet),
      ...['/api/event-log/openapi.json', '/api/2/projects/1/', '/api/sessions', '/codebolt', '/index.html'].map(toGet),
      ['OPTIONS', '/events'] as const,
    ]
    for (const [method, path] of asked) {
      const { headers } = await fetch(url + path, { method, headers: { authorization: `Bearer ${token}` } })
      expect(Object.fromEntries(headers), `${method} ${path}`).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'$/),
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      })
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test('a page has to send JSON, for which a browser asks first; a program may call it what it likes', async () => {
    const collector = await startTestCollector()
    const origin = 'http://localhost:3000'
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/json']) {
      const program = await postEvents(collector, logEvent('a'), { 'content-type': type })
      const page = await postEvents(collector, logEvent('a'), { 'content-type': type, origin })
      const image = await postEvents(collector, logEvent('a'), { 'content-type': type, 'sec-fetch-site': 'same-site' })
      expect([program.status, page.status, image.status]).toEqual([202, 415, 415])
    }
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/x-ndjson']) {
      expect((await postEvents(collector, logEvent('a'), { 'content-type': type, origin })).status).toBe(202)
    }
  })

  test('a large body that is refused is not read to its end', async () => {
    const collector = await startTestCollector()
    const address = new URL(collector.url).host
    for (const [path, status] of [
      ['/api/query', 401],
      ['/api/event-log/appendEvent', 401],
      ['/nothing', 405],
      ['/healthz', 405],
    ] as const) {
      const { socket, ended, heard } = await openSocket(address)
      socket.write(`POST ${path} HTTP/1.1\r\nHost: ${address}\r\nContent-Length: 1000000000\r\n\r\n`)
      await ended
      expect(heard()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    }
  })

  test('files outside the viewer are not served', async () => {
    const collector = await startTestCollector()
    for (const path of ['/../main/cli.js', '/..%2fmain%2fcli.js', '/assets/../../main/cli.js', '/%2e%2e/main/cli.js']) {
      expect((await send(`${collector.url}${path}`, {})).status).toBe(404)
    }
  })
})

test('one event is given whole, its numbers with all digits', async () => {
  const collector = await startTestCollector()
  await postEvents(collector, {
    type: 'order',
    payload: { total: 12.5 },
    tags: ['a:b'],
    calledFrom: { file: '/a.php', line: 3 },
  })
  const headers = { authorization: `Bearer ${collector.token}` }
  const response = await fetch(`${collector.url}/api/events/1`, { headers })
  expect(await response.json()).toMatchObject({
    id: 1,
    type: 'order',
    payload: { total: 12.5 },
    tags: ['a:b'],
    calledFrom: { file: '/a.php', line: 3 },
    metadata: {},
  })
  expect((await fetch(`${collector.url}/api/events/2`, { headers })).status).toBe(404)
})

test('a query that cannot be understood is answered with 400 and the offending part', async () => {
  const collector = await startTestCollector()
  const ask = async (query: unknown) => {
    const headers = { authorization: `Bearer ${collector.token}` }
    const response = await fetch(`${collector.url}/api/query`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    })
    return { status: response.status, body: (await response.json()) as { success: boolean; error: string } }
  }
  const wrong = await ask({ from: { instance: '*' }, where: [{ field: 'type', operator: 'lke', value: 'x' }] })
  expect(wrong.status).toBe(400)
  expect(wrong.body).toMatchObject({ success: false, error: expect.stringContaining('where[0].operator') })
  const unknown = await ask({ from: { instance: 'nobody' } })
  expect(unknown).toMatchObject({ status: 400, body: { error: expect.stringContaining('not found') } })
})

test('a port in use names its owner and the way out', async () => {
  const first = await startTestCollector()
  const port = Number(new URL(first.url).port)
  const dataDir = makeDataDir()
  const second = startCollector({
    dataDir,
    port,
    settings: readSettings(dataDir),
    viewerDir: VIEWER_DIR,
    workerFile: WORKER_FILE,
  })
  await expect(second).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringMatching(new RegExp(`Port ${port} is taken by another Tattler.*--port`)),
  })
})
