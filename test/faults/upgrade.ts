import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { ask, readNotices } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'

/** Written with the first version of the schema: ids 7 and 201 to 1200, of which 7 and 700 are pinned. */
const OLD_LOG = fileURLToPath(new URL('../fixtures/log-version-1/events.duckdb', import.meta.url))
const EVENTS = 1001
const NEWEST = 1200

/** A log of the first version of the schema, opened by this one, twice. */
export function upgrade(): Promise<Outcome> {
  return withDataDir(async (dataDir) => {
    cpSync(OLD_LOG, join(dataDir, 'events.duckdb'))
    const wrong: string[] = []
    for (const added of [0, 1]) {
      await serving(startTattler(dataDir), async (tattler) => {
        const count = async (...where: { field: string; operator: 'eq'; value: unknown }[]) =>
          (await ask(tattler, { from: { instance: '*' }, where, limit: 1 })).total
        const counts = {
          events: await count(),
          queries: await count({ field: 'event_type', operator: 'eq', value: 'query' }),
          failed: await count({ field: 'success', operator: 'eq', value: false }),
          billing: await count({ field: 'instance', operator: 'eq', value: 'billing' }),
          pinned: await count({ field: 'pinned', operator: 'eq', value: true }),
        }
        const expected = { events: EVENTS + added, queries: 250, failed: 50, billing: 333 + 1, pinned: 2 }
        if (JSON.stringify(counts) !== JSON.stringify(expected)) wrong.push(`it has ${JSON.stringify(counts)}`)
        const notices = await readNotices(tattler)
        if (notices.length > 0) wrong.push(`the user was told: ${notices[0]?.message}`)
        const headers = { 'content-type': 'application/json', 'x-tattler-app': 'shop', 'x-tattler-stream': 'one' }
        const body = JSON.stringify({ type: 'log', payload: { message: 'new' } })
        const answer = await fetch(`${tattler.url}/events`, { method: 'POST', headers, body })
        const { lastId } = (await answer.json()) as { lastId: number }
        if (lastId !== NEWEST + added + 1) wrong.push(`the next event got the id ${lastId}`)
      })
    }
    return outcomeOf(
      'a log of the first version of the schema',
      2,
      `${EVENTS} events with their pins, counts and ids`,
      wrong,
    )
  })
}
