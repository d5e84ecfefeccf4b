// `npm test`: makes ready what the tests need, runs them, and ends with one line that counts them.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale, hasDisplay, installDependencies, ROOT } from '../main/prepare.mjs'
import { prepareElectron } from './e2e/electron-runtime.mjs'
import { prepareMachine } from './prepare.mjs'

installDependencies()
installDependencies(join(ROOT, 'test/clients'))
prepareMachine(await prepareElectron())
buildIfStale()

const results = mkdtempSync(join(tmpdir(), 'tattler-tests-'))
const report = join(results, 'report.json')
const exitCode = await runVitest(process.argv.slice(2))
const { passed, failed } = count(exitCode)
rmSync(results, { recursive: true })
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
  const child = spawn(program, rest, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
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
