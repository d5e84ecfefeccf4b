import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { startCollector } from '../../../main/collector.ts'
import { readSettings } from '../../../main/settings.ts'
import {
  logEvent,
  makeDataDir,
  postEvents,
  startTestCollector,
  VIEWER_DIR,
  WORKER_FILE,
} from '../../helpers/collector.ts'
import { findFreePort } from '../../helpers/free-port.ts'
import { openSocket, upgradeRequest } from '../../helpers/raw-socket.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const both = (port: number) => [`127.0.0.1:${port}`, `[::1]:${port}`]

/** A program of somebody else's that listens on a port. */
async function occupyPort(): Promise<number> {
  const server = createServer((_, response) => void response.end('not Tattler'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

test('everything is taken at every port, on both loopback addresses', async () => {
  const alsoPorts = [await findFreePort(), await findFreePort()]
  const collector = await startTestCollector({ alsoPorts })
  const first = Number(new URL(collector.url).port)
  const { addresses } = collector.status()
  expect(addresses).toEqual([first, ...alsoPorts].flatMap(both))
  for (const address of addresses) {
    const url = `http://${address}`
    expect((await postEvents({ url }, logEvent(`At ${url}`))).status).toBe(202)
    expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ service: 'tattler' })
    const page = await fetch(`${url}/?token=${collector.token}`, { redirect: 'manual' })
    expect(page.status).toBe(303)
  }
  expect(collector.status().events).toBe(addresses.length)
})

test('a WebSocket whose address carries 1 MiB is opened at every port', async () => {
  const collector = await startTestCollector({ alsoPorts: [await findFreePort()] })
  const { addresses } = collector.status()
  expect(addresses).toHaveLength(4)
  for (const address of addresses) {
    const { socket, heard } = await openSocket(address)
    socket.write(upgradeRequest(`/?app=large&SECRET=${'x'.repeat(1024 * 1024)}`, address))
    await expect.poll(heard).toMatch(/^HTTP\/1\.1 101 /)
    socket.destroy()
  }
})

test('a port that is taken is told with its owner, and everything else works', async () => {
  const [taken, free] = [await occupyPort(), await findFreePort()]
  const collector = await startTestCollector({ alsoPorts: [taken, free] })
  expect(collector.status().addresses.slice(2)).toEqual(both(free))
  expect(collector.status().notices).toMatchObject([
    { severity: 'warning', code: 'also-port', message: expect.stringContaining(`Port ${taken} is taken by `) },
  ])
  expect((await postEvents(collector, logEvent('Still here'))).status).toBe(202)
})

test('the first port may be named again', async () => {
  const port = await findFreePort()
  const dataDir = makeDataDir()
  const collector = await startCollector({
    dataDir,
    port,
    alsoPorts: [port],
    settings: { ...readSettings(dataDir), alsoPorts: [port, port] },
    viewerDir: VIEWER_DIR,
    workerFile: WORKER_FILE,
  })
  onTestFinished(() => collector.close())
  expect(collector.status().addresses).toEqual(both(port))
  expect(collector.status().notices.map(({ code }) => code)).not.toContain('also-port')
})

test('ports are opened and closed when the setting is written', async () => {
  const collector = await startTestCollector()
  const viewer = await TestViewer.connect(collector)
  const port = await findFreePort()
  const { current, saved } = await viewer.request('settings/write', { alsoPorts: [port] })
  expect([current.alsoPorts, saved.alsoPorts]).toEqual([[port], [port]])
  await viewer.next('status/changed', ({ status }) => status.addresses.length === 4)
  expect((await postEvents({ url: `http://[::1]:${port}` }, logEvent('Live'))).status).toBe(202)

  const sender = new WebSocket(`ws://127.0.0.1:${port}/`)
  await once(sender, 'open')
  const closed = once(sender, 'close')
  await viewer.request('settings/write', { alsoPorts: [] })
  await closed
  await viewer.next('status/changed', ({ status }) => status.addresses.length === 2)
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  expect((await postEvents(collector, logEvent('Still here'))).status).toBe(202)
})

test('a new port that is taken is refused with its owner, and nothing changes', async () => {
  const kept = await findFreePort()
  const collector = await startTestCollector({ alsoPorts: [kept] })
  const viewer = await TestViewer.connect(collector)
  const patch = { alsoPorts: [await findFreePort(), await occupyPort()] }
  await expect(viewer.request('settings/write', patch)).rejects.toThrow(/is taken by /)
  expect(collector.status().addresses.slice(2)).toEqual(both(kept))
  expect((await viewer.request('settings/read', undefined)).saved.alsoPorts).toEqual([])
})

test('what the command line names stays open whatever the settings say', async () => {
  const [named, set] = [await findFreePort(), await findFreePort()]
  const dataDir = makeDataDir()
  const collector = await startCollector({
    dataDir,
    port: 0,
    alsoPorts: [named],
    settings: { ...readSettings(dataDir), alsoPorts: [set] },
    viewerDir: VIEWER_DIR,
    workerFile: WORKER_FILE,
  })
  onTestFinished(() => collector.close())
  const viewer = await TestViewer.connect(collector)
  expect(collector.status().addresses.slice(2)).toEqual([named, set].flatMap(both))
  await viewer.request('settings/write', { alsoPorts: [] })
  expect(collector.status().addresses.slice(2)).toEqual(both(named))
  expect(JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8'))).toEqual({ alsoPorts: [] })
})
