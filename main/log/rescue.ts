import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from './sql.ts'

/** What DuckDB calls the log: it is the name of its file. */
const LOG = 'events'
const PART = 'events-rescue.duckdb'
const RESCUED = 'events-rescued.duckdb'

/**
 * Writes what is in an open log into a new file beside the place of its own, which is gone; the next one to open the log
 * takes it. The data folder is made where it is missing.
 */
export async function rescueLog(dataDir: string, connection: DuckDBConnection): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const part = join(dataDir, PART)
  rmSync(part, { force: true })
  await connection.run('DETACH DATABASE IF EXISTS rescued')
  await connection.run(`ATTACH ${literal(part).sql} AS rescued`)
  try {
    await connection.run(`COPY FROM DATABASE ${LOG} TO rescued`)
  } finally {
    // Only now it is complete, and has no write-ahead log.
    await connection.run('DETACH rescued')
  }
  renameSync(part, join(dataDir, RESCUED))
}

/**
 * Puts a log that was rescued in the place of the one that is gone. Where another file stands there by now, both are kept:
 * then the name of the rescued one is returned, else null.
 */
export function takeRescued(file: string, dataDir: string): string | null {
  const rescued = join(dataDir, RESCUED)
  if (!existsSync(rescued)) return null
  if (existsSync(file)) {
    const stamp = new Date().toISOString().replace(/[:.]/g, '-')
    const aside = join(dataDir, `events-rescued-${stamp}.duckdb`)
    renameSync(rescued, aside)
    return aside
  }
  // A write-ahead log without its file, which has nothing that the rescued one has not.
  rmSync(`${file}.wal`, { force: true })
  renameSync(rescued, file)
  return null
}
