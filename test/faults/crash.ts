import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { type Reachable, readNotices } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { Load } from './load.ts'
import { seededRandom } from './random.ts'
import { StoredEvents } from './stored-events.ts'

/** Between two crashes, ms. */
const BETWEEN = 400
/** Ends a thread of the log when it gets the signal. */
export const END_THREAD = fileURLToPath(new URL('end-thread.mjs', import.meta.url))

/** Crashes of one collector: the first are over at once, before the next start there is a pause. */
const IN_A_ROW = 4

/** The threads of the log die in turn while events come in, in collectors that go on. */
export function crash(tries: number): Promise<Outcome> {
  return withDataDir(async (dataDir) => {
    const random = seededRandom(3)
    const stored = new StoredEvents()
    const wrong: string[] = []
    let acknowledged = 0
    let refused = 0
    for (let round = 0; round < Math.ceil(tries / IN_A_ROW); round++) {
      await serving(startTattler(dataDir, ['--import', END_THREAD]), async (tattler) => {
        const loads = await Promise.all(
          ['one', 'two'].map((stream) => Load.start(tattler.url, stream, `${stream} ${round}`)),
        )
        for (let n = 0; n < IN_A_ROW; n++) {
          await sleep(BETWEEN * (0.5 + random()))
          tattler.process.kill('SIGUSR2')
          if (!(await isBack(tattler, n + 1))) wrong.push('the log did not come back')
        }
        await Promise.all(loads.map((load) => load.stop()))
        wrong.push(
          ...(await stored.check(
            tattler,
            loads.flatMap((load) => [...load.acknowledged]),
          )),
        )
        const codes = (await readNotices(tattler)).map(({ code }) => code)
        for (const code of ['log-crashed', 'log-restarted']) if (!codes.includes(code)) wrong.push(`no notice ${code}`)
        for (const load of loads) {
          acknowledged += load.acknowledged.size
          refused += load.refusals.length
        }
      })
    }
    const right = `started again each time; ${acknowledged} acknowledged events are there, ${refused} were refused`
    return outcomeOf('a thread of the log dies under load', tries, right, wrong)
  })
}

/** Waits until the user has been told so often that the log works again. */
export async function isBack(tattler: Reachable, restarts: number): Promise<boolean> {
  for (let tries = 0; tries < 1200; tries++) {
    const notice = (await readNotices(tattler)).find(({ code }) => code === 'log-restarted')
    if (notice && notice.count >= restarts) return true
    await sleep(100)
  }
  return false
}
