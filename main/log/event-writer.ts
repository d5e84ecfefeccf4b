import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api'
import { ChunkWriter } from './chunk-writer.ts'
import { EVENT_AT, EVENT_TYPES } from './event-columns.ts'
import { MemoryBudget } from './memory-budget.ts'
import { ColumnView, type PackedChunk } from './packed-chunk.ts'

/**
 * Appends rows to the table `events` as data chunks. Appender and chunk are kept: making them costs as much as storing
 * a hundred rows, and a batch of a quiet moment has one.
 */
export class EventWriter {
  private readonly connection: DuckDBConnection
  private readonly chunks = new ChunkWriter(EVENT_TYPES)
  private readonly budget: MemoryBudget
  private appender: DuckDBAppender | null = null

  constructor(connection: DuckDBConnection) {
    this.connection = connection
    this.budget = new MemoryBudget(connection)
  }

  /**
   * Appends inside the caller's transaction, if there is one: all rows become visible and durable with its COMMIT. Without
   * one, those of a single chunk do so together, before it resolves. `sources` are the sizes of what is stored beside
   * them, bytes.
   */
  async append(chunks: readonly PackedChunk[], sources: readonly number[] = []): Promise<void> {
    await this.budget.makeRoom(chunks.flatMap(payloadSizes), sources)
    this.appender ??= await this.connection.createAppender('events')
    try {
      for (const chunk of chunks) this.appender.appendDataChunk(this.chunks.write(chunk))
      this.appender.flushSync()
    } catch (error) {
      this.forgetTable()
      throw error
    }
  }

  /** Must be called when another table takes the name `events`. */
  forgetTable(): void {
    this.appender?.clear()
    this.appender?.closeSync()
    this.appender = null
  }
}

/** Bytes. */
function payloadSizes(chunk: PackedChunk): number[] {
  const sizes = new ColumnView(chunk, EVENT_TYPES, EVENT_AT.size)
  return Array.from({ length: chunk.rows }, (_, row) => Number(sizes.read(row)))
}
