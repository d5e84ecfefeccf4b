import type { DuckDBConnection } from '@duckdb/node-api'
import type { Series, SeriesPart, SeriesPoint } from '../../shared/series.ts'

/** The series of a stream, in the order in which they began. */
export async function readSeries(
  connection: DuckDBConnection,
  { instance, stream }: { readonly instance: string; readonly stream: string },
): Promise<readonly Series[]> {
  // The points are gathered before the events are joined: a payload for each of them would be much to carry.
  const reader = await connection.runAndReadAll(
    `WITH asked AS (SELECT id, key FROM series WHERE instance = $1 AND stream = $2),
       gathered AS (
         SELECT series, count(*)::DOUBLE AS points, arg_max(time, rowid)::DOUBLE AS time, arg_max(value, rowid) AS value,
           min(value) AS least, max(value) AS most, avg(value) AS average
         FROM points WHERE series IN (SELECT id FROM asked) GROUP BY series)
     SELECT s.id::DOUBLE, s.key, e.payload, coalesce(points, 0), p.time, value, least, most, average
     FROM asked s JOIN events e ON e.id = s.id LEFT JOIN gathered p ON p.series = s.id ORDER BY s.id`,
    [instance, stream],
  )
  return reader.getRows().map(([id, key, payload, points, time, value, least, most, average]) => ({
    id: Number(id),
    key: String(key),
    payload: String(payload),
    points: Number(points),
    last: typeof value === 'number' ? { time: Number(time), value } : null,
    figures: typeof value === 'number' ? { least: Number(least), most: Number(most), average: Number(average) } : null,
  }))
}

/**
 * The points of a series by time. Of more than `most` points those are taken that a chart of that width shows: the least
 * and the greatest of each of `most / 2` equal parts.
 */
export async function readPoints(
  connection: DuckDBConnection,
  { id, most, between }: SeriesPart,
): Promise<readonly SeriesPoint[]> {
  const reader = await connection.runAndReadAll(
    `WITH asked AS (SELECT time, value, extra, rowid AS place FROM points WHERE series = $1),
       edges AS (
         SELECT coalesce(max(time) FILTER (time < $3), $3) AS first, coalesce(min(time) FILTER (time > $4), $4) AS last
         FROM asked),
       numbered AS (
         SELECT time, value, extra, row_number() OVER by_time AS n, count(*) OVER () AS total
         FROM asked, edges WHERE time BETWEEN first AND last WINDOW by_time AS (ORDER BY time, place)),
       parts AS (SELECT *, n * ($2 // 2) // total AS part FROM numbered)
     SELECT time::DOUBLE, value, extra FROM parts
     WHERE total <= $2 OR n IN (
       SELECT unnest([arg_min(n, value), arg_max(n, value)]) FROM parts GROUP BY part)
     ORDER BY n`,
    [BigInt(id), most, between?.from ?? -Infinity, between?.to ?? Infinity],
  )
  return reader.getRows().map(([time, value, extra]) => ({
    time: Number(time),
    value: Number(value),
    extra: typeof extra === 'string' ? extra : null,
  }))
}
