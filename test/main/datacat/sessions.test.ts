import { expect, test } from 'vitest'
import { describeSession, type Session, statusOf } from '../../../main/datacat/session.ts'
import { readStoredSession, SENT_BY_DATACAT } from '../../../main/datacat/stored-session.ts'
import { openSessions } from '../../helpers/sessions.ts'

/** Sessions over a real log, and what tests do with them. */
async function startSessions() {
  const { sessions, log, clock } = await openSessions()
  const begin = async (machine?: string) =>
    (await sessions.begin({ product: 'App', version: '1', ...(machine && { machine_id: machine }) })).session
  const status = (session: Session) => statusOf(session, clock.now)
  const hang = (session: Session, group: string) => {
    const fields = { name: 'application_appears_hung', group }
    return sessions.addEvent(session, fields, JSON.stringify(fields))
  }
  /** The same session as the log tells of it. */
  const readBack = async ({ id }: Session) => {
    const stored = await readStoredSession(log, id, SENT_BY_DATACAT)
    if (!stored) throw new Error('the log does not know the session')
    return stored
  }
  return { sessions, log, clock, begin, status, hang, readBack }
}

const ACTIVE = { active: true, suspended: false, crashed: false, hung: false }

test('a session without a heartbeat needs none', async () => {
  const { begin, clock, status } = await startSessions()
  const session = await begin()
  clock.now += 3_600_000
  expect(status(session)).toEqual(ACTIVE)
})

test('one whose heartbeats stop for more than a minute is suspended until the next', async () => {
  const { sessions, begin, clock, status, readBack } = await startSessions()
  const session = await begin()
  await sessions.heartbeat(session)
  clock.now += 60_000
  expect(status(session)).toEqual(ACTIVE)
  clock.now += 1
  expect(status(session)).toEqual({ ...ACTIVE, active: false, suspended: true })
  expect(status(await readBack(session))).toEqual(status(session))
  await sessions.heartbeat(session)
  expect(status(session)).toEqual(ACTIVE)
})

test('one that has ended stays so, whatever it still sends', async () => {
  const { sessions, begin, clock, status, readBack } = await startSessions()
  const session = await begin()
  await sessions.end(session)
  clock.now += 1000
  await sessions.heartbeat(session)
  await sessions.end(session)
  expect(session.ended).toBe(clock.now)
  expect(status(session)).toEqual({ ...ACTIVE, active: false })
  expect(await readBack(session)).toEqual({ ...session, updated: expect.any(Number) })
})

test('once crashed, nothing changes any more', async () => {
  const { sessions, begin, clock, status, hang, readBack } = await startSessions()
  const session = await begin()
  await hang(session, '')
  await sessions.crash(session, { category: 'critical', data: { reason: 'oom' } })
  const crashed = { active: false, suspended: false, crashed: true, hung: false }
  expect(status(session)).toEqual(crashed)
  const { ended } = session
  clock.now += 1000
  await hang(session, '')
  await sessions.heartbeat(session)
  await sessions.end(session)
  await sessions.crash(session, { data: { reason: 'again' } })
  expect(status(session)).toEqual(crashed)
  expect(session.ended).toBe(ended)
  expect(await readBack(session)).toEqual({ ...session, updated: expect.any(Number) })
})

test('a machine that comes back has crashed those of its sessions that slept, and no other', async () => {
  const { sessions, begin, clock, status, hang, readBack } = await startSessions()
  const slept = await begin('m1')
  const silent = await begin('m1')
  const elsewhere = await begin('m2')
  await hang(slept, 'datacat.daemon')
  await sessions.heartbeat(slept)
  await sessions.heartbeat(elsewhere)
  clock.now += 61_000
  await begin('m1')
  expect(status(slept)).toEqual({ active: false, suspended: false, crashed: true, hung: true })
  expect(slept.ended).toBeNull()
  expect(status(silent)).toEqual(ACTIVE)
  expect(status(elsewhere).suspended).toBe(true)
  expect(await readBack(slept)).toEqual({ ...slept, updated: expect.any(Number) })
})

test('a heartbeat ends a hang that the app has told of, as documented; one that a daemon found is the daemon’s to end', async () => {
  const { sessions, begin, hang, readBack } = await startSessions()
  const told = await begin()
  const found = await begin()
  await hang(told, '')
  await hang(found, 'datacat.daemon')
  await sessions.heartbeat(told)
  await sessions.heartbeat(found)
  expect([told.hung, found.hung]).toEqual([false, true])
  expect((await readBack(told)).hung).toBe(false)
  expect((await readBack(found)).hung).toBe(true)
})

test('a machine that comes back crashes no session whose daemon we are, also before that is looked after again', async () => {
  const { sessions, clock, readBack } = await startSessions()
  const app = { product: 'App', version: '1', machine_id: 'm1' }
  const { session } = await sessions.begin({ ...app, daemon: true })
  await sessions.heartbeat(session)
  clock.now += 120_000
  await sessions.begin(app)
  expect((await readBack(session)).crashed).toBe(false)
})

test('a session that goes on after the log was cleared begins in it once more, and keeps its order', async () => {
  const { sessions, log, begin, clock, readBack } = await startSessions()
  const session = await begin('m1')
  const silent = await begin('m1')
  clock.now += 1000
  await log.clear()
  sessions.logChanged((await log.stats()).generation)
  await Promise.all([1, 2, 3].map((step) => sessions.addState(session, { step }, null)))
  await sessions.heartbeat(session)
  expect(await readBack(session)).toMatchObject({
    created: session.created,
    lastHeartbeat: clock.now,
    facts: { product: 'App', version: '1', machine_id: 'm1' },
    state: { step: 3 },
  })
  expect(await readStoredSession(log, silent.id, SENT_BY_DATACAT)).toBeNull()
  await log.undoClear()
  sessions.logChanged((await log.stats()).generation)
  await sessions.heartbeat(session)
  expect(await readBack(session)).toMatchObject({ created: session.created, lastHeartbeat: clock.now })
})

test('a session was last seen with its newest metric, also after a restart, and never later than now', async () => {
  const { sessions, begin, clock, readBack } = await startSessions()
  // Ahead of the log, whose clock says when events came.
  clock.now = Date.now() + 3_600_000
  const session = await begin()
  clock.now += 30_000
  const fps = { name: 'fps', type: 'gauge', value: 60 }
  await sessions.addMetric(session, { ...fps, timestamp: new Date(clock.now).toISOString() })
  const stored = await readBack(session)
  expect(stored.updated).toBe(clock.now)
  await sessions.addMetric(session, { ...fps, timestamp: new Date(clock.now + 3_600_000).toISOString() })
  expect(describeSession(await readBack(session), clock.now).lastSeen).toBe(clock.now)
})

test('any product is the name of an app, on one line and not too long', async () => {
  const { sessions } = await startSessions()
  const names = [
    ['My\n\tApp', 'My App'],
    ['half a \ud800 character', 'half a \ufffd character'],
    ['\u0000\u0007', 'datacat'],
    ['x'.repeat(1_000_000), 'x'.repeat(200)],
  ]
  for (const [product = '', instance] of names) {
    const { session, result } = await sessions.begin({ product, version: '1' })
    expect(result.kind).toBe('stored')
    await sessions.addState(session, { a: 1 }, null)
    expect((await readStoredSession(sessions.log, session.id, SENT_BY_DATACAT))?.instance).toBe(instance)
  }
})
