import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, it } from 'vitest'
import { ROOT } from '../../main/prepare.mjs'
import { readRunning } from '../../main/running.ts'
import { makeDataDir } from './tattler.ts'

const { dataDir, remove } = makeDataDir()
afterAll(remove)

it('without Electron, `npm start` says why in one line and serves the viewer as a web page', async () => {
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: join(dataDir, 'no-electron') }
  const start = spawn(process.execPath, [join(ROOT, 'main/start.mjs'), '--port', '0', '--data', dataDir], { env })
  const exited = once(start, 'exit')
  const [stdout, stderr] = [text(start.stdout), text(start.stderr)]
  await expect.poll(() => readRunning(dataDir)).not.toBeNull()
  const running = readRunning(dataDir)
  const page = await fetch(`${running?.url}/?token=${running?.token}`, { redirect: 'manual' })
  expect(page.status).toBe(303)
  start.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  expect(await stderr).toMatch(/^No window, because .+: serving the viewer as a web page\.$/m)
  expect(await stdout).toContain(`${running?.url}/?token=${running?.token}`)
})
