import { BIGINT, type DuckDBConnection, type DuckDBValue, LIST, listValue } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import { N_PLUS_ONE, type NPlusOne, type QueryMark } from '../../shared/query-insight.ts'

/**
 * How far from a query others count with it, in events of the log: far beyond any request, and near enough that an app
 * that sends a million events as one stream costs no more than others.
 */
export const REACH = 50_000

/** Statements that are repeated by their nature: no mark tells anything about them. */
const CONTROL =
  /^\W*(?:begin|commit|rollback|start transaction|savepoint|release|end|set transaction|set autocommit|use|ping|multi|exec|discard)\b/i

/**
 * Hashes of queries whose values were not sent are odd (`QueryFacts.hash`). Queries of one hash are one query then only
 * if the hash is even; if it is odd, they may be five different ones.
 */
const IS_N_PLUS_ONE = `count(*) >= ${N_PLUS_ONE} AND (min(query_hash) <> max(query_hash) OR bool_or(query_hash % 2 = 1))`

/**
 * Looks at no more than the queries of the streams and shapes that are asked about, once for all of them. Queries without
 * a call site and without a parent have their stream in common only, so those are one group.
 */
const MARKS = `
  WITH asked AS MATERIALIZED (
    SELECT id, instance, stream, shape, query_hash, called_from, parent, summary
    FROM events WHERE id BETWEEN ? AND ? AND id IN (SELECT unnest(?)) AND shape IS NOT NULL),
  ran AS MATERIALIZED (
    SELECT instance, stream, shape, query_hash, called_from, parent FROM events
    WHERE id BETWEEN ? AND ? AND shape IN (SELECT shape FROM asked) AND stream IN (SELECT stream FROM asked)),
  same AS (SELECT instance, stream, query_hash, count(*) AS count FROM ran GROUP BY ALL),
  by_site AS (
    SELECT instance, stream, shape, called_from, count(*) AS count, bool_and(query_hash % 2 = 0) AS has_values
    FROM ran WHERE called_from IS NOT NULL GROUP BY instance, stream, shape, called_from HAVING ${IS_N_PLUS_ONE}),
  by_parent AS (
    SELECT instance, stream, shape, parent, count(*) AS count, bool_and(query_hash % 2 = 0) AS has_values
    FROM ran WHERE parent IS NOT NULL GROUP BY instance, stream, shape, parent HAVING ${IS_N_PLUS_ONE}),
  by_stream AS (
    SELECT instance, stream, shape, count(*) AS count, bool_and(query_hash % 2 = 0) AS has_values
    FROM ran WHERE called_from IS NULL AND parent IS NULL GROUP BY instance, stream, shape HAVING ${IS_N_PLUS_ONE})
  SELECT a.id::DOUBLE, a.summary, a.query_hash % 2 = 0, same.count::DOUBLE,
    s.count::DOUBLE, s.has_values, p.count::DOUBLE, p.has_values, r.count::DOUBLE, r.has_values
  FROM asked a
  JOIN same USING (instance, stream, query_hash)
  LEFT JOIN by_site s USING (instance, stream, shape, called_from)
  LEFT JOIN by_parent p USING (instance, stream, shape, parent)
  LEFT JOIN by_stream r
    ON r.instance = a.instance AND r.stream = a.stream AND r.shape = a.shape AND a.called_from IS NULL AND a.parent IS NULL`

/**
 * How often each of these queries ran in its stream, and which of them are part of an N+1. Other events are left out.
 * `among` are the ids between which all lie that count with them, where that is known.
 */
export async function readQueryMarks(
  connection: DuckDBConnection,
  ids: readonly EventId[],
  among?: readonly [first: EventId, last: EventId],
): Promise<QueryMark[]> {
  if (ids.length === 0) return []
  const [first, last] = [Math.min(...ids), Math.max(...ids)]
  const [from, to] = among ?? [first - REACH, last + REACH]
  const reader = await connection.runAndReadAll(
    MARKS,
    [BigInt(first), BigInt(last), listValue(ids.map(BigInt)), BigInt(from), BigInt(to)],
    [BIGINT, BIGINT, LIST(BIGINT), BIGINT, BIGINT],
  )
  return reader.getRows().map(toMark)
}

function toMark([id, summary, hasValues, same, ...groups]: readonly DuckDBValue[]): QueryMark {
  const [site, siteHasValues, parent, parentHasValues, stream, streamHasValues] = groups
  if (CONTROL.test(String(summary))) return { id: Number(id), same: 1, nPlusOne: null }
  return {
    id: Number(id),
    same: hasValues === true ? Number(same) : 1,
    nPlusOne:
      toNPlusOne('call site', site, siteHasValues) ??
      toNPlusOne('parent', parent, parentHasValues) ??
      toNPlusOne('stream', stream, streamHasValues),
  }
}

function toNPlusOne(
  place: NPlusOne['place'],
  count: DuckDBValue | undefined,
  hasValues: DuckDBValue | undefined,
): NPlusOne | null {
  return typeof count === 'number' ? { count, place, hasValues: hasValues === true } : null
}
