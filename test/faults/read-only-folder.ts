import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { runCli } from '../main/cli/cli-process.ts'
import { post, takesEvents, untilNotice } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { Load } from './load.ts'
import { findLock } from './lock-folder.ts'
import { StoredEvents } from './stored-events.ts'

const NAME = 'the data folder becomes read-only under load'
/** The log is tidied up after 1.5 s without a message. ms. */
const PAUSE = 2000

/** A data folder that cannot be written for a while, and at a start. */
export function readOnlyFolder(tries: number): Promise<Outcome> {
  return withDataDir(async (folder) => {
    const dataDir = join(folder, 'data')
    mkdirSync(dataDir, { mode: 0o700 })
    const lock = findLock(dataDir)
    if (!lock) return outcomeOf(NAME, 0, 'not tried: root may write everywhere, and mounts are not allowed', [])
    const stored = new StoredEvents()
    const wrong: string[] = []
    const acknowledged: string[] = []
    let refused = 0
    await serving(startTattler(dataDir), async (tattler) => {
      for (let n = 0; n < tries; n++) {
        const load = await Load.start(tattler.url, 'folder', `${n}`)
        await sleep(PAUSE / 10)
        const since = Date.now()
        const unlock = lock()
        try {
          if (!(await untilNotice(tattler, /cannot be written/, since))) wrong.push('the user was not told')
          const status = await post(tattler, 'refused')
          if (status !== 503) wrong.push(`a message was answered with ${status}`)
          // In a pause the log is tidied up, which must wait.
          if (n === 0) await sleep(PAUSE)
        } finally {
          unlock()
        }
        if (!(await takesEvents(tattler, acknowledged, `back ${n}`))) wrong.push('no event was taken again')
        await load.stop()
        acknowledged.push(...load.acknowledged)
        refused += load.refusals.length
        wrong.push(...(await stored.check(tattler, acknowledged)))
      }
    })
    const unlock = lock()
    const { code, stderr } = await runCli(['serve', '--port', '0', '--smtp-port', '0', '--data', dataDir])
    unlock()
    if (code === 0 || !/cannot be written/.test(stderr)) wrong.push(`a start was answered with ${code}: ${stderr}`)
    await serving(startTattler(dataDir), async (second) => {
      wrong.push(...(await new StoredEvents().check(second, acknowledged)))
    })
    const right = `503 and a notice, as at a start; goes on by itself: ${acknowledged.length} acknowledged events, ${refused} refused`
    return outcomeOf(NAME, tries, right, wrong)
  })
}
