import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ROOT } from '../../main/prepare.mjs'
import type { AttackResult } from './attack.ts'
import type { Target } from './target.ts'

/** Nobody else waits longer for Tattler, whatever goes on. ms of its work: attackers keep the same machine busy. */
const LONGEST_WORK = 1000
/** Nor for any other reason. ms. */
const LONGEST = 10_000

/** Asks a target from now on, in a thread of its own, whether it is there. Call the result to end that, and to have told how it went. */
export function takePulse({ url, child }: Target): () => Promise<AttackResult> {
  const worker = new Worker(`${ROOT}/test/attack/pulse.mjs`, { workerData: { url, pid: child.pid } })
  const told = once(worker, 'message')
  // Who never waits for it hears of it from the attack.
  told.catch(() => undefined)
  return async () => {
    worker.postMessage('end')
    const [{ count, longest, longestWork }] = await told
    return {
      name: 'somebody else, who asks all the time',
      tries: count,
      outcome: `answered within ${Math.ceil(longest)} ms, of which Tattler worked ${Math.ceil(longestWork)} ms`,
      isHeld: longestWork < LONGEST_WORK && longest < LONGEST,
    }
  }
}
