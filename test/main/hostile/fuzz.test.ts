import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DOORS, type Door, knock } from './doors.ts'
import { readWholeLog } from './readable-log.ts'
import { shareTarget, type Target } from './target.ts'

const target = shareTarget()

/** Bodies for each door, in groups that come at once: then the log commits them together. */
const GROUPS = 15
const GROUP_SIZE = 8

/** Words that mean something to JavaScript, to a protocol, or to a file system. */
const WORDS = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'then'],
  ...['type', 'payload', 'events', 'nested', 'state', 'name', 'value', 'data', 'tags', 'labels', 'metadata', 'level'],
  ...['session_id', 'event_type', 'instanceId', 'streamId', 'query', 'from', 'timestamp', 'time', 'id', 'category'],
  ...['../../etc/passwd', '..\\..\\', '\0', '', "'; DROP TABLE events; --", '$(x)', '%s%n', '\u202e', '\ud800', '*'],
]
const word = fc.constantFrom(...WORDS)
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(word, fc.string({ unit: 'binary' }), fc.double(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.oneof(word, fc.string()), tie('json')), { maxLength: 6 }).map(Object.fromEntries),
  ),
}))
/** A body that a door takes, with members that it does not expect. */
const spoil = (sample: object) =>
  fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(sample)), json), { minLength: 1, maxLength: 3 })
    .map((members) => Buffer.from(JSON.stringify({ ...sample, ...Object.fromEntries(members) })))
const anything = fc.oneof(
  { weight: 3, arbitrary: json.map((value) => Buffer.from(JSON.stringify(value))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  // JSON that is cut off, or has bytes in it that are no UTF-8.
  {
    weight: 1,
    arbitrary: fc
      .tuple(json, fc.nat(200), fc.uint8Array({ maxLength: 4 }))
      .map(([value, at, bytes]) => Buffer.concat([Buffer.from(JSON.stringify(value)).subarray(0, at), bytes])),
  },
)
const contentType = fc.constantFrom(
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '\u00ff',
)

async function attack(door: Door, aim: Target): Promise<void> {
  const session = await beginSession(aim)
  const message = fc.oneof(
    { weight: 1, arbitrary: fc.tuple(anything, contentType) },
    { weight: 2, arbitrary: fc.tuple(spoil(door.sample(session)), fc.constant('application/json')) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: GROUP_SIZE, maxLength: GROUP_SIZE }), async (messages) => {
      const answers = await Promise.all(
        messages.map(([bytes, type]) => knock(aim, door, bytes, { 'content-type': type })),
      )
      for (const { status, text } of answers) expect(status, text).toBeLessThan(500)
    }),
    { numRuns: GROUPS, endOnFailure: true },
  )
}

/** Of DataCat's daemon; its id. */
async function beginSession(aim: Target): Promise<string> {
  const facts = JSON.stringify({ product: 'hostile', version: '1', parent_pid: process.pid })
  return JSON.parse((await knock(aim, { method: 'POST', path: '/register' }, facts)).text).session_id
}

test.each(DOORS)('$name takes its sample', async (door) => {
  const { status, text } = await knock(target(), door, JSON.stringify(door.sample(await beginSession(target()))))
  expect(status, text).toBe(door.method === 'PATCH' ? 404 : door.path === '/events?app=hostile' ? 202 : 200)
})

test.each(DOORS)('$name answers whatever body comes, and never with a mistake of its own', async (door) => {
  await target().witness.during(() => attack(door, target()))
})

test('all that came can be read afterwards', async () => {
  const rows = await readWholeLog(target())
  expect(rows.length).toBeGreaterThan(DOORS.length)
})
