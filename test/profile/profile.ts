import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startTattler, withDataDir } from '../bench/processes.ts'
import { type CallTree, type CpuProfile, readCallTree } from './cpu-profile.ts'
import { drawFlameGraph } from './flame-graph.ts'
import { isLoad, LOADS, runLoad } from './loads.ts'
import { addUpStages, findHottest } from './stages.ts'

const HELP = `npm run profile -- [options]
  --load NAME    what Tattler has to do meanwhile (envelopes):
${Object.entries(LOADS)
  .map(([name, { about }]) => `                 ${name.padEnd(10)} ${about}`)
  .join('\n')}
  --seconds N    how long (10); with --load none until Ctrl+C
  --out FOLDER   where the profiles are written (profiles)
`
const HOTTEST = 15

/** Records a collector under load, and the page of a viewer where the load has one. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      load: { type: 'string', default: 'envelopes' },
      seconds: { type: 'string', default: '10' },
      out: { type: 'string', default: 'profiles' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const { load } = values
  if (!isLoad(load))
    throw new Error(`--load ${load}: there is no such load; choose from ${Object.keys(LOADS).join(', ')}`)
  const out = resolve(values.out)
  rmSync(join(out, load), { recursive: true, force: true })
  mkdirSync(join(out, load), { recursive: true })

  const threads = new Map<string, CpuProfile>()
  const { events, cpu } = await withDataDir(async (dataDir) => {
    const tattler = await startTattler(dataDir, ['--cpu-prof', '--cpu-prof-dir', join(out, load)])
    const before = tattler.cpu()
    const done = await runLoad(load, tattler, Number(values.seconds))
    const cpu = tattler.cpu() - before
    await tattler.stop()
    if (done.page) threads.set('page', done.page)
    return { events: done.events, cpu }
  })
  for (const file of readdirSync(join(out, load))) threads.set(nameOf(file), readProfile(join(out, load, file)))

  const trees = [...threads].map(([name, profile]) => [name, readCallTree(profile)] as const)
  for (const [name, tree] of trees) {
    const file = join(out, load, `${name}.svg`)
    writeFileSync(file, drawFlameGraph(tree, `${name}, ${load}`))
    process.stdout.write(`${file}\n`)
  }
  process.stdout.write(`\n${describeStages(trees, events, cpu)}\n`)
  for (const [name, tree] of trees) process.stdout.write(`\n${describeHottest(name, tree)}\n`)
}

type NamedTree = readonly [name: string, tree: CallTree]

/** Node names a profile after date, time, process, thread and a number; the log's thread is the second that starts, the decoder's the third. */
function nameOf(file: string): string {
  const thread = Number(file.split('.')[4])
  return ['main', 'log', 'decoder'][thread] ?? `thread-${thread}`
}

function readProfile(file: string): CpuProfile {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** What each stage took of the time of each thread, per event; the rest of the process computes outside of JavaScript. */
function describeStages(trees: readonly NamedTree[], events: number, cpu: number): string {
  const sums = trees.map(([, tree]) => addUpStages(tree))
  const stages = [...new Set(sums.flatMap((sum) => [...sum.keys()]))]
  const perEvent = (ms: number) => (events === 0 ? `${Math.round(ms)} ms` : `${((1000 * ms) / events).toFixed(2)} µs`)
  const line = (name: string, cells: readonly string[]) =>
    name.padEnd(22) + cells.map((cell) => cell.padStart(12)).join('')
  const rows = stages
    .map((stage) => ({ stage, ms: sums.map((sum) => sum.get(stage) ?? 0) }))
    .sort((a, b) => Math.max(...b.ms) - Math.max(...a.ms))
  const collector = trees.reduce((sum, [name, { total }]) => (name === 'page' ? sum : sum + total), 0)
  return [
    line(
      events === 0 ? 'computed' : `computed per event`,
      trees.map(([name]) => name),
    ),
    ...rows.map(({ stage, ms }) => line(stage, ms.map(perEvent))),
    line(
      'in all',
      trees.map(([, { total }]) => perEvent(total)),
    ),
    '',
    `The collector computed ${perEvent(cpu)} in all, ${perEvent(Math.max(0, cpu - collector))} of it outside of JavaScript: DuckDB's own threads, and helpers of V8.`,
  ].join('\n')
}

function describeHottest(name: string, tree: CallTree): string {
  const lines = findHottest(tree, HOTTEST).map(({ frame, self }) => {
    const place = frame.file === '' ? '' : `  ${frame.file}:${frame.line}`
    return `${((100 * self) / tree.total).toFixed(1).padStart(6)} %  ${frame.name}${place}`
  })
  return [`${name}: where most was computed`, ...lines].join('\n')
}
