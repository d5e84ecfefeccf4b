import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { MIGRATIONS, migrate } from './migrations.ts'

/**
 * DuckDB's own budget where events are of a usual size, bytes; `MemoryBudget` raises it for larger ones. The process around
 * it needs about 250 MB more in a flood.
 */
export const USUAL_BUDGET = 128_000_000
/** Large enough that DuckDB never checkpoints by itself within a stream of events; `Upkeep` does it in pauses. */
const CHECKPOINT_THRESHOLD = '1GB'

export interface Database {
  readonly instance: DuckDBInstance
  /** The file, for its size. */
  readonly file: string
  /** A file that could not be used and was renamed, with the reason; nothing was deleted. */
  readonly setAside: SetAside | null
}

export interface SetAside {
  readonly code: 'database-damaged' | 'database-newer'
  readonly file: string
  readonly reason: string
}

/** The data folder cannot be used; `code` is `database-locked` or `data-folder`. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Opens the event log in a data folder, creating or migrating it. A file that is damaged or was written by a newer
 * Tattler is renamed, and an empty log takes its place.
 */
export async function openDatabase(dataDir: string): Promise<Database> {
  const file = join(dataDir, 'events.duckdb')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new DatabaseError('data-folder', `The data folder ${dataDir} cannot be made: ${messageOf(error)}`)
  }
  let setAside: SetAside | null = null
  let instance: DuckDBInstance
  try {
    instance = await createInstance(file)
  } catch (error) {
    const reason = messageOf(error)
    if (/lock on file/i.test(reason)) {
      throw new DatabaseError('database-locked', `Another Tattler uses the data folder ${dataDir}.`, { cause: error })
    }
    if (!existsSync(file) || /permission denied|read-only|cannot open file/i.test(reason)) {
      throw new DatabaseError('data-folder', `The event log ${file} cannot be opened: ${reason}`, { cause: error })
    }
    setAside = { code: 'database-damaged', file: moveAside(file, 'damaged'), reason }
    instance = await createInstance(file)
  }

  let version = await readVersion(instance)
  if (version > MIGRATIONS.length) {
    instance.closeSync()
    const reason = `it has version ${version} of the schema, this Tattler knows up to ${MIGRATIONS.length}`
    setAside = { code: 'database-newer', file: moveAside(file, 'newer'), reason }
    instance = await createInstance(file)
    version = 0
  }
  const connection = await instance.connect()
  await migrate(connection, version)
  connection.closeSync()
  return { instance, file, setAside }
}

function createInstance(file: string): Promise<DuckDBInstance> {
  return DuckDBInstance.create(file, {
    memory_limit: `${Math.ceil(openingBudget(file) / 1e6)}MB`,
    threads: '2',
    checkpoint_threshold: CHECKPOINT_THRESHOLD,
    // Captured data must not reach further than the log: no extension is ever fetched or loaded.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
}

/** A write-ahead log is read back into memory, and may hold rows so large that the usual budget would not do. Bytes. */
export function openingBudget(file: string): number {
  const wal = `${file}.wal`
  const bytes = existsSync(wal) ? statSync(wal).size : 0
  return bytes > USUAL_BUDGET / 4 ? USUAL_BUDGET + 2 * bytes : USUAL_BUDGET
}

/** 0 for an empty file. */
async function readVersion(instance: DuckDBInstance): Promise<number> {
  const connection = await instance.connect()
  try {
    const tables = await connection.runAndReadAll("SELECT 1 FROM duckdb_tables() WHERE table_name = 'meta'")
    if (tables.currentRowCount === 0) return 0
    return Number((await readMeta(connection, 'version')) ?? 0)
  } finally {
    connection.closeSync()
  }
}

export async function readMeta(connection: DuckDBConnection, key: string): Promise<string | null> {
  const reader = await connection.runAndReadAll('SELECT value FROM meta WHERE key = ?', [key])
  const value = reader.getRows()[0]?.[0]
  return typeof value === 'string' ? value : null
}

export async function writeMeta(connection: DuckDBConnection, key: string, value: string): Promise<void> {
  await connection.run('DELETE FROM meta WHERE key = ?', [key])
  await connection.run('INSERT INTO meta VALUES (?, ?)', [key, value])
}

/** Runs `work` between BEGIN and COMMIT; rolls back if it fails. */
export async function inTransaction<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN')
  try {
    const result = await work()
    await connection.run('COMMIT')
    return result
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Runs `read` so that everything it reads is of one moment, however fast the log grows meanwhile. */
export async function inSnapshot<T>(connection: DuckDBConnection, read: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN TRANSACTION READ ONLY')
  try {
    return await read()
  } finally {
    await connection.run('ROLLBACK')
  }
}

function moveAside(file: string, why: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  const target = file.replace(/\.duckdb$/, `-${why}-${stamp}.duckdb`)
  renameSync(file, target)
  if (existsSync(`${file}.wal`)) renameSync(`${file}.wal`, `${target}.wal`)
  return target
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
