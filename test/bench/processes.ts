import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openViewer } from '../../main/cli/viewer-connection.ts'
import { ROOT } from '../../main/prepare.mjs'

/** A child process that says when it is ready in one line of JSON. */
export interface Served {
  readonly url: string
  readonly token: string
  readonly process: ChildProcess
  /** Resident memory, MB; on Linux only. */
  memory(): number
  /** Time that its threads have computed since it was started, ms; on Linux only. */
  cpu(): number
  stop(): Promise<void>
}

/** A collector without a window whose log is open; `nodeOptions` are of Node itself. */
export async function startTattler(dataDir: string, nodeOptions: readonly string[] = []): Promise<Served> {
  const tattler = await startListening(dataDir, nodeOptions)
  const viewer = await openViewer(tattler)
  // A viewer is let in once the log is open.
  viewer.close()
  return tattler
}

/** A collector that listens, while its log may still be opening. */
export const startListening = (dataDir: string, nodeOptions: readonly string[] = []) =>
  start([
    ...nodeOptions,
    join(ROOT, 'dist/main/cli.js'),
    'serve',
    '--json',
    '--port',
    '0',
    '--smtp-port',
    '0',
    '--data',
    dataDir,
  ])

/** A ceiling: a server that does the least that could be called the same job. */
export const startCeiling = (name: 'bare-ws' | 'bare-http') =>
  start([join(ROOT, 'test/bench/run.mjs'), `child:${name}`])

/** An app to be watched, which computes for `work` ms for each request. */
export const startApp = (work: number) => start([join(ROOT, 'test/bench/run.mjs'), 'child:app', String(work)])

/** Those that a benchmark which fails must not leave behind. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill()
})

async function start(args: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  running.add(child)
  const exited = once(child, 'exit').finally(() => running.delete(child))
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), exited])
  if (typeof line !== 'string') throw new Error(`${args.join(' ')} ended with ${line}`)
  const { url, token = '' }: { url: string; token?: string } = JSON.parse(line)
  return {
    url,
    token,
    process: child,
    memory: () => residentMegabytes(child.pid),
    cpu: () => computedMilliseconds(child.pid),
    stop: async () => {
      child.kill('SIGINT')
      await exited
    },
  }
}

/** Does the work while the process serves, and stops it. */
export async function serving<T>(starting: Promise<Served>, work: (served: Served) => Promise<T>): Promise<T> {
  const served = await starting
  try {
    return await work(served)
  } finally {
    await served.stop()
  }
}

/** Runs a part of the benchmark in a process of its own and returns the JSON that it prints. */
export async function runChild<T>(name: string, ...args: string[]): Promise<T> {
  const child = spawn(process.execPath, [join(ROOT, 'test/bench/run.mjs'), `child:${name}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part
  })
  await once(child, 'exit')
  return JSON.parse(output)
}

function residentMegabytes(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1000
}

/** Linux counts in hundredths of a second: `utime` and `stime` of proc(5), counted from behind the name in brackets. */
export function computedMilliseconds(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const [user, system] = fields.split(' ').slice(11, 13)
  return 10 * (Number(user) + Number(system))
}

export async function withDataDir<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tattler-bench-'))
  try {
    return await work(dataDir)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
