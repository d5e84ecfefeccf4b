import { once } from 'node:events'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { type Attack, pick } from './attack.ts'
import { DOORS, knock } from './doors.ts'
import type { Target } from './target.ts'

const DIGITS = '9'.repeat(400)

/** Payloads as they are sent and, where that is something else, as they must be stored. */
const PAYLOADS: readonly (readonly [name: string, sent: string, stored?: string])[] = [
  ['a number beyond 2^53', '{"n":9007199254740993}'],
  ['numbers beyond every double', '{"n":1e400,"m":-2.5E+999}'],
  ['a number of 400 digits', `{"n":${DIGITS}}`],
  ['NUL in a text and in a name', '{"a\\u0000b":"c\\u0000d"}'],
  ['lone surrogates', '{"a":"x\\ud800y","\\udfff":"b"}'],
  ['names of a prototype', '{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}}}'],
  // Of a name that is there twice the last value counts, as it does for JavaScript, and at the place of the first.
  ['a name twice', '{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
  ['a name twice, with objects', '{"a":{"x":1},"a":{"y":2}}', '{"a":{"y":2}}'],
  ['a name twice, the second beyond 2^53', '{"a":1,"a":9007199254740993}', '{"a":9007199254740993}'],
  ['a name twice, the first beyond 2^53', '{"a":9007199254740993,"a":1}', '{"a":1}'],
]

/** Sends a payload over HTTP and over a WebSocket, and fails unless both are stored as they should be. */
async function send(target: Target, name: string, sent: string, stored: string): Promise<void> {
  const event = `{"type":"order","payload":${sent}}`
  const response = await fetch(`${target.url}/events?app=values`, { method: 'POST', body: event })
  const socket = new WebSocket(`${target.url.replace('http', 'ws')}/?ack=1&app=values`)
  await once(socket, 'open')
  socket.send(event)
  const [answer] = await once(socket, 'message')
  socket.terminate()
  for (const { lastId } of [JSON.parse(await response.text()), JSON.parse(String(answer))]) {
    const headers = { authorization: `Bearer ${target.token}` }
    const text = await (await fetch(`${target.url}/api/events/${lastId}`, { headers })).text()
    expect(text.slice(text.indexOf('"payload":')), name).toContain(`"payload":${stored},"metadata"`)
  }
}

export const VALUES: readonly Attack[] = [
  {
    name: 'numbers beyond 2^53, NUL, lone surrogates, prototypes, names twice',
    run: async (target) => {
      await target.witness.during(async () => {
        for (const [name, sent, stored = sent] of PAYLOADS) await send(target, name, sent, stored)
      })
      return { tries: 2 * PAYLOADS.length, outcome: 'stored to the digit; of a name twice the last value' }
    },
  },
  {
    name: 'the same at the doors of other systems',
    run: async (target, size) => {
      let tries = 0
      await target.witness.during(async () => {
        for (const [index, door] of DOORS.entries()) {
          for (const [name, sent] of pick(PAYLOADS, size, index)) {
            const body = JSON.stringify(door.sample('values')).replace(/^\{/, `{"data":${sent},`)
            const { status } = await knock(target, door, body)
            expect(status, `${door.name}: ${name}`).toBeLessThan(500)
            tries++
          }
        }
      })
      return { tries, outcome: 'taken or refused' }
    },
  },
]
