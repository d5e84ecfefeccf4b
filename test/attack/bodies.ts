import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { keepMemory, readBack } from './aftermath.ts'
import type { Attack } from './attack.ts'
import { type Answer, DOORS, type Door, knock } from './doors.ts'
import type { Target } from './target.ts'

const DEPTH = 100_000
const LIST = '['.repeat(DEPTH) + ']'.repeat(DEPTH)
const OBJECT = `${'{"state":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`
const WHOLE = gzipSync(JSON.stringify({ type: 'log', message: 'x'.repeat(5000), session_id: 1 }))
const GZIP = { 'content-encoding': 'gzip' }

/** Fails unless the status is that, and the text in what was answered. */
function expectAnswer(actual: Answer, expected: Answer): void {
  const isSaid = actual.text.includes(expected.text)
  expect({ status: actual.status, text: isSaid ? expected.text : actual.text }).toEqual(expected)
}

/** An attack on each door. `strike` resolves with how often it was tried. */
function atEachDoor(name: string, strike: (target: Target, door: Door) => Promise<number>): Attack {
  return {
    name,
    run: async (target) => {
      let tries = 0
      await target.witness.during(async () => {
        for (const door of DOORS) {
          tries += await strike(target, door).catch((error: Error) => {
            throw new Error(`${door.name}: ${error.message}`)
          })
        }
      })
      return { tries, outcome: 'each door answered with its own error' }
    },
  }
}

export const BODIES: readonly Attack[] = [
  atEachDoor('a body that is no JSON', async (target, door) => {
    expectAnswer(await knock(target, door, '{"broken":'), door.malformed)
    return 1
  }),
  atEachDoor('a body that is not the gzip that it says', async (target, door) => {
    expectAnswer(await knock(target, door, WHOLE.subarray(0, WHOLE.length / 2), GZIP), door.badGzip)
    expectAnswer(await knock(target, door, 'plain', GZIP), door.badGzip)
    return 2
  }),
  atEachDoor('JSON that is 100,000 deep', async (target, door) => {
    expectAnswer(await knock(target, door, `{"session_id":"1","params":${LIST}}`), door.tooDeep)
    expectAnswer(await knock(target, door, OBJECT), door.tooDeep)
    return 2
  }),
  atEachDoor('a body with an encoding that nobody knows', async (target, door) => {
    const { status } = await knock(target, door, '{}', { 'content-encoding': 'zstd' })
    expect(door.path.startsWith('/api/1/') ? [200] : [400, 415]).toContain(status)
    return 1
  }),
  readBack,
  keepMemory(900_000_000),
]
