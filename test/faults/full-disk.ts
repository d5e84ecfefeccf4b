import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { readNotices } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { StoredEvents } from './stored-events.ts'

const NAME = 'disk full, and room again'
/** Of the disk that is filled; most of it is taken at first. */
const DISK = '48m'
const BALLAST = 36 * 1024 * 1024
const EVENTS_PER_MESSAGE = 100
const PADDING = 'x'.repeat(2000)
/** The log is tidied up after 1.5 s without a message. ms. */
const PAUSE = 2000
/** Messages after which a disk that still takes them is not the one we think it is. */
const MOST_MESSAGES = 500

/** A disk that fills up under the log, and has room again: a tmpfs, for which the rights of root are needed. */
export function fullDisk(): Promise<Outcome> {
  return withDataDir(async (folder) => {
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk], { stdio: 'ignore' })
    } catch {
      return outcomeOf(NAME, 0, 'not tried: it takes the rights of root to make a small disk', [])
    }
    try {
      return await fill(disk)
    } finally {
      execFileSync('umount', ['-l', disk])
    }
  })
}

async function fill(disk: string): Promise<Outcome> {
  const wrong: string[] = []
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(BALLAST))
  const dataDir = join(disk, 'data')
  const acknowledged: string[] = []
  let before = 0
  let tries = 0
  await serving(startTattler(dataDir), async (tattler) => {
    let sent = 0
    const post = async () => {
      const texts = Array.from({ length: EVENTS_PER_MESSAGE }, () => `${++sent}`)
      const body = JSON.stringify(texts.map((message) => ({ type: 'log', payload: { message, PADDING } })))
      const headers = { 'content-type': 'application/json' }
      const { status } = await fetch(`${tattler.url}/events`, { method: 'POST', headers, body })
      if (status === 202) acknowledged.push(...texts)
      return status
    }
    const postUntil = async (wanted: number) => {
      for (let n = 0; n < MOST_MESSAGES; n++) if ((await post()) === wanted) return n + 1
      wrong.push(`no message was answered with ${wanted}`)
      return MOST_MESSAGES
    }
    await postUntil(503)
    for (let n = 0; n < 20; n++) if ((await post()) === 202) wrong.push('a full disk took a message')
    const notices = await readNotices(tattler)
    if (!notices.some(({ message }) => /no space left/i.test(message))) wrong.push('the user was not told why')
    // The log is tidied up in a pause, for which there is no room.
    await sleep(PAUSE)
    if ((await post()) === 202) wrong.push('a full disk took a message after a pause')
    before = acknowledged.length
    rmSync(ballast)
    tries = await postUntil(202)
    for (let n = 0; n < 20; n++) await post()
    const stored = new StoredEvents()
    wrong.push(...(await stored.check(tattler, acknowledged)))

    // What came after the failed writes must be readable behind them.
    const exited = once(tattler.process, 'exit')
    tattler.process.kill('SIGKILL')
    await exited
  })
  await serving(startTattler(dataDir), async (second) => {
    wrong.push(...(await new StoredEvents().check(second, acknowledged)))
  })
  const right = `503 and a notice at ${before} events; taken again at try ${tries} once there is room, all there after a SIGKILL`
  return outcomeOf(NAME, 1, right, wrong)
}
