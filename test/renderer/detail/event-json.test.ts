import { expect, it } from 'vitest'
import { eventJson, withoutSecrets } from '../../../renderer/detail/event-json.ts'
import { makeEvent } from './make-event.ts'

it('is the whole event as JSON, with payload and metadata inside', async () => {
  const event = makeEvent({ message: 'Hi' }, { metadata: '{"deviations":["x"]}' })
  const json = JSON.parse(await eventJson(event))
  expect(json).toEqual({ ...event, payload: { message: 'Hi' }, metadata: { deviations: ['x'] } })
})

it('keeps every digit of the payload', async () => {
  expect(await eventJson(makeEvent('{"id":12345678901234567890}'))).toContain('"id": 12345678901234567890')
})

it('leaves out secrets where it is to be shown to others, and keeps all else as it was sent', async () => {
  const event = makeEvent('{"id":12345678901234567890,"user":{"name":"Ada","password":"x"}}')
  const shown = await withoutSecrets(event)
  expect(JSON.parse(shown.payload).user).toEqual({ name: 'Ada', password: 'HIDDEN' })
  expect(shown.payload).toContain('12345678901234567890')
  for (const payload of ['{ "price": 1.0 }', '{"password":null}', 'no JSON']) {
    const other = makeEvent(payload)
    expect(await withoutSecrets(other)).toBe(other)
  }
})
