import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { hasDisplay, ROOT } from '../../main/prepare.mjs'
import { readRunning } from '../../main/running.ts'
import { prepareElectron } from '../e2e/electron-runtime.mjs'
import { electronArgs } from '../e2e/tattler.ts'
import { makeEnvelopes } from './events.ts'
import { computedMilliseconds, serving, startTattler, withDataDir } from './processes.ts'
import { sendOverSocket } from './senders.ts'
import type { Figure } from './table.ts'
import { withViewerPage } from './viewer-page.ts'

const EVENTS = 20_000
/** Until what a start or a stream leaves to do is done: tidying the log up, the rate that falls to zero. ms */
const SETTLING = 8000

/** What Tattler computes while nothing happens, in percent of one core; on Linux only. */
export async function measureIdle(seconds: number): Promise<Figure[]> {
  return withDataDir(async (dataDir) => {
    const served = await serving(startTattler(dataDir), async (tattler) => {
      await sendOverSocket(tattler.url, makeEnvelopes(EVENTS, 100), 100)
      return withViewerPage(tattler, async ({ session }) => {
        await wait(SETTLING)
        const collector = tattler.cpu()
        const page = await taskSeconds(session)
        await wait(seconds * 1000)
        return {
          collector: (tattler.cpu() - collector) / 10 / seconds,
          page: (100 * ((await taskSeconds(session)) - page)) / seconds,
        }
      })
    })
    return [
      { name: 'idle: collector with an open page', value: served.collector, unit: '% CPU', aim: { most: 0.5 } },
      { name: 'idle: the page', value: served.page, unit: '% CPU', aim: { most: 0.5 } },
      {
        name: 'idle: Electron, all processes',
        value: await idleElectron(dataDir, seconds),
        unit: '% CPU',
        aim: { most: 0.5 },
      },
    ]
  })
}

/** Time that the page's main thread has spent on tasks, s. */
async function taskSeconds(session: {
  send(method: 'Performance.enable' | 'Performance.getMetrics'): Promise<unknown>
}) {
  await session.send('Performance.enable')
  const { metrics } = (await session.send('Performance.getMetrics')) as { metrics: { name: string; value: number }[] }
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
}

async function idleElectron(dataDir: string, seconds: number): Promise<number> {
  const electron = await prepareElectron()
  const command = [electron, ROOT, ...electronArgs(dataDir)]
  if (!hasDisplay()) command.unshift('xvfb-run', '-a')
  const [program = '', ...args] = command
  const started = spawn(program, args, { stdio: 'ignore', detached: true })
  const exited = once(started, 'exit')
  try {
    while (!readRunning(dataDir)) await wait(100)
    await wait(SETTLING)
    const processes = findTree(electron, dataDir)
    const before = sum(processes.map(computedMilliseconds))
    await wait(seconds * 1000)
    return (sum(processes.map(computedMilliseconds)) - before) / 10 / seconds
  } finally {
    const [main] = findTree(electron, dataDir)
    if (main !== undefined) process.kill(main, 'SIGTERM')
    await exited
  }
}

/** The process of a program that works on a data folder, and all that descend from it; on Linux only. */
function findTree(program: string, dataDir: string): number[] {
  const all = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
  const tree = all.filter((pid) => commandOf(pid).startsWith(program) && commandOf(pid).includes(dataDir))
  for (const parent of tree) tree.push(...all.filter((pid) => !tree.includes(pid) && parentOf(pid) === parent))
  return tree
}

function parentOf(pid: number): number {
  const [, fields = ''] = read(pid, 'stat').split(') ')
  return Number(fields.split(' ')[1])
}

function commandOf(pid: number): string {
  return read(pid, 'cmdline')
}

/** A file about a process; '' once that has ended. */
function read(pid: number, file: 'stat' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
