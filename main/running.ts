import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How the command line finds a running Tattler: `running.json` in its data folder, readable by the user alone. */
export interface Running {
  readonly pid: number
  /** Like `http://127.0.0.1:7357`. */
  readonly url: string
  /** Opens everything that reads; new with each start. */
  readonly token: string
  /** ms since the epoch. */
  readonly startedAt: number
}

const fileIn = (dataDir: string) => join(dataDir, 'running.json')

export function writeRunning(dataDir: string, running: Running): void {
  const file = fileIn(dataDir)
  rmSync(file, { force: true })
  writeFileSync(file, JSON.stringify(running), { mode: 0o600 })
}

/** The Tattler that uses this data folder, or null if none runs: a file left behind by a killed one does not count. */
export function readRunning(dataDir: string): Running | null {
  let running: Running
  try {
    running = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'))
  } catch {
    return null
  }
  return isAlive(running.pid) ? running : null
}

/** Does nothing where the file is of another Tattler. */
export function removeRunning(dataDir: string): void {
  if (readRunning(dataDir)?.pid === process.pid) rmSync(fileIn(dataDir), { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
