import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Series, SeriesPoint } from '../../shared/series.ts'

/** The series of a stream, in the order in which they began. */
export async function readSeries(
  connection: DuckDBConnection,
  { instance, stream }: { readonly instance: string; readonly stream: string },
): Promise<readonly Series[]> {
  const reader = await connection.runAndReadAll(
    `SELECT s.id::DOUBLE, s.key, any_value(e.payload), count(p.series)::DOUBLE,
       arg_max(p.time, p.rowid)::DOUBLE, arg_max(p.value, p.rowid)
     FROM series s JOIN events e ON e.id = s.id LEFT JOIN points p ON p.series = s.id
     WHERE s.instance = $1 AND s.stream = $2 GROUP BY s.id, s.key ORDER BY s.id`,
    [instance, stream],
  )
  return reader.getRows().map(([id, key, payload, points, time, value]) => ({
    id: Number(id),
    key: String(key),
    payload: String(payload),
    points: Number(points),
    last: typeof value === 'number' ? { time: Number(time), value } : null,
  }))
}

/**
 * The points of a series by time. Of more than `most` points those are taken that a chart of that width shows: the least
 * and the greatest of each of `most / 2` equal parts.
 */
export async function readPoints(
  connection: DuckDBConnection,
  { id, most }: { readonly id: EventId; readonly most: number },
): Promise<readonly SeriesPoint[]> {
  const reader = await connection.runAndReadAll(
    `WITH numbered AS (
       SELECT time, value, extra, row_number() OVER by_time AS n, count(*) OVER () AS total
       FROM points WHERE series = $1 WINDOW by_time AS (ORDER BY time, rowid)),
     parts AS (SELECT *, n * ($2 // 2) // total AS part FROM numbered)
     SELECT time::DOUBLE, value, extra FROM parts
     WHERE total <= $2 OR n IN (
       SELECT unnest([arg_min(n, value), arg_max(n, value)]) FROM parts GROUP BY part)
     ORDER BY n`,
    [BigInt(id), most],
  )
  return reader.getRows().map(([time, value, extra]) => ({
    time: Number(time),
    value: Number(value),
    extra: typeof extra === 'string' ? extra : null,
  }))
}
