import { type DuckDBConnection, LIST, listValue, VARCHAR } from '@duckdb/node-api'
import { KeyFilter } from './key-filter.ts'

/** Streams whose last sequence number is kept in memory. */
const CAPACITY = 50_000
/** Streams that the filter has room for at first. */
const LEAST_STREAMS = 100_000
const COLUMNS = 'instance, stream, sequence'
const WITH_CLEARED = `(SELECT ${COLUMNS} FROM events UNION ALL SELECT ${COLUMNS} FROM cleared_events)`

/**
 * The last sequence number of each stream. Recently used streams are in memory, the others are looked up in the log,
 * all unknown streams of a batch in one query. That reads through all of the log, so a filter tells which streams are new.
 */
export class Sequences {
  private readonly last = new Map<string, number>()
  /** Has every stream of the log; null until it is needed. */
  private streams: KeyFilter | null
  /** Whether there are cleared events that can be brought back: what comes meanwhile must not get their numbers. */
  hasCleared = false

  /** `isEmpty` says that the log holds no events yet. */
  constructor(isEmpty: boolean) {
    this.streams = isEmpty ? new KeyFilter(LEAST_STREAMS) : null
  }

  /** Loads the last numbers of these streams; call it before `take`. */
  async load(streams: Iterable<{ instance: string; stream: string }>, connection: DuckDBConnection): Promise<void> {
    const unknown = new Map<string, { instance: string; stream: string }>()
    for (const one of streams) {
      const key = keyOf(one.instance, one.stream)
      if (!this.last.has(key)) unknown.set(key, one)
    }
    if (unknown.size === 0) return
    if (this.streams === null || this.streams.isFull) this.streams = await this.readStreams(connection)
    const missing = new Map<string, { instance: string; stream: string }>()
    for (const [key, one] of unknown) {
      if (this.streams.mayHave(key)) missing.set(key, one)
      this.streams.add(key)
    }
    if (missing.size === 0) return
    const ids = [...missing.values()].map((one) => one.stream)
    const reader = await connection.runAndReadAll(
      `SELECT instance, stream, max(sequence)::DOUBLE FROM ${this.table}
       WHERE stream IN (SELECT unnest(?)) GROUP BY ALL`,
      [listValue(ids)],
      [LIST(VARCHAR)],
    )
    for (const key of missing.keys()) this.last.set(key, 0)
    for (const [instance, stream, sequence] of reader.getRows()) {
      const key = keyOf(String(instance), String(stream))
      if (missing.has(key)) this.last.set(key, Number(sequence))
    }
  }

  /** Gives `count` numbers of a stream away and returns the first. */
  take(instance: string, stream: string, count: number): number {
    const key = keyOf(instance, stream)
    const last = this.last.get(key) ?? 0
    // Setting a key anew moves nothing in a Map; deleting first keeps it ordered by use, so the oldest come first.
    this.last.delete(key)
    this.last.set(key, last + count)
    return last + 1
  }

  /** Drops the least recently used streams over the capacity; call it between batches. */
  trim(): void {
    for (const key of this.last.keys()) {
      if (this.last.size <= CAPACITY) return
      this.last.delete(key)
    }
  }

  /** Forgets everything, after a batch that was numbered but not stored. */
  reset(): void {
    this.last.clear()
  }

  private get table(): string {
    return this.hasCleared ? WITH_CLEARED : 'events'
  }

  /** With room for as many again, so that it is not made anew for each of them. */
  private async readStreams(connection: DuckDBConnection): Promise<KeyFilter> {
    const reader = await connection.runAndReadAll(`SELECT DISTINCT instance, stream FROM ${this.table}`)
    const rows = reader.getRows()
    const filter = new KeyFilter(Math.max(LEAST_STREAMS, 2 * rows.length))
    for (const [instance, stream] of rows) filter.add(keyOf(String(instance), String(stream)))
    return filter
  }
}

function keyOf(instance: string, stream: string): string {
  return `${instance}\u0000${stream}`
}
