import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { FuseState } from '@electron/fuses/dist/constants.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ROOT } from '../../main/prepare.mjs'
import { readRunning } from '../../main/running.ts'
import { prepareElectron } from './electron-runtime.mjs'
import { makeLog, sendEvents } from './send.ts'
import { electronArgs, makeDataDir } from './tattler.ts'

const output = mkdtempSync(join(tmpdir(), 'tattler-package-'))
const { dataDir, remove } = makeDataDir()

beforeAll(async () => {
  const electron = dirname(await prepareElectron())
  const env = process.platform === 'linux' ? { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electron } : process.env
  const args = [join(ROOT, 'main/dist.mjs'), '--dir', `--config.directories.output=${output}`]
  execFileSync(process.execPath, args, { env, stdio: 'pipe' })
})
afterAll(() => {
  rmSync(output, { recursive: true, force: true })
  remove()
})

it('the packaged program starts, collects an event and quits', async () => {
  const tattler = spawn(findExecutable(), electronArgs(dataDir), { stdio: 'ignore' })
  const exited = once(tattler, 'exit')
  await expect.poll(() => readRunning(dataDir)).not.toBeNull()
  await sendEvents(readRunning(dataDir)?.url ?? '', [makeLog('Packaged')])
  tattler.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
})

it('is no Node, takes no debugger, and loads nothing but its own archive', async () => {
  const wire = await getCurrentFuseWire(findExecutable())
  const isOn = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE
  expect({
    runsAsNode: isOn(FuseV1Options.RunAsNode),
    readsNodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    takesInspectArguments: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    loadsArchiveOnly: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    checksArchive: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    encryptsCookies: isOn(FuseV1Options.EnableCookieEncryption),
    favoursFiles: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runsAsNode: false,
    readsNodeOptions: false,
    takesInspectArguments: false,
    loadsArchiveOnly: true,
    checksArchive: true,
    encryptsCookies: true,
    favoursFiles: false,
  })
})

/** electron-builder names the folder after platform and architecture. */
function findExecutable(): string {
  const folder = readdirSync(output).find((name) => name.endsWith('unpacked') || name.startsWith('mac')) ?? ''
  if (process.platform === 'darwin') return join(output, folder, 'Tattler.app/Contents/MacOS/Tattler')
  return join(output, folder, process.platform === 'win32' ? 'Tattler.exe' : 'tattler')
}
