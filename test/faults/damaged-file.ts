import { closeSync, cpSync, mkdirSync, openSync, readdirSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { ask, readNotices, takesEvents } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { Load } from './load.ts'
import { seededRandom } from './random.ts'
import { StoredEvents } from './stored-events.ts'

/** Of load for the file that is damaged, ms, and characters in each payload. */
const LOAD = 1000
const PADDING = 2000
/** Behind it the log has been tidied up, for which it is read as a whole. ms. */
const PAUSE = 2500
/** Mostly it is waited, so several are looked at together. */
const AT_ONCE = 4
const DAMAGE = Buffer.alloc(200, 0xa5)

/** Files of a log with damage at random places, or cut off: the events are there, or the file is set aside and kept. */
export function damagedFile(tries: number): Promise<Outcome> {
  return withDataDir(async (folder) => {
    const wrong: string[] = []
    const original = join(folder, 'original')
    const before = await serving(startTattler(original), async (tattler) => {
      const load = await Load.start(tattler.url, 'before', 'before', PADDING)
      await sleep(LOAD)
      await load.stop()
      return load.acknowledged.size
    })
    const random = seededRandom(5)
    let setAside = 0
    const damageOne = async (n: number) => {
      const dataDir = join(folder, `${n}`)
      mkdirSync(dataDir)
      const file = join(dataDir, 'events.duckdb')
      cpSync(join(original, 'events.duckdb'), file)
      damage(file, random, n)
      await serving(startTattler(dataDir), async (tattler) => {
        await takesEvents(tattler, [], 'at first')
        await sleep(PAUSE)
        const acknowledged: string[] = []
        if (!(await takesEvents(tattler, acknowledged, 'after a pause'))) wrong.push('no event was taken')
        const isKept = readdirSync(dataDir).some((name) => name.startsWith('events-damaged-'))
        if (isKept) {
          setAside++
          const codes = (await readNotices(tattler)).map(({ code }) => code)
          if (!codes.includes('database-damaged')) wrong.push('the user was not told')
        }
        const { total } = await ask(tattler, { from: { instance: '*' }, limit: 1 })
        if (!isKept && total < before) wrong.push(`${total} of ${before} events are there`)
        wrong.push(...(await new StoredEvents().check(tattler, acknowledged)))
      })
    }
    for (let n = 0; n < tries; n += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, tries - n) }, (_, index) => n + index)
      await Promise.all(numbers.map(damageOne))
    }
    const right = `${setAside} files set aside, with a notice, and a new log begun; the damage to the others hit nothing`
    return outcomeOf("the log's file is damaged, or cut off", tries, right, wrong)
  })
}

function damage(file: string, random: () => number, number: number): void {
  const { size } = statSync(file)
  if (number % 4 === 3) truncateSync(file, Math.floor(random() * size))
  else {
    const descriptor = openSync(file, 'r+')
    writeSync(descriptor, DAMAGE, 0, DAMAGE.length, number === 0 ? 0 : Math.floor(random() * (size - DAMAGE.length)))
    closeSync(descriptor)
  }
}
