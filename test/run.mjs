// `npm test`: makes ready what the tests need, runs them, and ends with one line that counts them.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale, hasDisplay, installDependencies, ROOT } from '../main/prepare.mjs'
import { prepareElectron } from './e2e/electron-runtime.mjs'
import { prepareMachine } from './prepare.mjs'

installDependencies()
installDependencies(join(ROOT, 'test/clients'))
prepareMachine(await prepareElectron())
buildIfStale()

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm'
/** Far more than all tests together keep at a time, bytes. */
const MUCH_MEMORY = 6_000_000_000

const results = mkdtempSync(join(tmpdir(), 'tattler-tests-'))
const report = join(results, 'report.json')
const folders = mkdtempSync(join(hasMuchMemory() ? MEMORY : tmpdir(), 'tattler-folders-'))
const exitCode = await runVitest(process.argv.slice(2))
const { passed, failed } = count(exitCode)
rmSync(results, { recursive: true })
rmSync(folders, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/**
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function runVitest(args) {
  const vitest = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json']
  const command = [process.execPath, ...vitest, `--outputFile.json=${report}`, ...args]
  // Electron needs a display, be it one that nobody sees.
  if (!hasDisplay()) command.unshift('xvfb-run', '-a', '-s', '-screen 0 1600x1000x24')
  const [program = '', ...rest] = command
  // A thousand logs are opened and closed, each of which waits for the disk several times.
  const env = { ...process.env, TMPDIR: folders }
  const child = spawn(program, rest, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

function hasMuchMemory() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return Math.min(bavail * bsize, freemem()) > MUCH_MEMORY
  } catch {
    // Other systems have no such place.
    return false
  }
}

/**
 * A test that was skipped counts as failed: it proved nothing. So does a file that could not be loaded, of which Vitest
 * tells by its exit code alone.
 *
 * @param {number} exitCode
 */
function count(exitCode) {
  const totals = readTotals()
  const failed = totals.numTotalTests - totals.numPassedTests
  const skipped = failed - totals.numFailedTests
  if (skipped > 0) console.error(`${skipped} skipped, which counts as failed`)
  return { passed: totals.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}

/** @returns {{ numTotalTests: number, numPassedTests: number, numFailedTests: number }} */
function readTotals() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    // Vitest ended before it could write one; its exit code says so as well.
    return { numTotalTests: 0, numPassedTests: 0, numFailedTests: 0 }
  }
}
