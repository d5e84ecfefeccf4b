// What the tests need from the machine, beside npm's packages: a browser, a display, Electron's libraries,
// and the languages of the apps that the tests watch.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { hasDisplay } from '../main/prepare.mjs'

/** Debian's packages for all that `findMissing` looks for. */
const PACKAGES = [
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'chromium',
  'chromium-headless-shell',
  'curl',
  'php-cli',
  'python3',
]

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe']
const MAC_BROWSERS = ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

/**
 * Makes sure of everything but Electron itself. As root on Debian it installs what is missing, elsewhere it says what
 * that is and ends the run: no test is left out in silence.
 *
 * @param {string} electron path of Electron's executable
 */
export function prepareMachine(electron) {
  if (findMissing(electron).length === 0) return
  if (process.getuid?.() === 0 && findCommand('apt-get')) installPackages()
  const missing = findMissing(electron)
  if (missing.length === 0) return
  console.error(`The tests need ${missing.join(', ')}.\nOn Debian: apt-get install ${PACKAGES.join(' ')}`)
  process.exit(1)
}

/**
 * Path of Chromium or a browser made of it; `CHROMIUM_PATH` names one elsewhere.
 *
 * @returns {string | undefined}
 */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  return BROWSERS.map(findCommand).find(Boolean) ?? MAC_BROWSERS.find((file) => existsSync(file))
}

/**
 * Path of a Chromium for pages that nobody sees, which takes a seventh less CPU for them; the browser itself, where there
 * is none.
 *
 * @returns {string | undefined}
 */
export function findHeadlessChromium() {
  return process.env.CHROMIUM_PATH || findCommand('chromium-headless-shell') || findChromium()
}

/**
 * @param {string} electron
 * @returns {string[]}
 */
function findMissing(electron) {
  const missing = findChromium() ? [] : ['Chromium (or its path in CHROMIUM_PATH)']
  missing.push(...['curl', 'php', 'python3'].filter((command) => !findCommand(command)))
  if (process.platform !== 'linux') return missing
  if (!hasDisplay()) missing.push(...['xvfb-run', 'xauth'].filter((command) => !findCommand(command)))
  const { stdout } = spawnSync('ldd', [electron], { encoding: 'utf8' })
  for (const [, library] of stdout.matchAll(/(\S+) => not found/g)) missing.push(String(library))
  return missing
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
function findCommand(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file))
}

function installPackages() {
  console.error('Installing system packages…')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (/** @type {string[]} */ ...args) =>
    execFileSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  apt('update')
  apt('install', '--yes', '--no-install-recommends', ...PACKAGES)
}
