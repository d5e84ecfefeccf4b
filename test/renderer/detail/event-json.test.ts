import { expect, it } from 'vitest'
import { eventJson } from '../../../renderer/detail/event-json.ts'
import type { DebugEvent } from '../../../shared/event.ts'
import { makeEvent } from './make-event.ts'

const whole = (event: DebugEvent) => eventJson(event, { hidesSecrets: false })
const shared = (event: DebugEvent) => eventJson(event, { hidesSecrets: true })

it('is the whole event as JSON, with payload and metadata inside', async () => {
  const event = makeEvent({ message: 'Hi' }, { metadata: '{"deviations":["x"]}' })
  const { text } = await whole(event)
  expect(JSON.parse(text)).toEqual({ ...event, payload: { message: 'Hi' }, metadata: { deviations: ['x'] } })
  expect(text).toContain('\n  "payload": {\n    "message": "Hi"\n  },\n')
})

it('keeps every digit and the order of the payload', async () => {
  for (const payload of ['{"id": 12345678901234567890}', '{"b": 1.0,\n"2": -0,"1": 1e3}', '{"b":1,"2":2,"1":3}']) {
    const { text, hasHidden } = await shared(makeEvent(payload))
    expect(text.replace(/\s/g, '')).toContain(`"payload":${payload.replace(/\s/g, '')},"metadata"`)
    expect(hasHidden).toBe(false)
  }
})

it('leaves out secrets where it is to be shown to others', async () => {
  const event = makeEvent('{"id":12345678901234567890,"user":{"name":"Ada","password":"x"}}', { metadata: '{"n":1.0}' })
  const { text, hasHidden } = await shared(event)
  expect(hasHidden).toBe(true)
  expect(JSON.parse(text).payload.user).toEqual({ name: 'Ada', password: 'HIDDEN' })
  expect(text).toContain('12345678901234567890')
  expect(text).toContain('"n": 1.0')
  expect(JSON.parse((await whole(event)).text).payload.user.password).toBe('x')
  for (const payload of ['{"password":null}', '"no names"']) {
    expect((await shared(makeEvent(payload))).hasHidden).toBe(false)
  }
})
