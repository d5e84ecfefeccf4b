import { fileURLToPath } from 'node:url'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { ask } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { StoredEvents } from './stored-events.ts'

/** Sets the clock of a collector back by an hour when it gets the signal. */
const PRELOAD = fileURLToPath(new URL('clock-back.mjs', import.meta.url))
const HOUR = 3_600_000

/** The clock goes back by an hour, again and again, while events come in. */
export function clockBack(tries: number): Promise<Outcome> {
  return withDataDir((dataDir) =>
    serving(startTattler(dataDir, ['--import', PRELOAD]), async (tattler) => {
      const texts: string[] = []
      const post = async () => {
        const message = `${texts.length}`
        const body = JSON.stringify({ type: 'log', payload: { message } })
        const headers = { 'content-type': 'application/json' }
        const { status } = await fetch(`${tattler.url}/events`, { method: 'POST', headers, body })
        if (status === 202) texts.push(message)
      }
      await post()
      for (let n = 0; n < tries; n++) {
        tattler.process.kill('SIGUSR2')
        await post()
        await post()
      }
      const wrong = await new StoredEvents().check(tattler, texts)
      if (texts.length !== 2 * tries + 1) wrong.push('a message was refused')
      const { events = [] } = await ask(tattler, {
        from: { instance: '*' },
        select: ['timestamp'],
        orderBy: { field: 'id', direction: 'asc' },
      })
      const times = events.map(({ timestamp }) => new Date(String(timestamp)).getTime())
      const back = (times[0] ?? 0) - (times.at(-1) ?? 0)
      if (!(back > (tries - 1) * HOUR)) wrong.push(`times do not follow the clock: ${back} ms`)
      const right = `${texts.length} events in the order in which they came; times are those of the clock`
      return outcomeOf('the clock goes back by an hour', tries, right, wrong)
    }),
  )
}
