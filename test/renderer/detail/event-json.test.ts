import { expect, it } from 'vitest'
import { eventJson } from '../../../renderer/detail/event-json.ts'
import { makeEvent } from './make-event.ts'

it('is the whole event as JSON, with payload and metadata inside', () => {
  const event = makeEvent({ message: 'Hi' }, { metadata: '{"deviations":["x"]}' })
  const json = JSON.parse(eventJson(event))
  expect(json).toEqual({ ...event, payload: { message: 'Hi' }, metadata: { deviations: ['x'] } })
})

it('keeps every digit of the payload', () => {
  expect(eventJson(makeEvent('{"id":12345678901234567890}'))).toContain('"id": 12345678901234567890')
})
