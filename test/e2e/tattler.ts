import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, type Browser, chromium, type ElectronApplication, type Page } from 'playwright-core'
import { WINDOW_ORIGIN } from '../../main/listeners/guard.ts'
import { ROOT } from '../../main/prepare.mjs'
import { readRunning } from '../../main/running.ts'
import { PATIENCE } from '../helpers/patience.ts'
import { findChromium, findHeadlessChromium } from '../prepare.mjs'
import { prepareElectron } from './electron-runtime.mjs'

/** Containers and root have no sandbox; what is tested does not depend on Chromium's. */
const NO_SANDBOX = process.platform === 'linux' ? ['--no-sandbox'] : []

/** `tattler serve`, built, on a free port. */
export interface Served {
  /** Like `http://127.0.0.1:7357`. */
  readonly url: string
  readonly token: string
  /** Ends it as Ctrl-C does, and waits until it has flushed. */
  stop(): Promise<void>
}

/** Tattler in Electron, on a free port. */
export interface Launched {
  readonly app: ElectronApplication
  readonly page: Page
  readonly url: string
  /** Quits as the menu does, and waits until it has flushed. */
  quit(): Promise<void>
}

/** An empty data folder, and the way to remove it. */
export function makeDataDir(): { readonly dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'tattler-e2e-'))
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}

export async function startServe(dataDir: string): Promise<Served> {
  const args = [join(ROOT, 'dist/main/cli.js'), 'serve', '--json', '--port', '0', '--smtp-port', '0', '--data', dataDir]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), exited])
  if (typeof line !== 'string') throw new Error(`tattler serve ended with ${line}`)
  const { url, token }: { url: string; token: string } = JSON.parse(line)
  return {
    url,
    token,
    stop: async () => {
      child.kill('SIGINT')
      await exited
    },
  }
}

export async function launchElectron(dataDir: string): Promise<Launched> {
  const executablePath = await prepareElectron()
  const app = await _electron.launch({ executablePath, args: [ROOT, ...electronArgs(dataDir)], timeout: PATIENCE })
  app.context().setDefaultTimeout(PATIENCE)
  const page = await app.firstWindow({ timeout: PATIENCE })
  // The window is made while the collector starts, and waits for it with its page.
  await page.waitForURL(`${WINDOW_ORIGIN}/`)
  const running = readRunning(dataDir)
  if (!running) throw new Error(`Nothing runs on ${dataDir}`)
  return { app, page, url: running.url, quit: () => quit(app) }
}

/** Starts Tattler a second time on a data folder, as a click on its icon does; resolves with the exit code. */
export async function startAgain(dataDir: string): Promise<number | null> {
  const child: ChildProcess = spawn(await prepareElectron(), [ROOT, ...electronArgs(dataDir)], { stdio: 'ignore' })
  const [code] = await once(child, 'exit')
  return code
}

/** Chromium as people use it, without a window; with `hasScrollbars`, they can be seen and dragged. */
export function launchChromium(options: { hasScrollbars?: boolean; args?: string[] } = {}): Promise<Browser> {
  return launch(findChromium(), options)
}

function launch(
  executablePath: string | undefined,
  { hasScrollbars = false, args = [] }: { hasScrollbars?: boolean; args?: string[] } = {},
): Promise<Browser> {
  if (!executablePath) throw new Error('There is no Chromium; `npm test` installs one or says how')
  return chromium.launch({
    executablePath,
    args: [...NO_SANDBOX, '--disable-background-networking', ...args],
    ignoreDefaultArgs: hasScrollbars ? ['--hide-scrollbars'] : [],
  })
}

let shared: Promise<Browser> | undefined

/** The one Chromium of all test files that run in this process; it ends with the process. A test opens its own context. */
export function shareChromium(): Promise<Browser> {
  shared ??= launch(findHeadlessChromium())
  return shared
}

/** For a free port and a data folder of its own. */
export function electronArgs(dataDir: string): string[] {
  return [...NO_SANDBOX, '--port', '0', '--smtp-port', '0', '--data', dataDir]
}

async function quit(app: ElectronApplication): Promise<void> {
  const exited = once(app.process(), 'exit')
  // Its answer may be cut off by the end of the process.
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {})
  await exited
}
