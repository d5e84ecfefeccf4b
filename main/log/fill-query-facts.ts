import { BIGINT, BOOLEAN, DOUBLE, type DuckDBConnection, DuckDBDataChunk, type DuckDBValue } from '@duckdb/node-api'
import type { EventId, QueryFacts } from '../../shared/event.ts'
import { parseTwin } from '../../shared/exact-numbers.ts'
import { isJsonObject } from '../protocols/json.ts'
import { readExactFacts } from '../protocols/query-facts.ts'

/** DuckDB's vector size: the most rows a data chunk holds. */
const CHUNK_ROWS = 2048
/** Digits that a double may round. */
const LONG_NUMBER = /\d{16}/
const TYPES = [BIGINT, DOUBLE, DOUBLE, BOOLEAN]

/** Ids read at a time: enough to be quick, and few enough that long queries do not fill the memory. */
const PAGE = 10_000

/** Finds out the facts of queries that were stored before there were any. A step of the migrations: only append to it. */
export async function fillQueryFacts(connection: DuckDBConnection): Promise<void> {
  const range = await connection.runAndReadAll(
    "SELECT min(id)::DOUBLE, max(id)::DOUBLE FROM events WHERE type = 'query'",
  )
  const [first, last] = range.getRows()[0] ?? []
  if (typeof first !== 'number' || typeof last !== 'number') return
  await connection.run('CREATE TEMP TABLE facts (id BIGINT, shape DOUBLE, query_hash DOUBLE, is_write BOOLEAN)')
  for (let id = first; id <= last; id += PAGE) await fillPage(connection, id)
  await connection.run(
    `UPDATE events SET shape = f.shape, query_hash = f.query_hash, is_write = f.is_write
     FROM facts f WHERE events.id = f.id`,
  )
  await connection.run('DROP TABLE facts')
}

async function fillPage(connection: DuckDBConnection, first: EventId): Promise<void> {
  const found = await connection.runAndReadAll(
    "SELECT id, payload FROM events WHERE type = 'query' AND id BETWEEN ? AND ?",
    [BigInt(first), BigInt(first + PAGE - 1)],
  )
  const rows = found.getRows().flatMap(([id = null, payload]): DuckDBValue[][] => {
    const facts = readFacts(String(payload))
    return facts ? [[id, facts.shape, facts.hash, facts.isWrite]] : []
  })
  const appender = await connection.createAppender('facts', null, 'temp')
  const chunk = DuckDBDataChunk.create(TYPES)
  for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
    chunk.reset()
    chunk.setRows(rows.slice(start, start + CHUNK_ROWS))
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
}

/** Null for a payload that is no query, which no protocol lets in. */
function readFacts(payload: string): QueryFacts | null {
  const value: unknown = JSON.parse(payload)
  if (!isJsonObject(value)) return null
  const { target, query, syntax, ...rest } = value
  if (typeof target !== 'string' || typeof query !== 'string') return null
  const text = { ...rest, target, query, syntax: typeof syntax === 'string' ? syntax : undefined }
  return readExactFacts(text, LONG_NUMBER.test(payload) ? parseTwin(payload) : undefined)
}
