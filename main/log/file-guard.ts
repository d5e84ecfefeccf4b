import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Database } from './database.ts'
import { DatabaseError, messageOf } from './database-error.ts'
import type { Queue } from './queue.ts'
import { rescueLog } from './rescue.ts'

/** Between two looks at most while something is written, and always. ms. */
const BUSY = 100
const IDLE = 1000
/** The pause behind a try to write the log anew, as a multiple of what that took. */
const REST = 10

export interface FileGuardOptions {
  readonly database: Database
  readonly writer: DuckDBConnection
  /** What the writer does, one piece of work after the other. */
  readonly writes: Queue
  /** Why nothing can be stored now; null once something can be again. */
  onFault(reason: string | null): void
  /** What was in a file that is gone lies in another one: the log has to be opened anew. */
  onRescued(reason: string): void
}

/**
 * Looks whether the open file of the log is still the one in the data folder, and can be written. The system lets a program
 * go on with a file that was removed, but the next start would find nothing of what is written to it.
 */
export class FileGuard {
  private readonly options: FileGuardOptions
  private readonly inode: number
  private fault: string | null = null
  private lookedAt = 0
  private isGone = false
  private isRescued = false
  private rescueAt = 0
  private timer: NodeJS.Timeout | undefined

  constructor(options: FileGuardOptions) {
    this.options = options
    this.inode = statSync(options.database.file).ino
  }

  /** Looks from time to time from now on, whether anything is written or not. */
  begin(): void {
    this.timer = setInterval(() => this.look(), IDLE)
    this.timer.unref()
  }

  /** Whether nothing can be stored, as far as that is known. */
  get hasFault(): boolean {
    return this.fault !== null
  }

  /** Throws a `DatabaseError` where nothing can be stored. Call it in turn, before anything is. */
  check(): void {
    if (performance.now() - this.lookedAt > BUSY) this.look()
    if (this.fault !== null) throw new DatabaseError('data-folder', this.fault)
  }

  /** Looks at once. */
  look(): void {
    this.lookedAt = performance.now()
    const before = this.fault
    if (!this.isRescued) this.fault = this.findFault()
    if (this.fault !== before) this.options.onFault(this.fault)
    if (!this.isGone || this.lookedAt < this.rescueAt) return
    this.rescueAt = Number.POSITIVE_INFINITY
    void this.options.writes.run(() => this.rescue()).catch(() => undefined)
  }

  /** Ends the looking. Rejects where the file is gone, and what was in it could not be written anew. Call it in turn. */
  async close(): Promise<void> {
    clearInterval(this.timer)
    this.look()
    if (this.isGone) await this.rescue()
  }

  private findFault(): string | null {
    const { file } = this.options.database
    try {
      this.isGone = statSync(file, { throwIfNoEntry: false })?.ino !== this.inode
      if (this.isGone) return `the file ${file} was removed`
      accessSync(file, constants.W_OK)
      accessSync(dirname(file), constants.W_OK)
      return null
    } catch (error) {
      return `the data folder cannot be written: ${messageOf(error)}`
    }
  }

  /** Nothing is written to the file from then on. */
  private async rescue(): Promise<void> {
    if (this.isRescued || !this.isGone) return
    const { database, writer, onRescued } = this.options
    const start = performance.now()
    try {
      await rescueLog(dirname(database.file), writer)
    } catch (error) {
      const end = performance.now()
      this.rescueAt = end + REST * (end - start)
      throw error
    }
    this.isRescued = true
    onRescued(`its file ${database.file} was removed, and what was in it has been written anew`)
  }
}
