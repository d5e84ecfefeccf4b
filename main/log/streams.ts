import type { DuckDBConnection } from '@duckdb/node-api'
import type { InstanceInfo, RequestArg, StreamInfo } from '../../shared/messages.ts'

/** Instances, newest activity first, each with its newest streams. */
export async function readStreams(
  connection: DuckDBConnection,
  { search, limit }: RequestArg<'log/streams'>,
): Promise<InstanceInfo[]> {
  const apps = await connection.runAndReadAll(
    `SELECT e.instance, coalesce(any_value(i.name), e.instance), count(*)::DOUBLE
     FROM events e LEFT JOIN instances i ON i.id = e.instance GROUP BY e.instance ORDER BY max(e.id) DESC`,
  )
  const found = await connection.runAndReadAll(
    `SELECT * FROM (
       SELECT instance, stream, arg_min(summary, id) AS title, count(*)::DOUBLE AS events,
         arg_min(time, id)::DOUBLE AS time, max(importance) AS importance, max(id) AS newest
       FROM events GROUP BY instance, stream)
     WHERE contains(lower(stream), lower($1)) OR contains(lower(title), lower($1))
     ORDER BY newest DESC LIMIT $2`,
    [search, limit],
  )
  const streams = new Map<string, StreamInfo[]>()
  for (const [instance, id, title, events, time, importance] of found.getRows()) {
    const list = streams.get(String(instance)) ?? []
    streams.set(String(instance), list)
    list.push({
      id: String(id),
      title: String(title),
      events: Number(events),
      time: Number(time),
      importance: Number(importance),
    })
  }
  return apps.getRows().map(([id, name, events]) => ({
    id: String(id),
    name: String(name),
    events: Number(events),
    streams: streams.get(String(id)) ?? [],
  }))
}
