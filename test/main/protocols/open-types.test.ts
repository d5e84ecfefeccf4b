import { expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../../main/protocols/protocol.ts'
import { webDebug } from '../../../main/protocols/web-debug.ts'

/** What becomes of one event, sent by the web debug protocol. */
function decodeOne(type: string, payload: unknown) {
  const message = Buffer.from(JSON.stringify({ id: 's', version: 1, events: [{ type, payload }] }))
  const source = { protocol: 'web-debug', app: 'shop', stream: 'default' }
  return webDebug.decode(message, source, DEFAULT_LIMITS).streams[0]?.events[0]
}

test.each([
  ['session', { action: 'ended' }, 'Session ended'],
  ['state', { state: { level: 3 } }, 'level = 3'],
  ['metric', { name: 'fps', type: 'gauge' }, 'fps (gauge)'],
])('a %s of the shape that it is known by reads as one', (type, payload, summary) => {
  expect(decodeOne(type, payload)).toMatchObject({ type, summary })
})

test.each([
  ['session', { action: 7 }, '{"action":7}'],
  ['state', { state: 'running' }, '{"state":"running"}'],
  ['state', { name: 'ready' }, 'ready'],
  ['metric', { value: 3 }, '{"value":3}'],
])('who uses the name %s for %j is not refused', (type, payload, summary) => {
  expect(decodeOne(type, payload)).toMatchObject({ type, summary, payload: JSON.stringify(payload) })
})
