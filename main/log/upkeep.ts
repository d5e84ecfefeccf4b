import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Dropped } from '../../shared/messages.ts'
import type { Retention } from './api.ts'
import { rememberLastId } from './clear.ts'
import { checkpoint, type Database, inTransaction } from './database.ts'
import { isBusy, messageOf } from './database-error.ts'
import { addDropped, writeDropped } from './dropped.ts'
import type { FileGuard } from './file-guard.ts'
import type { LogState } from './log-state.ts'
import { compactSources } from './mail-sources.ts'
import type { Queue } from './queue.ts'
import { deleteOldest, excessByBytes, fileBytes, isFarOver, walBytes } from './retention.ts'
import { countPoints, deleteOldestPoints } from './series.ts'

/** After this pause in the stream of events the log is tidied up: limits enforced, write-ahead log folded in. ms. */
const PAUSE = 1500
/** A write-ahead log below this is left alone: it is read back within the blink of an eye. Bytes. */
const SMALL_WAL = 8 * 1024 * 1024
/**
 * A write-ahead log of so much is folded in between two batches, which holds up the next one for some seconds. Left to grow
 * it would take long to read back at the next start, and twice its size of memory. A smaller one takes nearly as long: to
 * fold in each 128 MiB costs a third of the rate at which events are taken. Bytes.
 */
const LARGE_WAL = 512 * 1024 * 1024
/** Whenever so much has come, its size is looked at. Bytes. */
const WAL_CHECK = 8 * 1024 * 1024
/** Deleted sources of mails below this are not worth writing the others anew. Bytes. */
const MUCH_DELETED = 64 * 1024 * 1024
/** While events stream in without a pause, the size of the file is looked at whenever this share of its limit arrived. */
const SIZE_CHECK_SHARE = 0.1

export interface UpkeepOptions {
  readonly database: Database
  readonly guard: FileGuard
  readonly writer: DuckDBConnection
  /** What the writer does, one piece of work after the other. */
  readonly writes: Queue
  readonly state: LogState
  readonly retention: Retention
  /** Whether somebody may read meanwhile. */
  hasViewers(): boolean
  /** Events were deleted. */
  onDeleted(): void
  /** Points were deleted, and no event. */
  onTrimmed(): void
  /** Something failed, which loses nothing; it is tried again. */
  onProblem(reason: string): void
}

/** Keeps the log within its limits and its file in order, as far as possible while nothing else is to do. */
export class Upkeep {
  private readonly options: UpkeepOptions
  private retention: Retention
  private pause: NodeJS.Timeout | undefined
  /** Bytes taken since the size of the file was last looked at. */
  private uncheckedBytes = 0
  private sinceWalCheck = 0
  /** Bytes of sources that were deleted, and still take up room. */
  private deletedBytes = 0

  constructor(options: UpkeepOptions) {
    this.options = options
    this.retention = options.retention
  }

  /** New limits, in force at once. */
  setRetention(retention: Retention): void {
    this.retention = retention
    this.run(() => this.tidy())
  }

  /** Call it where a batch was stored, as a part of that work: what cannot wait for a pause is done. */
  async afterBatch(bytes: number): Promise<void> {
    await this.tryTo(() => this.enforceLimitsInStream(bytes))
    this.tidyLater()
  }

  private tidyLater(): void {
    clearTimeout(this.pause)
    this.pause = setTimeout(() => this.run(() => this.tidy()), PAUSE)
    this.pause.unref()
  }

  /** Does work on the log when it is its turn. */
  run(work: () => Promise<void>): void {
    void this.options.writes.run(() => this.tryTo(work))
  }

  /** Rejects where the file cannot be written, or the disk has no room: DuckDB would give up on the file half-way. */
  private async checkpoint(): Promise<void> {
    this.options.guard.check()
    const { file } = this.options.database
    const { bavail, bsize } = await statfs(dirname(file))
    if (bavail * bsize < walBytes(this.options.database)) {
      throw new Error('the disk has no room for folding the write-ahead log into the file')
    }
    await checkpoint(this.options.writer, { isShared: this.options.hasViewers() })
  }

  stop(): void {
    clearTimeout(this.pause)
  }

  /** Folds the write-ahead log in, so that the next start need not read it. */
  async finish(): Promise<void> {
    await this.tryTo(() => this.checkpoint())
    this.stop()
  }

  /** Events that are stored stay acknowledged, whatever comes of keeping the log in order. */
  private async tryTo(work: () => Promise<void>): Promise<void> {
    // That is told, and over before anything else is to do.
    if (this.options.guard.hasFault) return
    try {
      await work()
    } catch (error) {
      // What has befallen the file is told by its guard.
      this.options.guard.look()
      if (this.options.guard.hasFault) return
      const reason = messageOf(error)
      if (isBusy(reason)) this.tidyLater()
      else this.options.onProblem(reason)
    }
  }

  private async enforceLimitsInStream(addedBytes: number): Promise<void> {
    this.uncheckedBytes += addedBytes
    if (isFarOver(this.options.state.events, this.retention)) await this.enforceCount()
    if (this.uncheckedBytes > this.retention.bytes * SIZE_CHECK_SHARE) {
      await this.enforcePoints()
      await this.enforceBytes()
    }
    this.sinceWalCheck += addedBytes
    if (this.sinceWalCheck < WAL_CHECK) return
    this.sinceWalCheck = 0
    if (walBytes(this.options.database) > LARGE_WAL) await this.checkpoint()
  }

  private async tidy(): Promise<void> {
    await this.enforcePoints()
    await this.enforceCount()
    await this.enforceBytes()
    if (walBytes(this.options.database) > SMALL_WAL) await this.checkpoint()
  }

  private async enforcePoints(): Promise<void> {
    const { writer, state, onTrimmed } = this.options
    const excess = (await countPoints(writer)) - this.retention.points
    if (excess <= 0) return
    const dropped = await inTransaction(writer, async () => {
      const points = await deleteOldestPoints(writer, excess)
      return this.writeDropped({ events: 0, points })
    })
    state.dropped = dropped
    onTrimmed()
  }

  private async enforceCount(): Promise<void> {
    const excess = this.options.state.events - this.retention.events
    if (excess > 0) await this.deleteOldest(excess)
  }

  /** Folds the write-ahead log in first, because only then the file tells its size. */
  private async enforceBytes(): Promise<void> {
    const { database, writer, state } = this.options
    this.uncheckedBytes = 0
    if (fileBytes(database) <= this.retention.bytes) return
    await this.reclaim()
    const excess = await excessByBytes(writer, state.events, this.retention)
    if (excess === 0) return
    await this.deleteOldest(excess)
    await this.reclaim()
  }

  private async deleteOldest(excess: number): Promise<void> {
    const { writer, state, onDeleted } = this.options
    const { deleted, dropped } = await inTransaction(writer, async () => {
      await rememberLastId(writer, state.lastId)
      const deleted = await deleteOldest(writer, excess)
      return { deleted, dropped: await this.writeDropped({ events: deleted.events, points: 0 }) }
    })
    state.events -= deleted.events
    state.dropped = dropped
    this.deletedBytes += deleted.sourceBytes
    if (deleted.events > 0) onDeleted()
  }

  /** Resolves with what was dropped with `more`. Call it in the transaction that deletes that. */
  private async writeDropped(more: Dropped): Promise<Dropped> {
    const { writer, state } = this.options
    const dropped = addDropped(state.dropped, more)
    await writeDropped(writer, state.dropped, dropped)
    return dropped
  }

  /** Makes the room of what was deleted free for what comes. */
  private async reclaim(): Promise<void> {
    if (this.deletedBytes > MUCH_DELETED) {
      await compactSources(this.options.writer)
      this.deletedBytes = 0
    }
    await this.checkpoint()
  }
}
