import type { DuckDBConnection } from '@duckdb/node-api'
import { hideSecretsInText } from '../../shared/hide-secrets.ts'
import { SECRET_LETTERS } from '../../shared/secrets.ts'
import { literal, type Sql } from './sql.ts'

/** Texts read at a time, bytes, and at most so many events. */
const PART_BYTES = 8 * 1024 * 1024
const PART_EVENTS = 1000

/**
 * Makes a temporary table `masked` of this connection: payload, metadata and summary, without the secrets in them, of those events `e`
 * that fulfil `where` and have some.
 */
export async function maskTexts(connection: DuckDBConnection, where: Sql): Promise<void> {
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE masked (id BIGINT, payload VARCHAR, metadata VARCHAR, summary VARCHAR)',
  )
  const letters = literal(`(?i)${SECRET_LETTERS}`).sql
  const found = await connection.runAndReadAll(
    `SELECT id::DOUBLE, (size + coalesce(strlen(metadata), 0))::DOUBLE FROM events e
     WHERE (${where.sql}) AND (regexp_matches(payload, ${letters}) OR regexp_matches(coalesce(metadata, ''), ${letters}))
     ORDER BY id`,
    where.params,
  )
  let part: number[] = []
  let bytes = 0
  for (const [id, size] of found.getRows()) {
    part.push(Number(id))
    bytes += Number(size)
    if (bytes < PART_BYTES && part.length < PART_EVENTS) continue
    await maskPart(connection, part)
    part = []
    bytes = 0
  }
  await maskPart(connection, part)
}

async function maskPart(connection: DuckDBConnection, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const reader = await connection.runAndReadAll(
    `SELECT id, payload, metadata, summary FROM events WHERE id IN (${ids.join(', ')})`,
  )
  const appender = await connection.createAppender('masked', 'main', 'temp')
  for (const [id, payload, metadata, summary] of reader.getRows()) {
    appender.appendBigInt(BigInt(String(id)))
    appender.appendVarchar(hideSecretsInText(String(payload)))
    if (metadata === null) appender.appendNull()
    else appender.appendVarchar(hideSecretsInText(String(metadata)))
    appender.appendVarchar(hideSecretsInText(String(summary)))
    appender.endRow()
  }
  appender.closeSync()
}
