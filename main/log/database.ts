import { accessSync, constants, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { DatabaseError, isDamage, isOfMachine, messageOf } from './database-error.ts'
import { MIGRATIONS, migrate } from './migrations.ts'
import { takeRescued } from './rescue.ts'

/**
 * DuckDB's own budget where events are of a usual size, bytes; `MemoryBudget` raises it for larger ones. The process around
 * it needs about 250 MB more in a flood.
 */
export const USUAL_BUDGET = 128_000_000
/** Large enough that DuckDB never checkpoints by itself within a stream of events; `Upkeep` does it in pauses. */
const CHECKPOINT_THRESHOLD = '1GB'
/** DuckDB's threads, the one that asks among them. */
const THREADS = 2

export interface Database {
  readonly instance: DuckDBInstance
  /** The file, for its size. */
  readonly file: string
  /** A file that is not used and was renamed, with the reason; nothing was deleted. */
  readonly setAside: SetAside | null
}

export interface SetAside {
  readonly code: 'database-damaged' | 'database-newer' | 'database-replaced'
  readonly file: string
  readonly reason: string
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
  checkWritable(dataDir, file)
  const rescued = takeRescued(file, dataDir)
  const reason = 'another file stood in its place'
  const setAside: SetAside | null = rescued === null ? null : { code: 'database-replaced', file: rescued, reason }
  let instance: DuckDBInstance | null = null
  try {
    instance = await createInstance(file)
    const version = await readVersion(instance)
    if (version <= MIGRATIONS.length) {
      await bringUpToDate(instance, version)
      return { instance, file, setAside }
    }
    const reason = `it has version ${version} of the schema, this Tattler knows up to ${MIGRATIONS.length}`
    return replaceFile({ instance, file }, 'database-newer', reason)
  } catch (error) {
    const reason = messageOf(error)
    if (/lock on file/i.test(reason)) {
      throw new DatabaseError('database-locked', `Another Tattler uses the data folder ${dataDir}.`, { cause: error })
    }
    if (!existsSync(file) || isOfMachine(reason)) {
      throw new DatabaseError('data-folder', `The event log ${file} cannot be opened: ${reason}`, { cause: error })
    }
    if (instance !== null && !isDamage(reason)) throw error
    return replaceFile({ instance, file }, 'database-damaged', reason)
  }
}

/** Closes a file that cannot be used, renames it, and begins an empty log in its place. Its connections must be closed. */
export async function replaceFile(
  { instance, file }: { readonly instance: DuckDBInstance | null; readonly file: string },
  code: SetAside['code'],
  reason: string,
): Promise<Database> {
  if (instance !== null) {
    // It is kept as it is: what is wrong with it is not to be written over.
    const connection = await instance.connect()
    await connection.run('PRAGMA disable_checkpoint_on_shutdown').catch(() => undefined)
    connection.closeSync()
    instance.closeSync()
  }
  const setAside = { code, file: moveAside(file, code.replace('database-', '')), reason }
  const fresh = await createInstance(file)
  await bringUpToDate(fresh, 0)
  return { instance: fresh, file, setAside }
}

async function bringUpToDate(instance: DuckDBInstance, version: number): Promise<void> {
  const connection = await instance.connect()
  try {
    await migrate(connection, version)
  } finally {
    connection.closeSync()
  }
}

/** DuckDB opens a log that it cannot write as well, and would fail at the first event. */
function checkWritable(dataDir: string, file: string): void {
  try {
    accessSync(dataDir, constants.W_OK)
    if (existsSync(file)) accessSync(file, constants.W_OK)
  } catch (error) {
    throw new DatabaseError('data-folder', `The data folder ${dataDir} cannot be written: ${messageOf(error)}`)
  }
}

function createInstance(file: string): Promise<DuckDBInstance> {
  return DuckDBInstance.create(file, {
    memory_limit: `${Math.ceil(openingBudget(file) / 1e6)}MB`,
    threads: String(THREADS),
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

/**
 * Folds the write-ahead log into the file. Where others read meanwhile, it does so on one core and takes half as long again: else
 * they would wait for DuckDB's threads for up to half a second.
 */
export async function checkpoint(connection: DuckDBConnection, { isShared }: { isShared: boolean }): Promise<void> {
  if (!isShared) return void (await connection.run('CHECKPOINT'))
  await connection.run('SET threads = 1')
  try {
    await connection.run('CHECKPOINT')
  } finally {
    await connection.run(`SET threads = ${THREADS}`)
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
