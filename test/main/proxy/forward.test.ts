import { once } from 'node:events'
import { createServer, type IncomingMessage, request as requestHttp, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { makeCertificate } from '../../../main/listeners/self-signed-certificate.ts'
import { startTestCollector, type TestCollector, until } from '../../helpers/collector.ts'
import { openTestViewer, readExchanges, watchApp } from './watched-app.ts'

const MIB = 1024 * 1024

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** An app that answers as the test says. */
async function startApp(handler: Handler): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** Sends bytes as they are, and gives back all that comes until the end. */
async function sendRaw(address: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

async function watch(handler: Handler): Promise<{ readonly collector: TestCollector; readonly address: string }> {
  const collector = await startTestCollector()
  const { url } = await startApp(handler)
  return { collector, address: (await watchApp(collector, url)).address }
}

describe('what passes through', () => {
  test('is the same on both sides: repeated headers, their case and order, status, reason, trailers', async () => {
    const { address } = await watch((request, response) => {
      response.writeHead(299, 'Quite Fine', [
        'X-One',
        '1',
        'Set-Cookie',
        'a=1; Path=/',
        'Set-Cookie',
        'b=2',
        'Trailer',
        'X-Sum',
      ])
      response.write(JSON.stringify(request.rawHeaders))
      response.addTrailers({ 'X-Sum': '42' })
      response.end()
    })
    const reply = await sendRaw(
      address,
      'GET /a?b=%20c HTTP/1.1\r\nHost: localhost\r\nX-Two: b\r\nx-tWO: a\r\nConnection: close\r\n\r\n',
    )
    expect(reply).toMatch(
      /^HTTP\/1\.1 299 Quite Fine\r\nX-One: 1\r\nSet-Cookie: a=1; Path=\/\r\nSet-Cookie: b=2\r\nTrailer: X-Sum\r\n/,
    )
    expect(reply).toContain('"X-Two","b","x-tWO","a"')
    expect(reply).toContain('\r\n0\r\nX-Sum: 42\r\n')
  })

  test('may have a body in chunks and trailers of its own', async () => {
    const { collector, address } = await watch(async (request, response) => {
      const body = await text(request)
      response.end(`${body} ${request.trailers['x-sum']}`)
    })
    const reply = await sendRaw(
      address,
      'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nConnection: close\r\n\r\n' +
        '3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 7\r\n\r\n',
    )
    expect(reply).toMatch(/abcde 7$/)
    const [root] = await readExchanges(collector, 1)
    expect(root?.payload.body).toBe('abcde')
  })

  test('is answered without a body where there is none: HEAD, 204, 304', async () => {
    const { address } = await watch((request, response) => {
      const status = Number(request.url?.slice(1))
      response.writeHead(status, status === 200 ? { 'content-length': '1234' } : {})
      response.end()
    })
    const head = await fetch(`${address}/200`, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe('1234')
    expect((await fetch(`${address}/204`)).status).toBe(204)
    expect((await fetch(`${address}/304`)).status).toBe(304)
  })

  test('waits for the app to welcome a body, and may be turned away', async () => {
    const collector = await startTestCollector()
    const { url, server } = await startApp((request, response) => void request.pipe(response))
    server.on('checkContinue', (request, response) => {
      if (request.url === '/no') response.writeHead(413).end()
      else {
        response.writeContinue()
        request.pipe(response)
      }
    })
    const { address } = await watchApp(collector, url)
    const ask = (path: string) => {
      const request = requestHttp(address + path, {
        method: 'POST',
        headers: { expect: '100-continue', 'content-length': 5 },
      })
      request.flushHeaders()
      return request
    }
    const welcome = ask('/yes')
    await once(welcome, 'continue')
    welcome.end('hello')
    const [answer] = (await once(welcome, 'response')) as [IncomingMessage]
    expect(await text(answer)).toBe('hello')
    const refused = ask('/no')
    const [refusal] = (await once(refused, 'response')) as [IncomingMessage]
    expect(refusal.statusCode).toBe(413)
    refused.destroy()
  })

  test('comes with its early hints', async () => {
    const { address } = await watch((_, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      response.end('done')
    })
    const request = requestHttp(address)
    request.end()
    const [hints] = (await once(request, 'information')) as [{ statusCode: number; headers: Record<string, string> }]
    expect(hints).toMatchObject({ statusCode: 103, headers: { link: '</a.css>; rel=preload' } })
  })

  test('comes part by part: the client has the first before the app has sent the second', async () => {
    let finish = () => {}
    const { collector, address } = await watch((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      finish = () => response.end('data: 2\n\n')
    })
    const response = await fetch(address)
    const reader = response.body?.getReader()
    const first = await reader?.read()
    expect(Buffer.from(first?.value ?? []).toString()).toBe('data: 1\n\n')
    // A stream of events has no end to wait for.
    const [root] = await readExchanges(collector, 1)
    expect(root).toMatchObject({ summary: 'GET /', success: true })
    finish()
    const second = await reader?.read()
    expect(Buffer.from(second?.value ?? []).toString()).toBe('data: 2\n\n')
  })

  test('may be a gigabyte: it is never held as a whole, and what is kept of it is its beginning', async () => {
    const part = Buffer.alloc(MIB, 'x')
    const { collector, address } = await watch((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 1024 * MIB })
      let sent = 0
      const send = () => {
        while (sent < 1024) {
          sent++
          if (!response.write(part)) return void response.once('drain', send)
        }
        response.end()
      }
      send()
    })
    const before = process.memoryUsage().rss
    let received = 0
    let most = 0
    const response = await fetch(address)
    for await (const chunk of response.body ?? []) {
      received += chunk.length
      most = Math.max(most, process.memoryUsage().rss)
    }
    expect(received).toBe(1024 * MIB)
    expect(most - before).toBeLessThan(300 * MIB)
    const events = await readExchanges(collector, 1)
    const answer = events.find(({ event_type }) => event_type === 'response')
    expect(answer?.metadata.exchange).toMatchObject({ bodySize: 1024 * MIB, isBodyCut: true })
    expect(String(answer?.payload.body)).toHaveLength(MIB)
  })

  test('may be a slow upload, which the app gets while it is under way', async () => {
    let got = ''
    const { collector, address } = await watch((request, response) => {
      request.on('data', (part: Buffer) => {
        got += part
      })
      request.on('end', () => response.end('thanks'))
    })
    const request = requestHttp(address, { method: 'PUT', headers: { 'content-type': 'text/plain' } })
    request.write('one ')
    await until(() => got === 'one ')
    request.write('two ')
    await until(() => got === 'one two ')
    request.end('three')
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(await text(response)).toBe('thanks')
    expect((await readExchanges(collector, 1))[0]?.payload.body).toBe('one two three')
  })
})

describe('a WebSocket', () => {
  test('passes in both directions, text and bytes, and its opening is filed', async () => {
    const collector = await startTestCollector()
    const { url, server } = await startApp((_, response) => response.end())
    const sockets = new WebSocketServer({ server, handleProtocols: (protocols) => [...protocols][0] ?? false })
    sockets.on('connection', (socket, request) => {
      socket.send(`${request.headers.host} ${request.headers.origin}`)
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
    })
    const { address } = await watchApp(collector, url)
    const socket = new WebSocket(`${address.replace('http', 'ws')}/live`, ['chat'], { origin: address })
    const messages: unknown[] = []
    socket.on('message', (data: Buffer, isBinary) => messages.push(isBinary ? data : String(data)))
    await once(socket, 'open')
    expect(socket.protocol).toBe('chat')
    const big = Buffer.alloc(MIB, 7)
    socket.send('hello')
    socket.send(big)
    await until(() => messages.length === 3)
    expect(messages).toEqual([`${new URL(url).host} ${url}`, 'hello', big])
    const events = await readExchanges(collector, 1)
    expect(events.map(({ summary }) => summary)).toEqual(['GET /live', '101 Switching Protocols'])
    const viewer = await openTestViewer(collector)
    const list = () => viewer.request('proxy/list', undefined)
    expect(await list()).toMatchObject([{ open: 1, exchanges: 1 }])
    socket.close()
    await until(async () => (await list())[0]?.open === 0)
  })

  test('that the app does not want is turned away by the app', async () => {
    const collector = await startTestCollector()
    const { url, server } = await startApp((_, response) => response.end())
    server.on('upgrade', (_request, socket) =>
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 4\r\nX-Why: key\r\n\r\nnope'),
    )
    const { address } = await watchApp(collector, url)
    const socket = new WebSocket(address.replace('http', 'ws'))
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
    expect(response.statusCode).toBe(401)
    expect(response.headers['x-why']).toBe('key')
    expect(await text(response)).toBe('nope')
    socket.on('error', () => {})
  })
})

describe('what goes wrong', () => {
  test('is told to the client and filed: an app that is not running', async () => {
    const collector = await startTestCollector()
    const { url, server } = await startApp((_, response) => response.end())
    server.close()
    await once(server, 'close')
    const { address } = await watchApp(collector, url)
    const response = await fetch(`${address}/x`)
    expect(response.status).toBe(502)
    const reason = `nothing listens at ${url}: is the app running?`
    expect(await response.text()).toBe(`Tattler could not pass this request on: ${reason}\n`)
    const [root] = await readExchanges(collector, 1)
    expect(root).toMatchObject({ success: false, importance: 5, metadata: { exchange: { failure: reason } } })
    const viewer = await openTestViewer(collector)
    expect(await viewer.request('proxy/list', undefined)).toMatchObject([{ problem: { reason } }])
  })

  test('breaks off on the other side, too: a client that leaves', async () => {
    let left = false
    const { collector, address } = await watch((request, response) => {
      response.write('begun')
      request.socket.on('close', () => {
        left = true
      })
    })
    const controller = new AbortController()
    const response = await fetch(address, { signal: controller.signal })
    await response.body?.getReader().read()
    controller.abort()
    await until(() => left)
    const [root] = await readExchanges(collector, 1)
    expect(root).toMatchObject({
      success: false,
      metadata: { exchange: { failure: 'the client broke off before the end of the response' } },
    })
  })

  test('breaks off on the other side, too: an app that dies in its answer', async () => {
    const { collector, address } = await watch((request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('begun', () => request.socket.destroy())
    })
    await expect(fetch(address).then((response) => response.text())).rejects.toThrow()
    const [root] = await readExchanges(collector, 1)
    expect(root?.metadata.exchange?.failure).toMatch(/^the response broke off/)
  })

  test('is not the fate of a request that an app closed its idle connection on', async () => {
    const { address } = await watch((request, response) => {
      // Without a word, as servers do that wait no longer.
      response.on('finish', () => request.socket.end())
      response.end('ok')
    })
    for (let count = 0; count < 20; count++) expect(await (await fetch(address)).text()).toBe('ok')
  })

  test('is a page of another site: a name that is not of loopback is refused, and the app hears nothing', async () => {
    let asked = 0
    const { address } = await watch((_, response) => {
      asked++
      response.end()
    })
    const reply = await sendRaw(address, 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
    expect(reply).toMatch(/^HTTP\/1\.1 403 /)
    expect(asked).toBe(0)
  })
})

describe('an app that is watched', () => {
  let app: { readonly url: string; readonly server: Server }
  beforeAll(async () => {
    const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    app = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
  })
  afterAll(() => void app.server.close())

  test('is reached over both families of loopback, and named by any address of it', async () => {
    const collector = await startTestCollector()
    const { address, target, app: name } = await watchApp(collector, `${app.url.slice('http://'.length)}/login?x=1`)
    expect({ target, name }).toEqual({ target: app.url, name: new URL(app.url).host })
    const { port } = new URL(address)
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('ok')
    }
  })

  test('comes back at the same address with the next start, until it is closed', async () => {
    const first = await startTestCollector()
    const { address } = await watchApp(first, app.url, { isRemembered: true })
    await first.close()
    const second = await startTestCollector({ dataDir: first.dataDir })
    expect(await (await fetch(address)).text()).toBe('ok')
    const viewer = await openTestViewer(second)
    expect(await viewer.request('proxy/list', undefined)).toMatchObject([
      { target: app.url, address, isRemembered: true },
    ])
    await viewer.request('proxy/close', { target: app.url })
    await expect(fetch(address)).rejects.toThrow()
    expect(await viewer.request('proxy/list', undefined)).toEqual([])
    await second.close()
    const third = await startTestCollector({ dataDir: first.dataDir })
    expect(await (await openTestViewer(third)).request('proxy/list', undefined)).toEqual([])
  })

  test('is listed with what is wrong while its port is taken by another, and can be opened again', async () => {
    const first = await startTestCollector()
    const { address, port } = await watchApp(first, app.url, { isRemembered: true })
    await first.close()
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    const second = await startTestCollector({ dataDir: first.dataDir })
    const viewer = await openTestViewer(second)
    expect(await viewer.request('proxy/list', undefined)).toMatchObject([
      {
        target: app.url,
        address: null,
        isRemembered: true,
        problem: { reason: expect.stringContaining(`Port ${port} is taken`) },
      },
    ])
    other.close()
    await once(other, 'close')
    expect((await watchApp(second, app.url, { port, isRemembered: true })).address).toBe(address)
    expect(await (await fetch(address)).text()).toBe('ok')
  })

  test('does not hold up the end of Tattler, however long its profile takes', async () => {
    let isAsked = false
    const collector = await startTestCollector()
    const { url } = await startApp((request, response) => {
      isAsked = request.url === '/profile/1'
      if (isAsked) return
      response.writeHead(200, { 'x-http-debug-id': '1', 'x-http-debug-api': '/profile/' }).end('ok')
    })
    const { address } = await watchApp(collector, url)
    await fetch(address)
    await until(() => isAsked)
    await collector.close()
    const second = await startTestCollector({ dataDir: collector.dataDir })
    const [root] = await readExchanges(second, 1)
    expect(root?.metadata.exchange?.profile?.problem).toContain('Tattler was ended before there was an answer')
  })

  test('may have a certificate that was made at home', async () => {
    const collector = await startTestCollector()
    const server = createHttpsServer(makeCertificate(), (request, response) => response.end(request.headers.host))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void server.close())
    const target = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { address } = await watchApp(collector, target)
    expect(await (await fetch(address)).text()).toBe(new URL(target).host)
    expect((await readExchanges(collector, 1))[0]?.payload.uri).toBe(`${target}/`)
  })

  test('may be asked about itself as a whole', async () => {
    const collector = await startTestCollector()
    const { url } = await startApp((request, response) => response.end(`${request.method} ${request.url}`))
    const { address } = await watchApp(collector, url)
    const reply = await sendRaw(address, 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    expect(reply).toMatch(/OPTIONS \*$/)
    expect((await readExchanges(collector, 1))[0]?.summary).toBe('OPTIONS /*')
  })

  test('has its exchanges filed before Tattler ends', async () => {
    const first = await startTestCollector()
    const { address } = await watchApp(first, app.url)
    await Promise.all(Array.from({ length: 20 }, () => fetch(address).then((response) => response.text())))
    await first.close()
    const second = await startTestCollector({ dataDir: first.dataDir })
    expect(await readExchanges(second, 20)).toHaveLength(40)
  })

  test.each([
    ['', 'is no address'],
    ['ftp://localhost', 'cannot be watched'],
    ['http://', 'is no address'],
  ])('is not one that has no address: "%s"', async (target, message) => {
    const collector = await startTestCollector()
    const viewer = await openTestViewer(collector)
    const asked = viewer.request('proxy/open', { target: target || ' ', port: 0, app: '', isRemembered: false })
    await expect(asked).rejects.toThrow(message)
  })

  test('is not a proxy itself, and not at a port that is taken', async () => {
    const collector = await startTestCollector()
    const { address } = await watchApp(collector, app.url)
    await expect(watchApp(collector, address)).rejects.toThrow('itself an address that watches')
    const { port } = new URL(app.url)
    await expect(watchApp(collector, 'http://localhost:1', { port: Number(port) })).rejects.toThrow(
      `Port ${port} is taken`,
    )
  })
})
