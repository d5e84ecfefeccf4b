// What `npm start`, `npm run dev` and `npm test` need before they can run. Node's own modules only: this runs before
// any dependency is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

const SOURCES = ['main', 'renderer', 'shared', 'assets/clients', 'package-lock.json']
const OUTPUTS = ['dist/main/app.js', 'dist/main/cli.js', 'dist/preload/preload.cjs', 'dist/renderer/index.html']

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const EXECUTABLES = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }

/** How long Electron's own installer may take to download its binary. */
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000

/**
 * Installs what a folder's package-lock.json names, unless it is there already.
 *
 * @param {string} [folder]
 */
export function installDependencies(folder = ROOT) {
  if (areDependenciesInstalled(folder)) return
  console.error('Installing dependencies…')
  // Without install scripts: no dependency needs one to work.
  runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder)
}

/** Builds into dist/, unless nothing changed since the last time. */
export function buildIfStale() {
  const built = Math.min(...OUTPUTS.map((file) => newestChange(join(ROOT, file))))
  const changed = Math.max(...SOURCES.map((path) => newestChange(join(ROOT, path))))
  if (built > changed) return
  console.error('Building…')
  runNpm(['run', 'build'])
}

/**
 * Path of Electron's executable; undefined where it is not installed.
 *
 * @returns {string | undefined}
 */
export function findElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ROOT, 'node_modules/electron/dist')
  const file = join(folder, EXECUTABLES[process.platform] ?? 'electron')
  return existsSync(file) ? file : undefined
}

/**
 * Installs Electron; undefined where it cannot be had.
 *
 * @returns {string | undefined}
 */
export function downloadElectron() {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return undefined
  console.error('Downloading Electron…')
  spawnSync(process.execPath, [join(ROOT, 'node_modules/electron/install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_TIMEOUT_MS,
  })
  return findElectron()
}

/** True where a window can be shown. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * What npm installed is listed in a lock file of its own, inside node_modules.
 *
 * @param {string} folder
 */
function areDependenciesInstalled(folder) {
  const installedFile = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(installedFile)) return false
  const wanted = readPackages(join(folder, 'package-lock.json'))
  const installed = readPackages(installedFile)
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  )
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/**
 * The time of the newest change in a file or folder, ms since the epoch; 0 for none.
 *
 * @param {string} path
 * @returns {number}
 */
function newestChange(path) {
  if (!existsSync(path)) return 0
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

/**
 * Runs npm, and shows what it said only if it failed.
 *
 * @param {string[]} args
 * @param {string} [folder]
 */
function runNpm(args, folder = ROOT) {
  // npm tells scripts where it is; a bare `npm` needs a shell on Windows.
  const npm = process.env.npm_execpath
  const [command, prefix] = npm ? [process.execPath, [npm]] : ['npm', []]
  const { status, stdout, stderr } = spawnSync(command, [...prefix, ...args], {
    cwd: folder,
    shell: !npm && process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (status === 0) return
  console.error(`${stdout}${stderr}\n\`npm ${args.join(' ')}\` failed.`)
  process.exit(1)
}
