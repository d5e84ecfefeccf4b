// `npm run dist`: packages Tattler for this platform into release/; `-- --dir` leaves it as a folder that starts.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale, installDependencies, ROOT } from './prepare.mjs'

installDependencies()
buildIfStale()

const builder = join(ROOT, 'node_modules/electron-builder/cli.js')
const args = [builder, ...electronOptions(), ...process.argv.slice(2)]
process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1

/** electron-builder downloads Electron, unless there is one at hand. */
function electronOptions() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (!folder) return []
  const version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '')
  return [`--config.electronDist=${folder}`, `--config.electronVersion=${version}`]
}
