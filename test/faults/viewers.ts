import { setTimeout as sleep } from 'node:timers/promises'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { type CliProcess, startCli } from '../main/cli/cli-process.ts'
import { ask, becomesTrue, post, type Reachable, takesEvents } from './ask.ts'
import { END_THREAD, isBack } from './crash.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { Follower } from './follower.ts'
import { Load } from './load.ts'

/** Of load between the things that happen, ms. */
const BETWEEN = 300
const NAME = 'two viewers and a tail, while the log is cleared and dies'

/** Two viewers and `tattler tail` follow the same events under load, through a clear and the death of the log's thread. */
export function viewers(tries: number): Promise<Outcome> {
  return withDataDir((dataDir) =>
    serving(startTattler(dataDir, ['--import', END_THREAD]), async (tattler) => {
      const tail = startCli(['tail', '--data', dataDir])
      const first = new Follower(tattler)
      const followers = [first]
      const wrong: string[] = []
      try {
        let before = 0
        await becomesTrue(async () => (await post(tattler, `before ${++before}`)) === 202 && tail.stdout() !== '')
        followers.push(new Follower(tattler))
        for (let n = 0; n < tries; n++) {
          const loads = await Promise.all(['one', 'two'].map((name) => Load.start(tattler.url, name, `${name} ${n}`)))
          await sleep(BETWEEN)
          tattler.process.kill('SIGUSR2')
          if (!(await isBack(tattler, n + 1))) wrong.push('the log did not come back')
          await sleep(BETWEEN)
          await first.clear()
          await sleep(BETWEEN)
          await Promise.all(loads.map((load) => load.stop()))
          await takesEvents(tattler, [], `last ${n}`)
          wrong.push(...(await compare(tattler, followers, tail)))
        }
        const texts = readTail(tail)
        if (new Set(texts).size !== texts.length) wrong.push('the tail has an event twice')
        const right = `each time all three show the same events in the same order; the tail has printed ${texts.length}`
        return outcomeOf(NAME, tries, right, wrong)
      } finally {
        for (const follower of followers) follower.close()
        tail.child.kill()
        await tail.exited
      }
    }),
  )
}

/** What stands in the log must be what viewers show, and what the tail has printed last. */
async function compare(tattler: Reachable, followers: readonly Follower[], tail: CliProcess): Promise<string[]> {
  const { events = [] } = await ask(tattler, {
    from: { instance: '*' },
    select: ['summary'],
    orderBy: { field: 'id', direction: 'asc' },
    limit: 1_000_000,
  })
  const texts = events.map(({ summary }) => String(summary))
  const wrong: string[] = []
  for (const [index, follower] of followers.entries()) {
    if (!(await becomesTrue(async () => follower.rows === texts.length))) {
      wrong.push(`viewer ${index} was told of ${follower.rows} rows, and there are ${texts.length}`)
    }
    if ((await follower.readTexts()).join('\n') !== texts.join('\n')) wrong.push(`viewer ${index} shows other events`)
  }
  const ends = () => readTail(tail).slice(-texts.length).join('\n') === texts.join('\n')
  if (!(await becomesTrue(async () => ends()))) wrong.push('the tail has printed other events')
  return wrong
}

/** The summaries, which stand last in each line. */
function readTail(tail: CliProcess): string[] {
  const lines = tail.stdout().split('\n').slice(0, -1)
  return lines.map((line) => line.split('  ').at(-1)?.trim() ?? '')
}
