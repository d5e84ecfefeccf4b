import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Answer, DOORS, knock } from './doors.ts'
import { shareTarget } from './target.ts'

const target = shareTarget()

/** `actual` as a failure shows it best: equal to `expected` if the status is that, and the text in it. */
function expectAnswer(actual: Answer, expected: Answer): void {
  const isSaid = actual.text.includes(expected.text)
  expect({ status: actual.status, text: isSaid ? expected.text : actual.text }).toEqual(expected)
}

test.each(DOORS)('$name answers a body that is no JSON with its own error', async (door) => {
  expectAnswer(await knock(target(), door, '{"broken":'), door.malformed)
})

test.each(DOORS)('$name answers a body that is not the gzip that it says with its own error', async (door) => {
  const whole = gzipSync(JSON.stringify({ type: 'log', message: 'x'.repeat(5000), session_id: 1 }))
  const headers = { 'content-encoding': 'gzip' }
  const attack = async () => {
    expectAnswer(await knock(target(), door, whole.subarray(0, whole.length / 2), headers), door.badGzip)
    expectAnswer(await knock(target(), door, 'plain', headers), door.badGzip)
  }
  await target().witness.during(attack)
})

test.each(DOORS)('$name answers a body that nests too deep with its own error', async (door) => {
  const depth = 100_000
  const list = '['.repeat(depth) + ']'.repeat(depth)
  const object = `${'{"state":'.repeat(depth)}1${'}'.repeat(depth)}`
  await target().witness.during(async () => {
    expectAnswer(await knock(target(), door, `{"session_id":"1","params":${list}}`), door.tooDeep)
    expectAnswer(await knock(target(), door, object), door.tooDeep)
  })
})

test.each(DOORS)('$name answers a body with an encoding that nobody knows', async (door) => {
  const { status } = await knock(target(), door, '{}', { 'content-encoding': 'zstd' })
  expect(door.path.startsWith('/api/1/') ? [200] : [400, 415]).toContain(status)
})
