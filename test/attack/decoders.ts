import fc from 'fast-check'
import { expect } from 'vitest'
import { decodeMessage } from '../../main/protocols/decode.ts'
import { DEFAULT_LIMITS, LimitError } from '../../main/protocols/protocol.ts'
import type { Attack } from './attack.ts'
import { DOORS } from './doors.ts'

/** Messages that each text is broken into. */
const BREAKS = 20
/** A single message may keep a decoder busy for as long, whatever else the machine does. ms of CPU. */
const LONGEST = 1000
/** The decoders leave no more than this behind. Bytes. */
const MOST_LEFT = 500_000_000

const SAMPLES = DOORS.map(({ sample }) => sample('hostile'))
/** What means something to JSON, and what a decoder may trip over. */
const PIECES = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    '\\',
    '\\u',
    '\\ud800',
    '\0',
    '\n',
    'null',
    '-',
    'e999',
    '1e400',
    '\u00ff\u00fe',
  ],
  ...[
    '9007199254740993',
    '"__proto__":{"a":1},',
    '"constructor":1,',
    '"type":"log",',
    '"type":1,',
    '['.repeat(500),
    '{"a":'.repeat(300),
  ],
].map((text) => Buffer.from(text, 'latin1'))

/** Texts to begin with: JSON of any kind, and bodies that would be taken but for one value. */
const text = fc.oneof(
  fc.json(),
  fc.tuple(fc.constantFrom(...SAMPLES), fc.jsonValue(), fc.nat(20)).map(([sample, value, at]) => {
    const keys = Object.keys(sample)
    return JSON.stringify({ ...sample, [keys[at % Math.max(1, keys.length)] ?? 'a']: value })
  }),
)

/** The same numbers in each run. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Cuts a message off, doubles a part of it, puts a piece into it, or changes a byte. */
function breakUp(bytes: Buffer, random: (below: number) => number): Buffer {
  const at = random(bytes.length + 1)
  const kind = random(4)
  if (kind === 0) return bytes.subarray(0, at)
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(random(at + 1))])
  const piece = kind === 2 ? (PIECES[random(PIECES.length)] ?? bytes) : Buffer.from([random(256)])
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + (kind === 3 ? 1 : 0))])
}

/** Decodes a message, and fails unless all of it is JSON that can be stored, or an `invalid` event tells of it. */
function decode(bytes: Buffer, protocol: string): 'right' | 'invalid' | 'over a limit' {
  const decoded = decodeMessage(bytes, { protocol, app: 'hostile', stream: 's' }, DEFAULT_LIMITS)
  if (decoded instanceof LimitError) return 'over a limit'
  const events = decoded.streams.flatMap((stream) => stream.events)
  const isTold = JSON.stringify(events).includes('"invalid"')
  // A hundred thousand calls of `expect` would take longer than all else.
  if (decoded.problems.length > 0 && !isTold) throw new Error(`no invalid event tells of ${String(bytes)}`)
  for (const { payload, metadata } of events) {
    JSON.parse(payload)
    if (metadata !== null) JSON.parse(metadata)
  }
  return isTold ? 'invalid' : 'right'
}

/** What stands around a text in half of the messages, so that it gets beyond the first check. */
const ENVELOPES: Readonly<Record<string, (text: string) => string>> = {
  'web-debug': (text) => `{"type":"log","payload":{"message":"m","more":${text}}}`,
  datacat: (text) => `{"operation":"event"}\n${text}`,
  codebolt: (text) => `{"type":"debugEvent","action":"addLog","message":{"log":"m","type":"info","more":${text}}}`,
  roundware: (text) => `{"kind":"event","record":${text}}`,
  exported: (text) => `{"type":"log","payload":{"message":"m","more":${text}}}`,
}

const attackDecoder = ([protocol, enclose]: readonly [string, (text: string) => string]): Attack => ({
  name: `broken messages for the decoder of ${protocol}`,
  run: async (_, { texts }) => {
    const random = makeRandom(7)
    const counts = { right: 0, invalid: 0, 'over a limit': 0 }
    let longest = 0
    const before = process.memoryUsage.rss()
    for (const [index, one] of fc.sample(text, { numRuns: texts, seed: 6 }).entries()) {
      const whole = Buffer.from(index % 2 === 0 ? one : enclose(one))
      for (let turn = 0; turn < BREAKS; turn++) {
        const bytes = turn === 0 ? whole : breakUp(whole, random)
        const start = process.cpuUsage()
        counts[decode(bytes, protocol)]++
        const { user, system } = process.cpuUsage(start)
        longest = Math.max(longest, (user + system) / 1000)
      }
    }
    expect(Reflect.get({}, 'a')).toBeUndefined()
    expect(longest).toBeLessThan(LONGEST)
    expect(process.memoryUsage.rss() - before).toBeLessThan(MOST_LEFT)
    const told = `${counts.right} stored, ${counts.invalid} invalid, ${counts['over a limit']} over a limit`
    return { tries: texts * BREAKS, outcome: `${told}; the longest took ${Math.ceil(longest)} ms` }
  },
})

export const DECODERS: readonly Attack[] = Object.entries(ENVELOPES).map(attackDecoder)
