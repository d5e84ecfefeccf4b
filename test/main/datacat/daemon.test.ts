import { expect, onTestFinished, test } from 'vitest'
import { Daemon } from '../../../main/datacat/daemon.ts'
import { type Session, statusOf } from '../../../main/datacat/session.ts'
import { readEvents } from '../../../main/datacat/stored-session.ts'
import { openSessions } from '../../helpers/sessions.ts'

/** A daemon over a real log, with a clock of its own. */
async function startDaemon(...where: Parameters<typeof openSessions>) {
  const opened = await openSessions(...where)
  const { sessions, log, clock } = opened
  const running = new Set([4711])
  const daemon = new Daemon(sessions, (pid) => running.has(pid))
  onTestFinished(() => daemon.close())
  const register = async (parentPid: number | null = 4711) =>
    (await daemon.register({ product: 'App', version: '1', parentPid })).session
  /** What the log tells of a session, by name or by what became of it. */
  const readNames = async ({ id }: Session) => {
    const events = await readEvents(log, { where: [{ field: 'stream', operator: 'eq', value: id }], limit: 100 })
    return events.map(({ payload }) => payload.name ?? payload.action)
  }
  /** The clock moves on, and the daemon looks. */
  const pass = async (seconds: number) => {
    clock.now += seconds * 1000
    await daemon.check()
  }
  return { ...opened, daemon, running, register, readNames, pass }
}

test('an app that sends no heartbeat for a minute hangs, and is told of once', async () => {
  const { register, pass, readNames, sessions } = await startDaemon()
  const session = await register()
  await pass(60)
  expect(session.hung).toBe(false)
  await pass(5)
  await pass(5)
  expect(statusOf(session, sessions.now())).toEqual({ active: true, suspended: false, crashed: false, hung: true })
  expect(await readNames(session)).toEqual(['started', 'application_appears_hung'])
})

test('its next heartbeat ends the hang', async () => {
  const { register, pass, readNames, sessions } = await startDaemon()
  const session = await register()
  await pass(65)
  await sessions.heartbeat(session)
  expect(session.hung).toBe(false)
  await pass(60)
  await pass(5)
  expect(await readNames(session)).toEqual([
    'started',
    'application_appears_hung',
    'application_recovered',
    'application_appears_hung',
  ])
})

test('while its watch is paused an app does not hang; a heartbeat goes on with the watch', async () => {
  const { register, pass, readNames, sessions } = await startDaemon()
  const session = await register()
  await sessions.pause(session, true)
  await pass(600)
  expect(session.hung).toBe(false)
  await sessions.pause(session, false)
  await pass(60)
  expect(session.hung).toBe(false)
  await sessions.pause(session, true)
  await sessions.heartbeat(session)
  await pass(61)
  expect(session.hung).toBe(true)
  expect(await readNames(session)).toEqual(['started', 'paused', 'resumed', 'paused', 'application_appears_hung'])
})

test('a session whose process is gone has crashed', async () => {
  const { register, pass, running, readNames, sessions } = await startDaemon()
  const session = await register()
  await pass(5)
  expect(session.crashed).toBe(false)
  running.delete(4711)
  await pass(5)
  await pass(5)
  expect(statusOf(session, sessions.now())).toEqual({ active: false, suspended: false, crashed: true, hung: false })
  expect(await readNames(session)).toEqual(['started', 'parent_process_crashed', 'session_crashed_detected'])
})

test('a process that is not of this machine is not looked for', async () => {
  const { register, pass } = await startDaemon()
  const session = await register(99)
  await pass(5)
  expect(session.crashed).toBe(false)
})

test('a session that has ended is looked after no more', async () => {
  const { register, pass, running, readNames, sessions } = await startDaemon()
  const session = await register()
  await sessions.end(session)
  running.delete(4711)
  await pass(600)
  expect(await readNames(session)).toEqual(['started', 'ended'])
})

test('after a restart it looks after the sessions that were open', async () => {
  const first = await startDaemon()
  const paused = await first.register(null)
  const silent = await first.register(null)
  const gone = await first.register()
  const ended = await first.register()
  await first.sessions.pause(paused, true)
  await first.sessions.end(ended)
  await first.close()

  const second = await startDaemon(first.dataDir, first.clock)
  second.running.clear()
  await second.daemon.resume()
  await second.pass(61)
  expect(await second.readNames(paused)).toEqual(['started', 'paused'])
  expect(await second.readNames(silent)).toEqual(['started', 'application_appears_hung'])
  expect(await second.readNames(gone)).toEqual(['started', 'parent_process_crashed', 'session_crashed_detected'])
  expect(await second.readNames(ended)).toEqual(['started', 'ended'])
})

test('a look at the sessions does no harm when the log is gone', async () => {
  const { register, pass, close } = await startDaemon()
  await register()
  await close()
  await expect(pass(65)).resolves.toBeUndefined()
})
