import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { readNotices, takesEvents, untilNotice } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { Load } from './load.ts'
import { seededRandom } from './random.ts'
import { StoredEvents } from './stored-events.ts'

/** Of load before and after each fault, ms. */
const BETWEEN = 300

/** The ways in which a folder goes, in turn; each returns how it comes back, if it has to. */
const WAYS: readonly ((parent: string) => () => void)[] = [
  // Deleted. Renamed first, so that Tattler does not make a new one in the midst of that.
  (parent) => {
    renameSync(join(parent, 'data'), join(parent, 'deleted'))
    rmSync(join(parent, 'deleted'), { recursive: true })
    return () => undefined
  },
  // Deleted, in a place where none can be made for a while.
  (parent) => {
    renameSync(parent, `${parent}-deleted`)
    rmSync(`${parent}-deleted`, { recursive: true })
    writeFileSync(parent, '')
    return () => rmSync(parent)
  },
  // Away, and back as it was: a disk that was not there for a while.
  (parent) => {
    renameSync(parent, `${parent}-away`)
    writeFileSync(parent, '')
    return () => {
      rmSync(parent)
      renameSync(`${parent}-away`, parent)
    }
  },
]

/** The data folder goes away under load, again and again, and Tattler goes on by itself. */
export function removedFolder(tries: number): Promise<Outcome> {
  return withDataDir(async (folder) => {
    const parent = join(folder, 'parent')
    const dataDir = join(parent, 'data')
    mkdirSync(parent)
    const random = seededRandom(4)
    const stored = new StoredEvents()
    const wrong: string[] = []
    const acknowledged: string[] = []
    let refused = 0
    await serving(startTattler(dataDir), async (tattler) => {
      for (let n = 0; n < tries; n++) {
        const load = await Load.start(tattler.url, 'folder', `${n}`)
        await sleep(random() * BETWEEN)
        const since = Date.now()
        const bringBack = WAYS[n % WAYS.length]?.(parent)
        if (!(await untilNotice(tattler, /was removed|cannot be written/, since))) wrong.push('the user was not told')
        bringBack?.()
        if (!(await takesEvents(tattler, acknowledged, `back ${n}`))) wrong.push('no event was taken again')
        await sleep(random() * BETWEEN)
        await load.stop()
        acknowledged.push(...load.acknowledged)
        refused += load.refusals.length
        wrong.push(...(await stored.check(tattler, acknowledged)))
      }
      const notices = await readNotices(tattler)
      if (notices.some(({ code }) => code === 'log-untidy')) wrong.push('the user was told twice')
    })
    await serving(startTattler(dataDir), async (second) => {
      wrong.push(...(await new StoredEvents().check(second, acknowledged)))
    })
    const right = `a notice, and a new folder; ${acknowledged.length} acknowledged events are there, ${refused} were refused`
    return outcomeOf('the data folder is removed under load', tries, right, wrong)
  })
}
