import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { Load } from './load.ts'
import { seededRandom } from './random.ts'
import { StoredEvents } from './stored-events.ts'

/** Between two copies, ms. */
const BETWEEN = 150
/** Enough that the write-ahead log is folded into the file while copies are made. Characters of each payload. */
const PADDING = 2000
/** The log tidies up after a pause of so long; every other copy is made around that time. ms. */
const PAUSE = 1500

/** The files of a log as they are at a random moment while it is written, opened by another collector. */
export function powerCut(tries: number): Promise<Outcome> {
  return withDataDir(async (dataDir) => {
    const random = seededRandom(2)
    const wrong: string[] = []
    const acknowledged = new Set<string>()
    const snapshots: { dir: string; acknowledged: string[] }[] = []
    await serving(startTattler(join(dataDir, 'original')), async (tattler) => {
      for (let n = 0; n < tries; n++) {
        const load = await Load.start(tattler.url, 'cut', `${n}`, PADDING)
        await sleep(random() * BETWEEN)
        const isInPause = n % 2 === 1
        if (isInPause) {
          await load.stop()
          await sleep(PAUSE + random() * BETWEEN)
        }
        // As it is in one moment: nothing is written while it is copied.
        tattler.process.kill('SIGSTOP')
        const known = [...acknowledged, ...load.acknowledged]
        try {
          snapshots.push({ dir: copyLog(dataDir, n), acknowledged: known })
        } finally {
          tattler.process.kill('SIGCONT')
        }
        await load.stop()
        for (const text of load.acknowledged) acknowledged.add(text)
      }
    })
    for (const { dir, acknowledged } of snapshots) {
      await serving(startTattler(dir), async (second) => {
        wrong.push(...(await new StoredEvents().check(second, acknowledged)))
      })
    }
    if (acknowledged.size === 0) wrong.push('nothing was acknowledged')
    const right = `each copy opens with every event that was acknowledged before; ${acknowledged.size} at last`
    return outcomeOf('power cut: files copied while they are written', tries, right, wrong)
  })
}

function copyLog(dataDir: string, number: number): string {
  const dir = join(dataDir, `copy-${number}`)
  mkdirSync(dir)
  for (const name of ['events.duckdb', 'events.duckdb.wal']) {
    const file = join(dataDir, 'original', name)
    if (existsSync(file)) cpSync(file, join(dir, name))
  }
  return dir
}
