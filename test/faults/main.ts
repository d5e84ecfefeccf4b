import { parseArgs } from 'node:util'
import { LONG, type Outcome, USUAL } from './fault.ts'
import { FAULTS } from './faults.ts'

/** Much of a fault is waiting, so that others can be made meanwhile; one that measures time stands alone. */
const AT_ONCE = 3
const ALONE = ['soak']

const HELP = `npm run test:faults -- [options]
  --only FAULTS  some of: ${Object.keys(FAULTS).join(', ')} (separated by commas)
  --long         four times as much and more
`

/** Makes each fault on purpose, and prints what was tried, how often, and what happened. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { only: { type: 'string' }, long: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const names = values.only?.split(',') ?? Object.keys(FAULTS)
  const outcomes = new Map<string, Outcome>()
  const makeAll = async (waiting: string[]) => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const make = FAULTS[name]
      if (!make) throw new Error(`--only ${name}: choose from ${Object.keys(FAULTS).join(', ')}`)
      const start = performance.now()
      outcomes.set(name, await make(values.long ? LONG : USUAL))
      process.stderr.write(`${name}: ${Math.round((performance.now() - start) / 1000)} s\n`)
    }
  }
  const together = names.filter((name) => !ALONE.includes(name))
  await Promise.all(Array.from({ length: AT_ONCE }, () => makeAll(together)))
  await makeAll(names.filter((name) => ALONE.includes(name)))
  const inOrder = names.flatMap((name) => outcomes.get(name) ?? [])
  process.stdout.write(`\n${formatOutcomes(inOrder)}\n`)
  const wrong = inOrder.filter(({ isRight }) => !isRight).length
  process.stdout.write(`${inOrder.length - wrong} passed, ${wrong} failed\n`)
  if (wrong > 0) process.exitCode = 1
}

function formatOutcomes(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length))
  const lines = outcomes.map(({ name, tries, outcome, isRight }) =>
    [isRight ? 'ok   ' : 'WRONG', name.padEnd(width), `${tries} ×`.padStart(9), outcome].join('  '),
  )
  return `${lines.join('\n')}\n`
}
