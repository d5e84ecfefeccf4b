import type { EventRow } from '../../shared/event.ts'

/** A row with plain values; `id` also tells its summary. */
export function makeRow(id: number, values: Partial<EventRow> = {}): EventRow {
  return {
    id,
    instance: 'app',
    stream: 'stream',
    sequence: id,
    type: 'log',
    time: id,
    received: id,
    importance: 2,
    duration: null,
    success: null,
    tags: [],
    calledFrom: null,
    parent: null,
    depth: 0,
    descendants: 0,
    summary: `event ${id}`,
    target: null,
    query: null,
    protocol: 'web-debug',
    size: 10,
    pinned: false,
    note: null,
    ...values,
  }
}

/** Rows with the ids `first` to `last`. */
export function makeRows(first: number, last: number): EventRow[] {
  return Array.from({ length: last - first + 1 }, (_, index) => makeRow(first + index))
}
