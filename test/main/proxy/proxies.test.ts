import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from '../../../main/listeners/self-signed-certificate.ts'
import { shareCollector, startTestCollector, until } from '../../helpers/collector.ts'
import { openTestViewer, readExchanges, sendRaw, startApp, watchApp, watchHandler } from './watched-app.ts'

const collector = shareCollector([])

describe('an app that is watched', () => {
  let app: { readonly url: string; readonly server: Server }
  beforeAll(async () => {
    const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    app = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
  })
  afterAll(() => void app.server.close())

  test('is reached over both families of loopback, and named by any address of it', async () => {
    const named = `${app.url.slice('http://'.length)}/login?x=1#top`
    const { address, target, app: name, page } = await watchApp(collector(), named)
    expect({ target, name }).toEqual({ target: app.url, name: new URL(app.url).host })
    expect(page).toBe(`${address}/login?x=1#top`)
    expect((await watchApp(collector(), app.url)).page).toBeNull()
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

  test('is remembered once somebody wants that, whoever asked for it first', async () => {
    const first = await startTestCollector()
    const { address } = await watchApp(first, app.url, { isRemembered: false })
    expect(await watchApp(first, app.url, { isRemembered: true })).toMatchObject({ address, isRemembered: true })
    expect(await watchApp(first, app.url, { isRemembered: false })).toMatchObject({ address, isRemembered: true })
    await first.close()
    const second = await startTestCollector({ dataDir: first.dataDir })
    const viewer = await openTestViewer(second)
    expect(await viewer.request('proxy/list', undefined)).toMatchObject([{ address, isRemembered: true }])
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
    const first = await startTestCollector()
    const { url } = await startApp((request, response) => {
      isAsked = request.url === '/profile/1'
      if (isAsked) return
      response.writeHead(200, { 'x-http-debug-id': '1', 'x-http-debug-api': '/profile/' }).end('ok')
    })
    const { address } = await watchApp(first, url)
    await fetch(address)
    await until(() => isAsked)
    await first.close()
    const second = await startTestCollector({ dataDir: first.dataDir })
    const [root] = await readExchanges(second, 1)
    expect(root?.metadata.exchange?.profile?.problem).toContain('Tattler was ended before there was an answer')
  })

  test('may have a certificate that was made at home', async () => {
    const server = createHttpsServer(makeCertificate(), (request, response) => response.end(request.headers.host))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void server.close())
    const target = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { address } = await watchApp(collector(), target)
    expect(await (await fetch(address)).text()).toBe(new URL(target).host)
    expect((await readExchanges(collector(), 1, new URL(target).host))[0]?.payload.uri).toBe(`${target}/`)
  })

  test('may be asked about itself as a whole', async () => {
    const { address, read } = await watchHandler(collector(), (request, response) =>
      response.end(`${request.method} ${request.url}`),
    )
    const reply = await sendRaw(address, 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    expect(reply).toMatch(/OPTIONS \*$/)
    expect((await read(1))[0]?.summary).toBe('OPTIONS /*')
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
    const viewer = await openTestViewer(collector())
    const asked = viewer.request('proxy/open', { target: target || ' ', port: 0, app: '', isRemembered: false })
    await expect(asked).rejects.toThrow(message)
  })

  test('is watched once, however many ask for that at the same time', async () => {
    const { url } = await startApp((_, response) => response.end('ok'))
    const [one, other] = await Promise.all([watchApp(collector(), url), watchApp(collector(), `${url}/login`)])
    expect(one.address).toBe(other.address)
  })

  test('is not a proxy itself, and not at a port that is taken', async () => {
    const { address } = await watchApp(collector(), app.url)
    await expect(watchApp(collector(), address)).rejects.toThrow('itself an address that watches')
    const { port } = new URL(app.url)
    await expect(watchApp(collector(), 'http://localhost:1', { port: Number(port) })).rejects.toThrow(
      `Port ${port} is taken`,
    )
  })
})
