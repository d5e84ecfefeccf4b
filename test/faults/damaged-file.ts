import { closeSync, cpSync, mkdirSync, openSync, readdirSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { openViewer } from '../../main/cli/viewer-connection.ts'
import type { Notice } from '../../shared/messages.ts'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { ask, type Reachable, readNotices, takesEvents } from './ask.ts'
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

/**
 * Files of a log with damage at random places, or cut off: the events are there, or the file is set aside and kept, or what
 * cannot be read is told, and gone with a clear.
 */
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
    let cleared = 0
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
          if (!(await isTold(tattler, 'database-damaged'))) wrong.push('the user was not told')
        }
        try {
          wrong.push(...(await new StoredEvents().check(tattler, acknowledged)))
          const { total } = await ask(tattler, { from: { instance: '*' }, limit: 1 })
          if (!isKept && total < before) wrong.push(`${total} of ${before} events are there`)
        } catch (error) {
          cleared++
          if (isKept || !(await isTold(tattler, 'log-unreadable'))) wrong.push(`nobody is told why ${error}`)
          wrong.push(...(await findWrongAfterClear(tattler)))
        }
      })
    }
    for (let n = 0; n < tries; n += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, tries - n) }, (_, index) => n + index)
      await Promise.all(numbers.map(damageOne))
    }
    const right = `${setAside} files set aside, with a notice, and a new log begun; ${cleared} told of and cleared; the damage to the others hit nothing`
    return outcomeOf("the log's file is damaged, or cut off", tries, right, wrong)
  })
}

async function isTold(tattler: Reachable, code: Notice['code']): Promise<boolean> {
  return (await readNotices(tattler)).some((notice) => notice.code === code)
}

/** Clears the log, after which nothing of the damage may be left. */
async function findWrongAfterClear(tattler: Reachable): Promise<string[]> {
  const viewer = await openViewer(tattler)
  // Where the damage is in the way of that, too, the file is set aside after all.
  await viewer.request('log/clear', undefined).catch(() => undefined)
  viewer.close()
  const acknowledged: string[] = []
  await takesEvents(tattler, acknowledged, 'after a clear')
  const { events } = await ask(tattler, { from: { instance: '*' }, select: ['summary'] })
  const texts = events?.map(({ summary }) => summary)
  return isDeepStrictEqual(texts, acknowledged) ? [] : [`after a clear there are ${texts}, and not ${acknowledged}`]
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
