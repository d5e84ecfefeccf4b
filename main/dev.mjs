// `npm run dev`: the viewer from a server that updates it in place, the rest rebuilt and restarted on change.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { downloadElectron, findElectron, hasDisplay, installDependencies, ROOT } from './prepare.mjs'

installDependencies()
const { build, createServer } = await import('vite')

const args = process.argv.slice(2)
const electron = hasDisplay() ? (findElectron() ?? downloadElectron()) : undefined

/** The collector without a window, as it announced itself; its token is new with each start. */
let collector = { url: '', token: '' }

/** @type {import('node:child_process').ChildProcess | undefined} */
let running
let isRestarting = false

process.on('SIGINT', stop)
process.on('SIGTERM', stop)

await watch('main/vite.preload.config.ts')
await watch('main/vite.config.ts')
if (electron) {
  process.env.TATTLER_VIEWER_URL = await serveViewer({})
  await start()
} else {
  await start()
  // The page's socket leads to the collector, which accepts requests for its own address only.
  const socket = {
    target: collector.url,
    ws: true,
    changeOrigin: true,
    rewrite: () => `/viewer?token=${collector.token}`,
  }
  console.error(`No window here; the viewer is at ${await serveViewer({ '/viewer': socket })}`)
}

/** @param {Record<string, import('vite').ProxyOptions>} proxy */
async function serveViewer(proxy) {
  const server = await createServer({ configFile: join(ROOT, 'renderer/vite.config.ts'), server: { proxy } })
  await server.listen()
  return server.resolvedUrls?.local[0] ?? ''
}

/**
 * Builds once, then again on each change, restarting what runs.
 *
 * @param {string} config
 */
async function watch(config) {
  const watcher = await build({ configFile: join(ROOT, config), logLevel: 'warn', build: { watch: {} } })
  if (!('on' in watcher)) throw new Error(`${config} is not watched`)
  /** @type {Promise<void>} */
  const built = new Promise((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') console.error(event.error)
      if (event.code !== 'END') return
      resolve()
      void restart()
    })
  })
  await built
}

/** Starts Electron, or the collector alone; then waits until it is ready. */
async function start() {
  const child = electron
    ? spawn(electron, [ROOT, ...args], { stdio: 'inherit' })
    : spawn(process.execPath, [join(ROOT, 'dist/main/cli.js'), 'serve', '--json', ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
  running = child
  child.once('exit', (code) => {
    if (!isRestarting) process.exit(code ?? 1)
  })
  if (!child.stdout) return
  const [line] = await once(createInterface(child.stdout), 'line')
  collector = JSON.parse(line)
}

async function restart() {
  if (!running || isRestarting) return
  isRestarting = true
  running.kill('SIGTERM')
  await once(running, 'exit')
  isRestarting = false
  await start()
}

/** The child's end is the end of this process as well. */
function stop() {
  if (running) running.kill('SIGTERM')
  else process.exit(0)
}
