import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId, EventRow } from '../../shared/event.ts'
import { EVENT_AT, EVENT_COLUMNS, EVENT_TYPES, type EventColumn } from './event-columns.ts'
import { readRows, toRow } from './event-rows.ts'
import { ColumnView, type PackedChunk } from './packed-chunk.ts'
import type { Pins } from './pins.ts'

/** Rows kept; a viewer that follows is sent no more at once. */
const KEPT = 256
const NO_PINS: Pins = new Map()
/** The columns that no row shows; the others are those of `ROW_COLUMNS`. */
const HIDDEN: ReadonlySet<EventColumn> = new Set(['definedIn', 'payload', 'metadata', 'isSummaryInPayload'])
const ROW = EVENT_COLUMNS.filter((column) => !HIDDEN.has(column))

/**
 * The rows of the events stored last, as they would be read from the log. Every viewer that follows asks for just these
 * after each commit: reading them back cost more than all else that was done to tell it.
 */
export class RecentRows {
  private rows: EventRow[] = []
  /** Whether nothing was stored, and nothing went away, since the log was opened. */
  private isAsOpened = true

  /** Reads the newest events of a log that has just been opened: a viewer asks for them first, and its page takes longer. */
  async begin(connection: DuckDBConnection, lastId: EventId): Promise<void> {
    const newest = Array.from({ length: Math.min(KEPT, lastId) }, (_, index) => lastId - index)
    const rows = await readRows(connection, newest.reverse(), new Map())
    const hasGaps = lastId - (rows[0]?.id ?? 0) + 1 > rows.length
    if (this.isAsOpened && !hasGaps) this.rows = rows
  }

  /** The events are stored, in the order of their ids, and follow those added before. */
  add(chunks: readonly PackedChunk[]): void {
    this.isAsOpened = false
    for (const chunk of chunks) {
      const known = chunk.rows < KEPT ? this.rows.slice(chunk.rows - KEPT) : []
      this.rows = [...known, ...readLast(chunk, KEPT)]
    }
  }

  /** Must be called when events went away. */
  clear(): void {
    this.isAsOpened = false
    this.rows = []
  }

  /** The rows of these events in the order of `ids`; null if one of them is not here. */
  find(ids: readonly EventId[], pins: Pins): EventRow[] | null {
    const first = this.rows[0]?.id ?? Number.POSITIVE_INFINITY
    const found: EventRow[] = []
    for (const id of ids) {
      // Ids are consecutive.
      const row = this.rows[id - first]
      if (row?.id !== id) return null
      found.push(pins.has(id) ? { ...row, pinned: true, note: pins.get(id) || null } : row)
    }
    return found
  }
}

/** The last rows of a chunk, `count` of them at most. */
function readLast(chunk: PackedChunk, count: number): EventRow[] {
  const columns = ROW.map((column) => new ColumnView(chunk, EVENT_TYPES, EVENT_AT[column]))
  const first = Math.max(0, chunk.rows - count)
  return Array.from({ length: chunk.rows - first }, (_, index) =>
    toRow(
      columns.map((column) => column.read(first + index)),
      NO_PINS,
    ),
  )
}
