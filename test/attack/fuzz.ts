import fc from 'fast-check'
import { expect } from 'vitest'
import { keepMemory, readBack } from './aftermath.ts'
import type { Attack, Size } from './attack.ts'
import { DOORS, type Door, knock } from './doors.ts'
import type { Target } from './target.ts'

/** Bodies for each door come in groups, at once: then the log commits them together. */
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

/** Resolves with the number of bodies, by the class of the status they were answered with. */
async function attackDoor(door: Door, aim: Target, { groups }: Size): Promise<Map<string, number>> {
  const session = await beginSession(aim)
  const message = fc.oneof(
    { weight: 1, arbitrary: fc.tuple(anything, contentType) },
    { weight: 2, arbitrary: fc.tuple(spoil(door.sample(session)), fc.constant('application/json')) },
  )
  const answered = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: GROUP_SIZE, maxLength: GROUP_SIZE }), async (messages) => {
      const answers = await Promise.all(
        messages.map(([bytes, type]) => knock(aim, door, bytes, { 'content-type': type })),
      )
      for (const { status, text } of answers) {
        expect(status, `${door.name}: ${text}`).toBeLessThan(500)
        const kind = `${Math.floor(status / 100)}xx`
        answered.set(kind, (answered.get(kind) ?? 0) + 1)
      }
    }),
    { numRuns: groups, endOnFailure: true },
  )
  return answered
}

/** Of DataCat's daemon; its id. */
async function beginSession(aim: Target): Promise<string> {
  const facts = JSON.stringify({ product: 'hostile', version: '1', parent_pid: process.pid })
  return JSON.parse((await knock(aim, { method: 'POST', path: '/register' }, facts)).text).session_id
}

export const FUZZ: readonly Attack[] = [
  {
    name: 'each door takes what it is for',
    run: async (target) => {
      for (const door of DOORS) {
        const body = JSON.stringify(door.sample(await beginSession(target)))
        const { status, text } = await knock(target, door, body)
        const expected = door.method === 'PATCH' ? 404 : door.path === '/events?app=hostile' ? 202 : 200
        expect(status, `${door.name}: ${text}`).toBe(expected)
      }
      return { tries: DOORS.length, outcome: 'taken' }
    },
  },
  {
    name: 'random bodies at each door',
    run: async (target, size) => {
      const answered = new Map<string, number>()
      await target.witness.during(async () => {
        for (const door of DOORS) {
          for (const [kind, count] of await attackDoor(door, target, size)) {
            answered.set(kind, (answered.get(kind) ?? 0) + count)
          }
        }
      })
      const told = [...answered].sort().map(([kind, count]) => `${count} answered with ${kind}`)
      return { tries: DOORS.length * size.groups * GROUP_SIZE, outcome: told.join(', ') }
    },
  },
  readBack,
  keepMemory(900_000_000),
]
