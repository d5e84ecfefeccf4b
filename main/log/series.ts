import { BIGINT, type DuckDBConnection, LIST, listValue, VARCHAR } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { ChunkPacker, type Column } from './packed-chunk.ts'

/** Series kept in memory; more are read from the log again. */
const CAPACITY = 50_000

/** A series that began, with the event that stands for it. */
export interface NewSeries {
  readonly id: EventId
  readonly instance: string
  readonly stream: string
  readonly key: string
}

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
  private size = 0

  /** Loads the series of these streams; call it before the others. */
  async load(
    streams: Iterable<{ readonly instance: string; readonly stream: string }>,
    connection: DuckDBConnection,
  ): Promise<void> {
    if (this.size > CAPACITY) this.reset()
    const missing = [...streams].filter(({ instance, stream }) => !this.known.has(streamKey(instance, stream)))
    if (missing.length === 0) return
    for (const { instance, stream } of missing) this.known.set(streamKey(instance, stream), new Map())
    const reader = await connection.runAndReadAll(
      `SELECT instance, stream, key, id::DOUBLE FROM series s
       WHERE stream IN (SELECT unnest(?)) AND EXISTS (FROM events e WHERE e.id = s.id) ORDER BY id`,
      [listValue(missing.map(({ stream }) => stream))],
      [LIST(VARCHAR)],
    )
    const found = reader.getRows().map(([instance, stream, key, id]) => ({
      id: Number(id),
      instance: String(instance),
      stream: String(stream),
      key: String(key),
    }))
    // Most streams are new: then nothing is looked for among the points, which are many.
    if (found.length === 0) return
    const newest = await readNewest(found, connection)
    // One that was cleared, began anew, and was brought back is there twice: the later one goes on.
    for (const { instance, stream, key, id } of found)
      this.keep(instance, stream, key, { id, last: newest.get(id) ?? null })
  }

  find(instance: string, stream: string, key: string): EventId | undefined {
    return this.known.get(streamKey(instance, stream))?.get(key)?.id
  }

  begin(instance: string, stream: string, key: string, id: EventId): void {
    this.keep(instance, stream, key, { id, last: null })
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
    this.size = 0
  }

  private keep(instance: string, stream: string, key: string, series: KnownSeries): void {
    this.known.get(streamKey(instance, stream))?.set(key, series)
    this.size++
  }
}

/** The newest point of each of these series that has one. */
async function readNewest(
  series: readonly NewSeries[],
  connection: DuckDBConnection,
): Promise<ReadonlyMap<EventId, KnownSeries['last']>> {
  const reader = await connection.runAndReadAll(
    `SELECT series::DOUBLE, arg_max(value, rowid), arg_max_null(extra, rowid)
     FROM points WHERE series IN (SELECT unnest(?)) GROUP BY series`,
    [listValue(series.map(({ id }) => BigInt(id)))],
    [LIST(BIGINT)],
  )
  return new Map(
    reader
      .getRows()
      .map(([id, value, extra]) => [
        Number(id),
        { value: Number(value), extra: typeof extra === 'string' ? extra : null },
      ]),
  )
}

function streamKey(instance: string, stream: string): string {
  return `${instance}\u0000${stream}`
}

const POINT_COLUMNS: readonly Column<NewPoint>[] = [
  { type: 'bigint', value: (point) => point.series },
  { type: 'bigint', value: (point) => Math.round(point.time) },
  { type: 'double', value: (point) => point.value },
  { type: 'text', value: (point) => point.extra },
]

/** Stores series that began and their points, inside the caller's transaction. */
export async function writeSeries(
  connection: DuckDBConnection,
  begun: readonly NewSeries[],
  points: readonly NewPoint[],
): Promise<void> {
  if (begun.length > 0) {
    await connection.run(
      'INSERT INTO series SELECT unnest($1), unnest($2), unnest($3), unnest($4)',
      [
        listValue(begun.map(({ id }) => BigInt(id))),
        listValue(begun.map(({ instance }) => instance)),
        listValue(begun.map(({ stream }) => stream)),
        listValue(begun.map(({ key }) => key)),
      ],
      [LIST(BIGINT), LIST(VARCHAR), LIST(VARCHAR), LIST(VARCHAR)],
    )
  }
  if (points.length === 0) return
  const writer = new ChunkWriter(POINT_COLUMNS.map(({ type }) => type))
  const appender = await connection.createAppender('points')
  try {
    for (const chunk of new ChunkPacker(POINT_COLUMNS).pack(points)) appender.appendDataChunk(writer.write(chunk))
    appender.flushSync()
  } finally {
    appender.closeSync()
  }
}

/** Points of all series together. */
export async function countPoints(connection: DuckDBConnection): Promise<number> {
  const counted = await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM points')
  return Number(counted.getRows()[0]?.[0] ?? 0)
}

/** Deletes the `excess` oldest points of all series together, and resolves with how many went. */
export async function deleteOldestPoints(connection: DuckDBConnection, excess: number): Promise<number> {
  const cutoff = 'SELECT max(rowid) FROM (SELECT rowid FROM points ORDER BY rowid LIMIT ?)'
  const result = await connection.run(`DELETE FROM points WHERE rowid <= (${cutoff})`, [excess])
  return result.rowsChanged
}

/** Deletes the series of the events up to `id` that are not pinned. Call it before those go. */
export async function deleteSeriesUpTo(connection: DuckDBConnection, id: EventId): Promise<void> {
  await deleteSeries(
    connection,
    `id <= ${id} AND id NOT IN (SELECT id FROM pins) AND EXISTS (FROM events e WHERE e.id = s.id)`,
  )
}

/** Deletes the series of events that are gone for good. Call it while no clear can be undone. */
export async function deleteSeriesOrphans(connection: DuckDBConnection): Promise<void> {
  // The events of the series that there are, rather than all: 100 ms less at a million.
  await deleteSeries(connection, 'id NOT IN (SELECT e.id FROM events e SEMI JOIN series o ON e.id = o.id)')
}

/** Points first: a series that is still there is found again after a crash. */
async function deleteSeries(connection: DuckDBConnection, condition: string): Promise<void> {
  await connection.run(`DELETE FROM points WHERE series IN (SELECT id FROM series s WHERE ${condition})`)
  await connection.run(`DELETE FROM series s WHERE ${condition}`)
}
