import { setTimeout as sleep } from 'node:timers/promises'
import { openViewer } from '../../main/cli/viewer-connection.ts'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { takesEvents } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { Load } from './load.ts'
import { StoredEvents } from './stored-events.ts'

const NAME = 'sleep and resume under load'
/** Of load before and after each sleep, and of sleep, ms. */
const AWAKE = 300
const ASLEEP = 3000

/** A collector that stands still for seconds while senders and a viewer are connected. */
export function sleepAndResume(tries: number): Promise<Outcome> {
  return withDataDir(async (dataDir) => {
    const wrong: string[] = []
    const acknowledged: string[] = []
    let refused = 0
    await serving(startTattler(dataDir), async (tattler) => {
      const stored = new StoredEvents()
      const viewer = await openViewer(tattler)
      let isViewing = true
      void viewer.closed.then(() => {
        isViewing = false
      })
      for (let n = 0; n < tries; n++) {
        const load = await Load.start(tattler.url, 'sleep', `${n}`)
        await sleep(AWAKE)
        tattler.process.kill('SIGSTOP')
        try {
          // Comes while it sleeps, and is answered when it is awake.
          const late = takesEvents(tattler, acknowledged, `while asleep ${n}`)
          await sleep(ASLEEP)
          tattler.process.kill('SIGCONT')
          if (!(await late)) wrong.push('what came meanwhile was not taken')
        } finally {
          tattler.process.kill('SIGCONT')
        }
        const before = load.acknowledged.size
        await sleep(AWAKE)
        await load.stop()
        if (load.acknowledged.size === before) wrong.push('the connection did not go on')
        acknowledged.push(...load.acknowledged)
        refused += load.refusals.length
        wrong.push(...(await stored.check(tattler, acknowledged)))
      }
      if (!isViewing) wrong.push('the viewer was disconnected')
      viewer.close()
    })
    if (refused > 0) wrong.push(`${refused} were refused`)
    const right = `${acknowledged.length} acknowledged events are there, none was refused; senders and the viewer stay connected`
    return outcomeOf(NAME, tries, right, wrong)
  })
}
