import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { readNotices, takesEvents } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { StoredEvents } from './stored-events.ts'

/** A log whose schema is of a version that does not exist yet: set aside as it is, and opened by that version again. */
export function newerFile(): Promise<Outcome> {
  return withDataDir(async (dataDir) => {
    const wrong: string[] = []
    const before: string[] = []
    await serving(startTattler(dataDir), async (tattler) => {
      await takesEvents(tattler, before, 'before')
    })
    await change(join(dataDir, 'events.duckdb'), "UPDATE meta SET value = '99' WHERE key = 'version'")
    await serving(startTattler(dataDir), async (tattler) => {
      const notices = await readNotices(tattler)
      if (!notices.some(({ message }) => /version 99/.test(message))) wrong.push('the user was not told')
      const acknowledged: string[] = []
      await takesEvents(tattler, acknowledged, 'after')
      wrong.push(...(await new StoredEvents().check(tattler, acknowledged)))
    })
    const kept = readdirSync(dataDir).find((name) => name.startsWith('events-newer-'))
    const texts = kept === undefined ? [] : await change(join(dataDir, kept), 'SELECT summary FROM events')
    if (texts.join() !== before.join()) wrong.push(`the file that was set aside has ${texts.length} events`)
    const right = 'set aside with its events, with a notice, and a new log begun'
    return outcomeOf('the log is of a newer version', 1, right, wrong)
  })
}

/** Runs a statement on a file that nobody uses; returns the first column. */
async function change(file: string, statement: string): Promise<string[]> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  try {
    return (await connection.runAndReadAll(statement)).getRows().map(([value]) => String(value))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
