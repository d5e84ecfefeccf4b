import '../helpers/fixed-seed.ts'
import { parseArgs } from 'node:util'
import { type Attack, type AttackResult, FULL, SHORT, tryAttack } from './attack.ts'
import { BODIES } from './bodies.ts'
import { CONNECTIONS } from './connections.ts'
import { DECODERS } from './decoders.ts'
import { DOORWAYS } from './doorways.ts'
import { FUZZ } from './fuzz.ts'
import { NAMES } from './names.ts'
import { PAGE } from './page.ts'
import { takePulse } from './pulse.ts'
import { SOCKETS } from './sockets.ts'
import { startTarget } from './target.ts'

/** Each against a Tattler of its own. */
const GROUPS: Readonly<Record<string, readonly Attack[]>> = {
  page: PAGE,
  doorways: DOORWAYS,
  bodies: BODIES,
  names: NAMES,
  fuzz: FUZZ,
  sockets: SOCKETS,
  connections: CONNECTIONS,
  decoders: DECODERS,
}

const HELP = `npm run test:attack -- [options]
  --quick       as little of everything as \`npm test\` tries
  --only PARTS  some of: ${Object.keys(GROUPS).join(', ')} (separated by commas)
`

/** Attacks a running Tattler and tells what happened; the process fails where something got through. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { quick: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const results: AttackResult[] = []
  for (const group of values.only?.split(',') ?? Object.keys(GROUPS)) {
    const attacks = GROUPS[group]
    if (!attacks)
      throw new Error(`--only ${group}: there is no such part; choose from ${Object.keys(GROUPS).join(', ')}`)
    const start = performance.now()
    for await (const result of attackAll(group, attacks, values.quick ? SHORT : FULL)) {
      results.push(result)
      process.stdout.write(formatRow(result))
    }
    process.stderr.write(`${group}: ${Math.round((performance.now() - start) / 1000)} s\n`)
  }
  const through = results.filter(({ isHeld }) => !isHeld).length
  const tries = results.reduce((sum, result) => sum + result.tries, 0).toLocaleString('en')
  process.stdout.write(
    `\n${results.length} attacks, ${tries} tries: ${through === 0 ? 'all held' : `${through} GOT THROUGH`}\n`,
  )
  process.exitCode = through === 0 ? 0 : 1
}

async function* attackAll(group: string, attacks: readonly Attack[], size: typeof FULL): AsyncGenerator<AttackResult> {
  const target = await startTarget()
  // The decoders run in this process: their Tattler has nothing to do.
  const endPulse = group === 'decoders' ? null : takePulse(target)
  for (const attack of attacks) yield await tryAttack(attack, target, size)
  if (endPulse) yield await endPulse()
  const end = async () => {
    await target.stop()
    return { tries: 1, outcome: 'ended as told' }
  }
  yield await tryAttack({ name: `Tattler, after ${group}`, run: end }, target, size)
}

const COLUMNS = [83, 9] as const

function formatRow({ name, tries, outcome, isHeld }: AttackResult): string {
  const told = outcome.replace(/\s+/g, ' ').slice(0, 300)
  return `${name.padEnd(COLUMNS[0])} ${tries.toLocaleString('en').padStart(COLUMNS[1])}  ${isHeld ? '' : 'GOT THROUGH: '}${told}\n`
}
