import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS, type DecodedEvent } from '../../../main/protocols/protocol.ts'
import { roundware } from '../../../main/protocols/roundware.ts'
import { type EventRecord, packRecord, packRefusal } from '../../../main/protocols/roundware-message.ts'
import { readEventRecord } from '../../../main/roundware/event-record.ts'
import { readJsonFields } from '../../../main/roundware/sent-fields.ts'

const SOURCE = { protocol: 'roundware', app: 'roundware', stream: '77' }
const SERVER_TIME = '2026-11-21T03:30:17.500000'

function decode(message: Uint8Array): DecodedEvent {
  const [event] = roundware.decode(message, SOURCE, DEFAULT_LIMITS).streams.flatMap(({ events }) => events)
  if (!event) throw new Error('no event')
  return event
}

/** The event that a body of version 2 becomes. */
function read(json: string): DecodedEvent {
  const record: EventRecord = readEventRecord(readJsonFields(json), SERVER_TIME)
  return decode(packRecord({ kind: 'event', record }, json))
}

describe('an event', () => {
  test('has what was sent, and the time of the server, as payload', () => {
    const { payload } = read('{"session_id":"77","event_type":"x","mine":[1,{}],"latitude":"+1.50","longitude":-2}')
    expect(JSON.parse(payload)).toEqual({
      session_id: 77,
      event_type: 'x',
      mine: [1, {}],
      latitude: 1.5,
      longitude: -2,
      server_time: SERVER_TIME,
    })
  })

  test('keeps the digits of long numbers, and texts that are no coordinates', () => {
    const { payload } = read('{"session_id":77,"event_type":"x","data":{"id":12345678901234567890},"latitude":"north"}')
    expect(payload).toContain('"id":12345678901234567890')
    expect(payload).toContain('"latitude":"north"')
  })

  test.each([
    ['"3,8"', ['tag:3', 'tag:8']],
    ['[3,8]', ['tag:3', 'tag:8']],
    ['"[3, 8]"', ['tag:3', 'tag:8']],
    ['["3"," 8 "]', ['tag:3', 'tag:8']],
    ['"3, ,3"', ['tag:3']],
    ['"[]"', []],
    ['"["', ['tag:[']],
    ['""', []],
    ['null', []],
  ])('with the tags %s', (tags, expected) => {
    expect(read(`{"session_id":77,"event_type":"x","tag_ids":${tags}}`).tags).toEqual(expected)
  })

  test.each([
    ['heartbeat', 1, null],
    ['location_update', 1, null],
    ['play_stream', 2, null],
    ['client_error', 5, false],
    ['anything else', 2, null],
  ])('%s has importance %i', (type, importance, success) => {
    expect(read(`{"session_id":77,"event_type":"${type}"}`)).toMatchObject({ type, importance, success })
  })

  test.each([
    ['"data":"No GPS"', 'x · No GPS'],
    ['"data":{"a":[1]}', 'x · {"a":[1]}'],
    ['"latitude":"47.07359695366015","longitude":15.44', 'x · 47.0736, 15.44'],
    ['"tag_ids":[3]', 'x · tag 3'],
    ['"data":"free","tag_ids":[3,8]', 'x · free · tags 3, 8'],
    ['"more":1', 'x'],
  ])('with %s reads "%s" in the list', (fields, summary) => {
    expect(read(`{"session_id":77,"event_type":"x",${fields}}`).summary).toBe(summary)
  })

  test('without a time that can be read has none', () => {
    expect(read('{"session_id":77,"event_type":"x","client_time":"yesterday"}').time).toBe(null)
  })
})

describe('other messages', () => {
  test('a refusal is an invalid event with what was sent', () => {
    expect(decode(packRefusal('an event_type is required for this operation', '{"session_id":1}'))).toMatchObject({
      type: 'invalid',
      payload: expect.stringContaining('"raw":"{\\"session_id\\":1}"'),
    })
  })

  test('what was listened to has a duration once it has ended', () => {
    const record = { start_time: '2026-11-21T02:30:17.413Z', session_id: 77, asset_id: 11, project_id: 1 }
    const begin = decode(packRecord({ kind: 'listen', record }, '{}'))
    const end = decode(packRecord({ kind: 'listen', record: { ...record, duration_in_seconds: 1.5 } }, '{}'))
    expect(begin).toMatchObject({ type: 'start_listen', duration: null, time: Date.UTC(2026, 10, 21, 2, 30, 17, 413) })
    const backwards = decode(packRecord({ kind: 'listen', record: { ...record, duration_in_seconds: -1 } }, '{}'))
    expect(backwards).toMatchObject({ type: 'listen', duration: null })
    expect(end).toMatchObject({ type: 'listen', duration: 1500, summary: 'listen · asset 11' })
  })
})
