import { BIGINT, DOUBLE, type DuckDBConnection, DuckDBDataChunk, LIST, listValue, VARCHAR } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'

/** Points kept of all series together; the oldest go first. */
const MOST_POINTS = 2_000_000
/** DuckDB's vector size: the most rows a data chunk holds. */
const CHUNK_ROWS = 2048

/** A point with its place in the log. */
export interface NewPoint {
  readonly series: EventId
  /** ms since the epoch. */
  readonly time: number
  readonly value: number
  /** JSON text. */
  readonly extra: string | null
}

interface KnownSeries {
  readonly id: EventId
  /** Its newest point, to tell a repetition. */
  last: { readonly value: number; readonly extra: string | null } | null
}

/**
 * The series of each stream: the event that began one stands for it in the log, and its points lie in a table of their
 * own. A series is looked up in the log when the first point of its stream comes, and kept in memory from then on.
 */
export class SeriesBook {
  private readonly known = new Map<string, Map<string, KnownSeries>>()

  /** Loads the series of these streams; call it before the others. */
  async load(
    streams: Iterable<{ readonly instance: string; readonly stream: string }>,
    connection: DuckDBConnection,
  ): Promise<void> {
    const missing = [...streams].filter(({ instance, stream }) => !this.known.has(streamKey(instance, stream)))
    if (missing.length === 0) return
    for (const { instance, stream } of missing) this.known.set(streamKey(instance, stream), new Map())
    const reader = await connection.runAndReadAll(
      `SELECT s.instance, s.stream, s.key, s.id::DOUBLE,
         (SELECT p.value FROM points p WHERE p.series = s.id ORDER BY p.rowid DESC LIMIT 1),
         (SELECT p.extra FROM points p WHERE p.series = s.id ORDER BY p.rowid DESC LIMIT 1)
       FROM series s WHERE s.stream IN (SELECT unnest(?)) AND EXISTS (FROM events e WHERE e.id = s.id)`,
      [listValue(missing.map(({ stream }) => stream))],
      [LIST(VARCHAR)],
    )
    for (const [instance, stream, key, id, value, extra] of reader.getRows()) {
      const last = typeof value === 'number' ? { value, extra: typeof extra === 'string' ? extra : null } : null
      this.known.get(streamKey(String(instance), String(stream)))?.set(String(key), { id: Number(id), last })
    }
  }

  find(instance: string, stream: string, key: string): EventId | undefined {
    return this.known.get(streamKey(instance, stream))?.get(key)?.id
  }

  begin(instance: string, stream: string, key: string, id: EventId): void {
    this.known.get(streamKey(instance, stream))?.set(key, { id, last: null })
  }

  /** True for a point that says what the one before it said: counters are sent again and again. Remembers it. */
  isRepeated(instance: string, stream: string, key: string, value: number, extra: string | null): boolean {
    const series = this.known.get(streamKey(instance, stream))?.get(key)
    if (!series) return false
    if (series.last?.value === value && series.last.extra === extra) return true
    series.last = { value, extra }
    return false
  }

  /** Forgets everything: after a batch that was not stored, or when events went away or came back. */
  reset(): void {
    this.known.clear()
  }
}

function streamKey(instance: string, stream: string): string {
  return `${instance}\u0000${stream}`
}

/** Stores series that began and their points, inside the caller's transaction. */
export async function writeSeries(
  connection: DuckDBConnection,
  begun: readonly { readonly id: EventId; readonly instance: string; readonly stream: string; readonly key: string }[],
  points: readonly NewPoint[],
): Promise<void> {
  for (const { id, instance, stream, key } of begun) {
    await connection.run('INSERT INTO series VALUES (?, ?, ?, ?)', [BigInt(id), instance, stream, key])
  }
  if (points.length === 0) return
  const appender = await connection.createAppender('points')
  try {
    for (let start = 0; start < points.length; start += CHUNK_ROWS) {
      const part = points.slice(start, start + CHUNK_ROWS)
      const chunk = DuckDBDataChunk.create([BIGINT, BIGINT, DOUBLE, VARCHAR], part.length)
      chunk.setColumnValues(
        0,
        part.map((point) => BigInt(point.series)),
      )
      chunk.setColumnValues(
        1,
        part.map((point) => BigInt(Math.round(point.time))),
      )
      chunk.setColumnValues(
        2,
        part.map((point) => point.value),
      )
      chunk.setColumnValues(
        3,
        part.map((point) => point.extra),
      )
      appender.appendDataChunk(chunk)
    }
    appender.flushSync()
  } finally {
    appender.closeSync()
  }
}

/** Deletes the oldest points beyond the most that are kept. */
export async function trimPoints(connection: DuckDBConnection): Promise<void> {
  const counted = await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM points')
  const excess = Number(counted.getRows()[0]?.[0] ?? 0) - MOST_POINTS
  if (excess > 0) {
    const cutoff = 'SELECT max(rowid) FROM (SELECT rowid FROM points ORDER BY rowid LIMIT ?)'
    await connection.run(`DELETE FROM points WHERE rowid <= (${cutoff})`, [excess + MOST_POINTS * 0.05])
  }
}

/** Deletes the series of the events up to `id` that are not pinned. Call it before those go. */
export async function deleteSeriesUpTo(connection: DuckDBConnection, id: EventId): Promise<void> {
  const going = 'SELECT e.id FROM events e WHERE e.id <= $1 AND e.id NOT IN (SELECT id FROM pins)'
  await connection.run(`DELETE FROM points WHERE series <= $1 AND series IN (${going})`, [BigInt(id)])
  await connection.run(`DELETE FROM series WHERE id <= $1 AND id IN (${going})`, [BigInt(id)])
}

/** Deletes the series of events that are gone for good. Call it while no clear can be undone. */
export async function deleteSeriesOrphans(connection: DuckDBConnection): Promise<void> {
  await connection.run('DELETE FROM points WHERE series NOT IN (SELECT id FROM events)')
  await connection.run('DELETE FROM series WHERE id NOT IN (SELECT id FROM events)')
}
