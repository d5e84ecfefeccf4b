import { afterEach, expect, test } from 'vitest'
import { findFreePort } from '../../helpers/free-port.ts'
import { makeDataDir, removeDataDir, runCli, startCli, waitFor } from './cli-process.ts'

const dataDir = makeDataDir()
afterEach(() => removeDataDir(dataDir))

test('serve listens on each port that --also names, and prints all addresses', async () => {
  const ports = [await findFreePort(), await findFreePort()]
  const also = ports.flatMap((port) => ['--also', String(port)])
  const serve = startCli(['serve', '--port', '0', '--smtp-port', '0', '--data', dataDir, ...also])
  await waitFor(() => serve.stdout().includes('Ctrl-C') || serve.child.exitCode !== null)
  const addresses = ports.flatMap((port) => [`127.0.0.1:${port}`, `[::1]:${port}`])
  for (const address of addresses) {
    expect(serve.stdout()).toContain(address)
    expect((await fetch(`http://${address}/healthz`)).status).toBe(200)
  }
  serve.child.kill('SIGINT')
  expect(await serve.exited, serve.stderr()).toBe(0)
})

test.each(['0', 'http', '65536'])('--also %s is refused with what it takes', async (port) => {
  const { code, stderr } = await runCli(['serve', '--also', port, '--data', dataDir])
  expect([code, stderr]).toEqual([2, expect.stringContaining('a port')])
})
