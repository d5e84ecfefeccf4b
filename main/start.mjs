// `npm start`: opens Tattler's window, or where that cannot be, serves the same viewer as a web page.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildIfStale, downloadElectron, findElectron, hasDisplay, installDependencies, ROOT } from './prepare.mjs'

/** An Electron that ends this early and this badly could not start: a library is missing, or its sandbox is refused. */
const START_MS = 10_000
const CRASHES = ['SIGTRAP', 'SIGABRT', 'SIGSEGV', 'SIGILL']
const CODE_LIBRARY_MISSING = 127

const args = process.argv.slice(2)

// Ctrl-C reaches the child as well, which flushes and ends; this one waits for it.
process.on('SIGINT', () => {})

installDependencies()
buildIfStale()

const obstacle = findObstacle()
const electron = obstacle ? undefined : (findElectron() ?? downloadElectron())
if (electron) await openWindow(electron)
else await serve(obstacle ?? 'Electron is not installed and could not be downloaded')

function findObstacle() {
  if (!hasDisplay()) return 'there is no display'
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  return isRoot && !args.includes('--no-sandbox') ? 'Electron does not run as root' : undefined
}

/** @param {string} executable */
async function openWindow(executable) {
  const started = Date.now()
  const { code, signal } = await run(executable, [ROOT, ...args])
  const hasCrashed = code === CODE_LIBRARY_MISSING || (signal !== null && CRASHES.includes(signal))
  if (hasCrashed && Date.now() - started < START_MS) return serve(`Electron could not start (${signal ?? code})`)
  process.exitCode = code ?? 1
}

/** @param {string} reason */
async function serve(reason) {
  console.error(`No window, because ${reason}: serving the viewer as a web page.`)
  const options = args.filter((arg) => arg !== '--no-sandbox')
  const { code } = await run(process.execPath, [join(ROOT, 'dist/main/cli.js'), 'serve', ...options])
  process.exitCode = code ?? 1
}

/**
 * @param {string} command
 * @param {string[]} commandArgs
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function run(command, commandArgs) {
  const child = spawn(command, commandArgs, { stdio: 'inherit' })
  const stop = () => child.kill('SIGTERM')
  process.once('SIGTERM', stop)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', stop)
      resolve({ code, signal })
    })
  })
}
