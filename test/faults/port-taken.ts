import { join } from 'node:path'
import { serving, startTattler, withDataDir } from '../bench/processes.ts'
import { runCli } from '../main/cli/cli-process.ts'
import { takesEvents } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'
import { StoredEvents } from './stored-events.ts'

/** A second Tattler at the port of one that runs, and one in its data folder. */
export function portTaken(): Promise<Outcome> {
  return withDataDir(async (folder) => {
    const wrong: string[] = []
    const dataDir = join(folder, 'first')
    const right = await serving(startTattler(dataDir), async (tattler) => {
      const acknowledged: string[] = []
      const { port } = new URL(tattler.url)
      const start = (port: string, dataDir: string) =>
        runCli(['serve', '--port', port, '--smtp-port', '0', '--data', dataDir])
      const second = await start(port, join(folder, 'second'))
      if (second.code !== 1 || !second.stderr.includes(port))
        wrong.push(`the start at its port ended so: ${second.stderr}`)
      const third = await start('0', dataDir)
      if (third.code !== 1 || !/Another Tattler/.test(third.stderr))
        wrong.push(`the start in its folder ended so: ${third.stderr}`)
      await takesEvents(tattler, acknowledged, 'the first goes on')
      wrong.push(...(await new StoredEvents().check(tattler, acknowledged)))
      return `ends with the reason (“${second.stderr.trim().split('\n')[0]}”), the first one goes on`
    })
    return outcomeOf('the port, or the data folder, is taken', 2, right, wrong)
  })
}
