import { expect } from 'vitest'
import type { Attack } from './attack.ts'
import { readWholeLog } from './readable-log.ts'

/** What must hold after each group of attacks. */
export const readBack: Attack = {
  name: 'all that came can be read afterwards, in rows that are no longer than rows',
  run: async (target) => {
    const { length } = await readWholeLog(target)
    return { tries: length, outcome: 'each row and payload was read' }
  },
}

/** Memory at its peak stays below `most` bytes: what is usual, and what so much at once may take beside it. */
export const keepMemory = (most: number): Attack => ({
  name: `Tattler never takes more than ${format(most)}`,
  run: async (target) => {
    const peak = target.peakMemory()
    if (peak === null) return { tries: 1, outcome: 'this system does not tell' }
    expect(peak).toBeLessThan(most)
    return { tries: 1, outcome: `${format(peak)} at most` }
  },
})

const format = (bytes: number) => `${Math.round(bytes / 1_000_000).toLocaleString('en')} MB`
