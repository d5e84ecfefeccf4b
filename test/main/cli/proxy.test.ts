import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openViewer } from '../../../main/cli/viewer-connection.ts'
import { readRunning } from '../../../main/running.ts'
import { makeDataDir, removeDataDir, runCli, type ServeProcess, startCli, startServe, waitFor } from './cli-process.ts'

const app = createServer((request, response) => response.end(`answer to ${request.url}`))
let target: string
beforeAll(async () => {
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  target = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
})
afterAll(() => void app.close())

async function startProxy(...args: string[]) {
  const proxy = startCli(['proxy', target, '--json', ...args])
  await waitFor(() => proxy.stdout().includes('\n') || proxy.child.exitCode !== null)
  const stop = () => {
    proxy.child.kill('SIGINT')
    return proxy.exited
  }
  return { ...proxy, stop, watched: JSON.parse(proxy.stdout() || '{}') }
}

describe('tattler proxy with a Tattler that runs', () => {
  const dataDir = makeDataDir()
  let serve: ServeProcess
  beforeAll(async () => {
    serve = await startServe(dataDir)
  })
  afterAll(async () => {
    await serve.stop()
    removeDataDir(dataDir)
  })

  test('watches the app until it is told to stop', async () => {
    const proxy = await startProxy('--data', dataDir, '--app', 'shop')
    const { address } = proxy.watched
    expect(proxy.watched).toMatchObject({ target, app: 'shop', isRemembered: false })
    expect(await (await fetch(`${address}/x`)).text()).toBe('answer to /x')
    await waitFor(async () => (await runCli(['query', '--data', dataDir, '--app', 'shop'])).stdout.includes('GET /x'))
    expect(await proxy.stop()).toBe(0)
    await expect(fetch(address)).rejects.toThrow()
  })

  test('joins what is watched already, and leaves it as it was', async () => {
    const first = await startProxy('--data', dataDir)
    const second = await startProxy('--data', dataDir)
    expect(second.watched.address).toBe(first.watched.address)
    expect(await second.stop()).toBe(0)
    expect(await (await fetch(first.watched.address)).text()).toBe('answer to /')
    expect(await first.stop()).toBe(0)
  })

  test('leaves the app watched at its end if the window wants it by then', async () => {
    const proxy = await startProxy('--data', dataDir)
    const running = readRunning(dataDir)
    if (!running) throw new Error('no Tattler runs')
    const viewer = await openViewer(running)
    await viewer.request('proxy/open', { target, port: 0, app: '', isRemembered: true })
    expect(await proxy.stop()).toBe(0)
    expect(await (await fetch(proxy.watched.address)).text()).toBe('answer to /')
    await viewer.request('proxy/close', { target })
    viewer.close()
  })

  test('tells where the page is that the address names', async () => {
    const proxy = startCli(['proxy', `${target}/login?x=1`, '--data', dataDir])
    await waitFor(() => proxy.stdout().includes('Ctrl-C'))
    const [page = ''] = /http:\S+\/login\?x=1/.exec(proxy.stdout()) ?? []
    expect(await (await fetch(page)).text()).toBe('answer to /login?x=1')
    proxy.child.kill('SIGINT')
    expect(await proxy.exited).toBe(0)
  })

  test('tells what is wrong with an address or a port', async () => {
    const bad = await runCli(['proxy', 'ftp://x', '--data', dataDir])
    expect(bad).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('begins with http:// or https://'),
    })
    const { port } = new URL(serve.url)
    const taken = await runCli(['proxy', target, '--port', port, '--data', dataDir])
    expect(taken).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`Port ${port} is taken`) })
  })

  test('fails when Tattler ends', async () => {
    const other = makeDataDir()
    const own = await startServe(other)
    const proxy = await startProxy('--data', other)
    await own.stop()
    expect(await proxy.exited).toBe(1)
    expect(proxy.stderr()).toBe('Tattler has ended, so the app is no longer watched.\n')
    removeDataDir(other)
  })
})

test('tattler proxy without a Tattler starts one of its own, and ends with it', async () => {
  const dataDir = makeDataDir()
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ port: 0, smtp: { enabled: false } }))
  const proxy = await startProxy('--data', dataDir)
  expect(await (await fetch(proxy.watched.address)).text()).toBe('answer to /')
  await waitFor(async () => (await runCli(['query', '--data', dataDir])).stdout.includes('GET /'))
  expect(await proxy.stop()).toBe(0)
  await expect(fetch(proxy.watched.address)).rejects.toThrow()
  removeDataDir(dataDir)
})
