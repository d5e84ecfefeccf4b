import type { DuckDBConnection } from '@duckdb/node-api'

/** Events that are looked at, the newest first. */
const LOOKED_AT = 20_000
/** Of those with a stack, whose text has to be searched. */
const STACKS = 50
/** Files that are told. */
const MOST_FILES = 200

/** A place in a stack of any of the usual languages: an absolute path, and a line. */
const FRAME = /((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\s:*?"<>|()[\]]*\.[A-Za-z]{1,6})(?::|\(|", line )\d+/g

/** Files of code that an instance has reported, as it has written them: in locations, and in the stacks of exceptions. */
export async function readCodeFiles(connection: DuckDBConnection, instance: string): Promise<readonly string[]> {
  const located = await connection.runAndReadAll(
    `WITH newest AS (SELECT called_from, defined_in FROM events WHERE instance = ? ORDER BY id DESC LIMIT ${LOOKED_AT}),
      places AS (SELECT called_from AS place FROM newest UNION ALL SELECT defined_in FROM newest)
     SELECT json_extract_string(place, '$.file') AS file FROM places WHERE place IS NOT NULL
     GROUP BY file ORDER BY count(*) DESC, file LIMIT ${MOST_FILES}`,
    [instance],
  )
  const stacks = await connection.runAndReadAll(
    `SELECT left(payload, 20000) FROM events WHERE instance = ? AND type = 'exception' ORDER BY id DESC LIMIT ${STACKS}`,
    [instance],
  )
  const files = new Set(located.getRows().map(([file]) => String(file)))
  for (const [payload] of stacks.getRows()) {
    // In JSON text a line break or a backslash has a backslash before it.
    const text = String(payload).replaceAll('\\n', ' ').replaceAll('\\\\', '\\').replaceAll('\\/', '/')
    for (const [, file] of text.matchAll(FRAME)) if (file !== undefined && files.size < MOST_FILES) files.add(file)
  }
  return [...files]
}
