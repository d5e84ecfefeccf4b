import { once } from 'node:events'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { shareCollector, until } from '../../helpers/collector.ts'
import { type Handler, sendRaw, watchHandler } from './watched-app.ts'

const MIB = 1024 * 1024

const collector = shareCollector([])
const watch = (handler: Handler) => watchHandler(collector(), handler)

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
    const { address, read } = await watch(async (request, response) => {
      const body = await text(request)
      response.end(`${body} ${request.trailers['x-sum']}`)
    })
    const reply = await sendRaw(
      address,
      'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nConnection: close\r\n\r\n' +
        '3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 7\r\n\r\n',
    )
    expect(reply).toMatch(/abcde 7$/)
    const [root] = await read(1)
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
    const { address, server } = await watch((request, response) => void request.pipe(response))
    server.on('checkContinue', (request, response) => {
      if (request.url === '/no') response.writeHead(413).end()
      else {
        response.writeContinue()
        request.pipe(response)
      }
    })
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
    const { address, read } = await watch((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      finish = () => response.end('data: 2\n\n')
    })
    const response = await fetch(address)
    const reader = response.body?.getReader()
    const first = await reader?.read()
    expect(Buffer.from(first?.value ?? []).toString()).toBe('data: 1\n\n')
    // A stream of events has no end to wait for.
    const [root] = await read(1)
    expect(root).toMatchObject({ summary: 'GET /', success: true })
    finish()
    const second = await reader?.read()
    expect(Buffer.from(second?.value ?? []).toString()).toBe('data: 2\n\n')
  })

  test('may be half a gigabyte: it is never held as a whole, and what is kept of it is its beginning', async () => {
    const part = Buffer.alloc(MIB, 'x')
    const { address, read } = await watch((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 512 * MIB })
      let sent = 0
      const send = () => {
        while (sent < 512) {
          sent++
          if (!response.write(part)) return void response.once('drain', send)
        }
        response.end()
      }
      send()
    })
    const before = process.memoryUsage.rss()
    let received = 0
    let most = 0
    const response = await fetch(address)
    for await (const chunk of response.body ?? []) {
      received += chunk.length
      most = Math.max(most, process.memoryUsage.rss())
    }
    expect(received).toBe(512 * MIB)
    expect(most - before).toBeLessThan(250 * MIB)
    const events = await read(1)
    const answer = events.find(({ event_type }) => event_type === 'response')
    expect(answer?.metadata.exchange).toMatchObject({ bodySize: 512 * MIB, isBodyCut: true })
    expect(String(answer?.payload.body)).toHaveLength(MIB)
  })

  test('may have headers as large as its debug data', async () => {
    const data = 'a'.repeat(200_000)
    const { address } = await watch((_, response) => response.setHeader('X-ChromeLogger-Data', data).end('ok'))
    const request = requestHttp(address, { maxHeaderSize: MIB }).end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(response.headers['x-chromelogger-data']).toBe(data)
    expect(await text(response)).toBe('ok')
  })

  test('has no chunks for a client of HTTP/1.0, which would take them for the body', async () => {
    const { address } = await watch((_, response) => {
      response.write('one ')
      response.end('two')
    })
    const reply = await sendRaw(address, 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n')
    expect(reply).not.toMatch(/transfer-encoding/i)
    expect(reply).toMatch(/\r\n\r\none two$/)
  })

  test.each([
    [
      'HTTP/2, as the one of Java does',
      'HTTP2-Settings: AAEAAEAA\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c',
    ],
    ['another protocol with a body', 'Connection: Upgrade\r\nUpgrade: tcp'],
  ])('is HTTP/1.1 for a client that offers %s', async (_, offer) => {
    const { address, read } = await watch((request, response) => {
      response.setHeader('X-Offered', String(request.headers.upgrade))
      request.pipe(response)
    })
    const reply = await sendRaw(
      address,
      `POST /first HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n${offer}\r\n\r\nhello` +
        'GET /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    )
    expect(reply).toMatch(/X-Offered: undefined/)
    expect(reply).toMatch(/hello/)
    const roots = (await read(2)).filter(({ event_type }) => event_type === 'request')
    expect(roots.map(({ summary }) => summary)).toEqual(['POST /first', 'GET /next'])
  })

  test('may be a slow upload, which the app gets while it is under way', async () => {
    let got = ''
    const { address, read } = await watch((request, response) => {
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
    expect((await read(1))[0]?.payload.body).toBe('one two three')
  })
})

describe('a WebSocket', () => {
  test('passes in both directions, text and bytes, and its opening is filed', async () => {
    const { address, url, server, read, state } = await watch((_, response) => response.end())
    const sockets = new WebSocketServer({ server, handleProtocols: (protocols) => [...protocols][0] ?? false })
    sockets.on('connection', (socket, request) => {
      socket.send(`${request.headers.host} ${request.headers.origin}`)
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
    })
    const socket = new WebSocket(`${address.replace('http', 'ws')}/live`, ['chat'], { origin: address })
    const messages: unknown[] = []
    socket.on('message', (data: Buffer, isBinary) => messages.push(isBinary ? data : String(data)))
    await once(socket, 'open')
    expect(socket.protocol).toBe('chat')
    const big = Buffer.alloc(MIB, 7)
    socket.send('hello')
    socket.send(big)
    await until(() => messages.length === 3)
    expect(messages.slice(0, 2)).toEqual([`${new URL(url).host} ${url}`, 'hello'])
    expect(big.equals(messages[2] as Buffer)).toBe(true)
    const events = await read(1)
    expect(events.map(({ summary }) => summary)).toEqual(['GET /live', '101 Switching Protocols'])
    expect(await state()).toMatchObject({ open: 1, exchanges: 1 })
    socket.close()
    await until(async () => (await state())?.open === 0)
  })

  test('that the app does not want is turned away by the app', async () => {
    const { address, server } = await watch((_, response) => response.end())
    server.on('upgrade', (_request, socket) =>
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 4\r\nX-Why: key\r\n\r\nnope'),
    )
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
    const { address, url, server, read, state } = await watch((_, response) => response.end())
    server.close()
    await once(server, 'close')
    const response = await fetch(`${address}/x`)
    expect(response.status).toBe(502)
    const reason = `nothing listens at ${url}: is the app running?`
    expect(await response.text()).toBe(`Tattler could not pass this request on: ${reason}\n`)
    const [root] = await read(1)
    expect(root).toMatchObject({ success: false, importance: 5, metadata: { exchange: { failure: reason } } })
    expect(await state()).toMatchObject({ problem: { reason } })
  })

  test('breaks off on the other side, too: a client that leaves', async () => {
    let left = false
    const { address, read } = await watch((request, response) => {
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
    const [root] = await read(1)
    expect(root).toMatchObject({
      success: false,
      metadata: { exchange: { failure: 'the client broke off before the end of the response' } },
    })
  })

  test('breaks off on the other side, too: an app that dies in its answer', async () => {
    const { address, read } = await watch((request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('begun', () => request.socket.destroy())
    })
    await expect(fetch(address).then((response) => response.text())).rejects.toThrow()
    const [root] = await read(1)
    expect(root?.metadata.exchange?.failure).toMatch(/^the response broke off/)
  })

  test.each(['GET', 'POST', 'PUT'])(
    'is not the fate of a %s on a connection that the app is about to close',
    async (method) => {
      const used = new Set<unknown>()
      const { address } = await watch((request, response) => {
        // As it looks when both meet on the way: the app has closed, and takes nothing more.
        if (used.has(request.socket)) request.socket.destroy()
        else request.pipe(response)
        used.add(request.socket)
      })
      const body = method === 'GET' ? null : 'an order'
      for (let count = 0; count < 5; count++) {
        const reply = await fetch(address, { method, body })
        expect([reply.status, await reply.text()]).toEqual([200, body ?? ''])
      }
    },
  )

  test('is told of a POST whose connection broke: the app may have done already what it asks for', async () => {
    let posts = 0
    const { address } = await watch((request, response) => {
      if (request.method === 'POST') {
        posts++
        request.socket.destroy()
      } else response.end('ok')
    })
    await (await fetch(address)).text()
    const response = await fetch(address, { method: 'POST' })
    expect(response.status).toBe(502)
    expect(await response.text()).toContain('closed the connection without an answer')
    expect(posts).toBe(1)
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
