import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What Tattler itself puts into its folder. */
const OURS =
  /^(events.*\.duckdb(\.wal|\.tmp)?|(settings|running|composer|composer-draft|projects|pending-profiles)(\.damaged)?\.json(\.new)?|send-token|transfer|window)$/
const FOR_OTHERS = 0o077

/**
 * Makes the data folder the user's alone, as everything in it has to be: what DuckDB writes there gets the rights of the system's
 * usual files. One with other things in it, or of somebody else, stays as it is; then the reason is returned, else null.
 */
export function keepFolderPrivate(dataDir: string): string | null {
  // Windows has no such rights; there the folder lies in the user's profile.
  if (process.platform === 'win32') return null
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const mode = statSync(dataDir).mode & 0o777
    if ((mode & FOR_OTHERS) === 0) return null
    if (readdirSync(dataDir).some((name) => !OURS.test(name))) return 'it holds other files, too'
    chmodSync(dataDir, 0o700)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Makes the files of the log the user's alone, for folders that others can look into. */
export function keepLogPrivate(dataDir: string): void {
  for (const name of readdirSync(dataDir)) if (/\.duckdb(\.wal)?$/.test(name)) chmodSync(join(dataDir, name), 0o600)
}
