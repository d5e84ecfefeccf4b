import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import { hideSecrets } from '../../shared/hide-secrets.ts'
import { PARAMETERS_LENGTH, type QuerySibling, type QuerySiblings } from '../../shared/query-insight.ts'
import { findParameters } from '../../shared/query-shape/parameters.ts'
import { lacksValues } from '../../shared/query-shape/query-facts.ts'
import { MASK } from '../../shared/secrets.ts'
import { readLocation } from './event-rows.ts'
import { REACH, readQueryMarks } from './query-marks.ts'

/** Siblings that are listed on each side. */
const NEAREST = 50
const CALL_SITES = 20
/** A longer payload is not looked into for parameters. Bytes. */
const LONGEST_PAYLOAD = 16 * 1024

const IN_STREAM = 'instance = ? AND stream = ? AND shape = ? AND id BETWEEN ? AND ?'
const SIBLING = `id::DOUBLE AS id, time::DOUBLE, duration, success, query_hash, summary,
  CASE WHEN size <= ${LONGEST_PAYLOAD} THEN payload END`

/** A query among those of its shape in its stream; `countShape` tells how many of them the whole log holds. */
export async function readQuerySiblings(
  connection: DuckDBConnection,
  id: EventId,
  countShape: (shape: number) => Promise<number>,
): Promise<QuerySiblings | null> {
  const [own] = await read(connection, 'SELECT instance, stream, shape, query_hash FROM events WHERE id = ?', [id])
  if (!own || own[2] === null) return null
  const [instance, stream, shape, hash] = [String(own[0]), String(own[1]), Number(own[2]), Number(own[3])]
  const group = [instance, stream, shape]
  // A request's queries lie close together: once it is known where, nothing else is read.
  const span = await read(connection, `SELECT min(id)::DOUBLE, max(id)::DOUBLE FROM events WHERE ${IN_STREAM}`, [
    ...group,
    id - REACH,
    id + REACH,
  ])
  const [first = id, last = id] = (span[0] ?? []).map(Number)
  const [mark] = await readQueryMarks(connection, [id], [first, last])
  if (!mark) return null
  const key = [...group, first, last]
  const nearest = await read(
    connection,
    `(SELECT ${SIBLING} FROM events WHERE ${IN_STREAM} AND id < ? ORDER BY events.id DESC LIMIT ${NEAREST})
     UNION ALL (SELECT ${SIBLING} FROM events WHERE ${IN_STREAM} AND id >= ? ORDER BY events.id LIMIT ${NEAREST + 1})
     ORDER BY id`,
    [...key, id, ...key, id],
  )
  const callSites = await read(
    connection,
    `SELECT called_from, count(*)::DOUBLE AS count, coalesce(sum(duration), 0)
     FROM events WHERE ${IN_STREAM} GROUP BY called_from ORDER BY count DESC, called_from LIMIT ${CALL_SITES}`,
    key,
  )
  const [totals] = await read(
    connection,
    `SELECT count(*)::DOUBLE, coalesce(sum(duration), 0), count(*) FILTER (query_hash = ?)::DOUBLE,
       coalesce(sum(duration) FILTER (query_hash = ?), 0), count(*) FILTER (id < ?)::DOUBLE
     FROM events WHERE ${IN_STREAM}`,
    [hash, hash, Number(nearest[0]?.[0] ?? id), ...key],
  )
  const [count, duration, sameCount, sameDuration, before] = (totals ?? []).map(Number)
  return {
    mark,
    same: { count: sameCount ?? 0, duration: sameDuration ?? 0 },
    shape: { count: count ?? 0, duration: duration ?? 0 },
    everywhere: await countShape(shape),
    callSites: callSites.map(([location = null, sites, time]) => ({
      location: readLocation(location),
      count: Number(sites),
      duration: Number(time),
    })),
    nearest: nearest.map((row) => toSibling(row, hash)),
    before: before ?? 0,
  }
}

async function read(
  connection: DuckDBConnection,
  sql: string,
  params: readonly (string | number)[],
): Promise<DuckDBValue[][]> {
  return (await connection.runAndReadAll(sql, [...params])).getRows()
}

function toSibling([id, time, duration, success, hash, summary, payload]: DuckDBValue[], own: number): QuerySibling {
  return {
    id: Number(id),
    time: Number(time),
    duration: typeof duration === 'number' ? duration : null,
    success: typeof success === 'boolean' ? success : null,
    isSame: Number(hash) !== own ? false : lacksValues(own) ? null : true,
    summary: String(summary),
    parameters: typeof payload === 'string' ? writeParameters(payload) : null,
  }
}

function writeParameters(payload: string): string | null {
  const value: unknown = JSON.parse(payload)
  const parameters = typeof value === 'object' && value !== null ? findParameters(value) : null
  return parameters && JSON.stringify(hideSecrets(parameters.value, MASK)).slice(0, PARAMETERS_LENGTH)
}
