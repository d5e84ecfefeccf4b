import type { EventId, EventRow } from '../../shared/event.ts'
import type { NewEvent } from './event-writer.ts'
import { TAG_SEPARATOR } from './migrations.ts'
import type { Pins } from './pins.ts'

/** Rows kept; a viewer that follows is sent no more at once. */
const KEPT = 256

/**
 * The rows of the events stored last, as they would be read from the log. Every viewer that follows asks for just these
 * after each commit: reading them back cost more than all else that was done to tell it.
 */
export class RecentRows {
  private rows: EventRow[] = []

  /** `events` are stored, in the order of their ids, and follow those added before. */
  add(events: readonly NewEvent[]): void {
    const known = events.length < KEPT ? this.rows.slice(events.length - KEPT) : []
    this.rows = [...known, ...events.slice(-KEPT).map(toRow)]
  }

  /** Must be called when events went away. */
  clear(): void {
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

/** The database keeps text in UTF-8, which has no halves of surrogate pairs. */
function toRow({ event, ...place }: NewEvent): EventRow {
  return {
    ...place,
    instance: place.instance.toWellFormed(),
    stream: place.stream.toWellFormed(),
    type: event.type.toWellFormed(),
    time: event.time ?? place.received,
    importance: event.importance,
    duration: event.duration,
    success: event.success,
    tags: event.tags.map((tag) => tag.replaceAll(TAG_SEPARATOR, ' ').toWellFormed()),
    calledFrom: event.calledFrom,
    summary: event.summary.toWellFormed(),
    target: event.target?.toWellFormed() ?? null,
    query: event.query,
    size: Buffer.byteLength(event.payload),
    pinned: false,
    note: null,
  }
}
