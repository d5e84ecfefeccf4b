import { expect, test } from 'vitest'
import { type LifeEvent, readLife } from '../../../renderer/sessions/session-life.ts'
import { findStatus } from '../../../renderer/sessions/session-status.tsx'

const MINUTE = 60_000

const event = (time: number, action: string, more: Partial<LifeEvent> = {}): LifeEvent => ({
  time,
  action,
  reason: null,
  lastSign: null,
  isWatched: false,
  ...more,
})
const beats = (...times: number[]) =>
  times.map((time, index) => ({ time, value: time - (times[index - 1] ?? time), extra: null }))

test('a stream without session events is none', () => {
  expect(readLife([], [], 0)).toBeNull()
})

test('a session that was not ended goes on', () => {
  expect(readLife([event(10, 'started')], [], 500)).toMatchObject({ start: 10, end: null, latest: 500, crash: null })
})

test('it reaches as far as its events, whatever our clock says', () => {
  expect(readLife([event(10, 'started'), event(900, 'recovered')], [], 500)).toMatchObject({ latest: 900 })
})

test('it is hung from one event to the other', () => {
  const life = readLife([event(0, 'started'), event(5, 'hung'), event(9, 'recovered')], [], 20)
  expect(life?.hung).toEqual([{ from: 5, to: 9 }])
})

test('it hangs from its last sign of life on, where that is told', () => {
  const hung = event(2 * MINUTE, 'hung', { lastSign: MINUTE })
  const events = [event(0, 'started'), hung, event(3 * MINUTE, 'recovered')]
  expect(readLife(events, [], 20)?.hung).toEqual([{ from: MINUTE, to: 3 * MINUTE }])
})

test('a hang that nothing ended lasts until now, or until the crash', () => {
  const hung = [event(0, 'started'), event(5, 'hung')]
  expect(readLife(hung, [], 20)?.hung).toEqual([{ from: 5, to: 20 }])
  expect(readLife([...hung, event(12, 'crashed', { reason: 'killed' })], [], 20)).toMatchObject({
    end: 12,
    crash: { time: 12, reason: 'killed' },
    hung: [{ from: 5, to: 12 }],
  })
})

test('it is suspended a minute after a heartbeat, until the next', () => {
  const life = readLife([event(0, 'started')], beats(0, 1000, 5 * MINUTE, 5 * MINUTE + 1000), 5 * MINUTE + 2000)
  expect(life?.suspended).toEqual([{ from: 1000 + MINUTE, to: 5 * MINUTE }])
})

test('one that we watch is hung without heartbeats, not suspended', () => {
  const life = readLife([event(0, 'started', { isWatched: true })], beats(0, 1000, 5 * MINUTE), 5 * MINUTE)
  expect(life?.suspended).toEqual([])
})

test('who never sent a heartbeat is not suspended', () => {
  expect(readLife([event(0, 'started')], beats(0), 60 * MINUTE)?.suspended).toEqual([])
})

test('an ended session is not suspended afterwards', () => {
  const life = readLife([event(0, 'started'), event(2000, 'ended')], beats(0, 1000), 60 * MINUTE)
  expect(life?.suspended).toEqual([])
})

test.each([
  [{ crashed: true, ended: 5, hung: true, suspended: false }, 'crashed'],
  [{ crashed: false, ended: 5, hung: true, suspended: false }, 'ended'],
  [{ crashed: false, ended: null, hung: true, suspended: true }, 'hung'],
  [{ crashed: false, ended: null, hung: false, suspended: true }, 'suspended'],
  [{ crashed: false, ended: null, hung: false, suspended: false }, 'active'],
] as const)('of %j the worst is told: %s', (info, status) => {
  expect(findStatus({ ...info, lastHeartbeat: null, lastSeen: 0 }, 0)).toBe(status)
})

test('of one without heartbeats nobody can tell how it is once nothing came for a minute', () => {
  const quiet = { crashed: false, ended: null, hung: false, suspended: false, lastHeartbeat: null, lastSeen: 0 }
  expect(findStatus(quiet, MINUTE)).toBe('active')
  expect(findStatus(quiet, MINUTE + 1)).toBe('quiet')
  expect(findStatus({ ...quiet, hung: true }, 2 * MINUTE)).toBe('hung')
  expect(findStatus({ ...quiet, ended: 0 }, 2 * MINUTE)).toBe('ended')
  expect(findStatus({ ...quiet, lastHeartbeat: 0 }, 2 * MINUTE)).toBe('active')
})
