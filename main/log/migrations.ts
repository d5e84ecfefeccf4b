import type { DuckDBConnection } from '@duckdb/node-api'
import { fillQueryFacts } from './fill-query-facts.ts'

/**
 * One step per schema version, append-only: step 0 makes version 1. A released step is never edited.
 *
 * Instance and stream ids stand in the events as text: DuckDB stores a column of few distinct strings as a dictionary,
 * so this costs little, and no query needs a join. `tags` is one string, each tag between two `TAG_SEPARATOR`s, because
 * appending a list costs more than the rest of the row. `summary_in_payload` tells that the summary stands in the payload
 * letter by letter, as it mostly does: then a search for words in both need look into one of them only.
 *
 * `shape`, `query_hash` and `is_write` are what is known about a query (`QueryFacts`); hashes as DOUBLE, which holds their 53
 * bits and costs no BigInt each. `size` is that of the payload in bytes: a row shows it, and need not read the payload for
 * it. `sources` holds what a mail was made of, byte by byte, apart from the events, so that no search reads through it.
 * `series` names the event that began each series of measurements (`SeriesBook`), and `points` holds those. An instance's
 * `updated` is NULL for an app that simply sends, and tells when one of the event log (`InstanceBook`) was last changed.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE events (
     id BIGINT NOT NULL,
     instance VARCHAR NOT NULL,
     stream VARCHAR NOT NULL,
     sequence BIGINT NOT NULL,
     type VARCHAR NOT NULL,
     time BIGINT NOT NULL,
     received BIGINT NOT NULL,
     importance TINYINT NOT NULL,
     duration DOUBLE,
     success BOOLEAN,
     tags VARCHAR,
     called_from VARCHAR,
     defined_in VARCHAR,
     parent BIGINT,
     depth SMALLINT NOT NULL,
     descendants INTEGER NOT NULL,
     summary VARCHAR NOT NULL,
     target VARCHAR,
     protocol VARCHAR NOT NULL,
     payload VARCHAR NOT NULL,
     metadata VARCHAR,
     summary_in_payload BOOLEAN NOT NULL
   );
   CREATE TABLE instances (id VARCHAR NOT NULL, name VARCHAR NOT NULL, description VARCHAR, created BIGINT NOT NULL);
   CREATE TABLE pins (id BIGINT NOT NULL);
   CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);`,
  `ALTER TABLE events ADD COLUMN shape DOUBLE;
   ALTER TABLE events ADD COLUMN query_hash DOUBLE;
   ALTER TABLE events ADD COLUMN is_write BOOLEAN;
   CREATE TABLE notes (id BIGINT NOT NULL, text VARCHAR NOT NULL);
   CREATE TABLE sources (id BIGINT NOT NULL, bytes BLOB NOT NULL);`,
  `CREATE TABLE series (id BIGINT NOT NULL, instance VARCHAR NOT NULL, stream VARCHAR NOT NULL, key VARCHAR NOT NULL);
   CREATE TABLE points (series BIGINT NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, extra VARCHAR);`,
  'ALTER TABLE instances ADD COLUMN updated BIGINT;',
  `ALTER TABLE events ADD COLUMN size INTEGER;
   UPDATE events SET size = strlen(payload);`,
]

/** What a step needs beyond SQL, by the version it makes. It runs behind the step, in the same transaction. */
const FILLING: Readonly<Record<number, (connection: DuckDBConnection) => Promise<void>>> = { 2: fillQueryFacts }

/** Brings an empty or older database to the newest version. */
export async function migrate(connection: DuckDBConnection, from: number): Promise<void> {
  if (from === 0) return makeSchema(connection)
  for (const [step, sql] of MIGRATIONS.entries()) {
    if (step < from) continue
    await connection.run('BEGIN')
    await connection.run(sql)
    await FILLING[step + 1]?.(connection)
    await connection.run("DELETE FROM meta WHERE key = 'version'")
    await connection.run("INSERT INTO meta VALUES ('version', ?)", [String(step + 1)])
    await connection.run('COMMIT')
  }
}

/** All steps at once: there is nothing to fill, and each commit would wait for the disk. */
async function makeSchema(connection: DuckDBConnection): Promise<void> {
  await connection.run('BEGIN')
  await connection.run(MIGRATIONS.join('\n'))
  await connection.run("INSERT INTO meta VALUES ('version', ?)", [String(MIGRATIONS.length)])
  await connection.run('COMMIT')
}
