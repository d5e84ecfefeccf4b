import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { Load } from './load.ts'
import { seededRandom } from './random.ts'
import { StoredEvents } from './stored-events.ts'

const STREAMS = ['one', 'two', 'three']
/** Acknowledged events at the end of a life, at most. */
const MOST_IN_LIFE = 1500

/** SIGKILL at random moments while events of several streams come in, again and again over the same log. */
export function kill(tries: number): Promise<Outcome> {
  return withDataDir(async (dataDir) => {
    const random = seededRandom(1)
    const stored = new StoredEvents()
    const wrong: string[] = []
    let acknowledged: string[] = []
    let all = 0
    for (let round = 0; round <= tries; round++) {
      await serving(startTattler(dataDir), async (tattler) => {
        wrong.push(...(await stored.check(tattler, acknowledged)))
        if (round === tries) return
        const loads = await Promise.all(STREAMS.map((stream) => Load.start(tattler.url, stream, `${stream} ${round}`)))
        const enough = random() * MOST_IN_LIFE
        while (loads.reduce((sum, load) => sum + load.acknowledged.size, 0) <= enough) await sleep(1)
        const exited = once(tattler.process, 'exit')
        tattler.process.kill('SIGKILL')
        await exited
        await Promise.all(loads.map((load) => load.stop()))
        acknowledged = loads.flatMap((load) => [...load.acknowledged])
        all += acknowledged.length
      })
    }
    if (all === 0) wrong.push('nothing was acknowledged')
    const right = `${all} acknowledged events are there, of ${stored.count}; no gap, no double`
    return outcomeOf('SIGKILL at a random moment under load', tries, right, wrong)
  })
}
