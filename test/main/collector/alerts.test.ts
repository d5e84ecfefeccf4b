import { expect, onTestFinished, test } from 'vitest'
import { Alerts } from '../../../main/alerts.ts'
import { openEventLog } from '../../../main/log/event-log.ts'
import { DEFAULT_LIMITS } from '../../../main/protocols/protocol.ts'
import { defaultSettings } from '../../../main/settings.ts'
import type { Alert } from '../../../shared/alerts.ts'
import { logEvent, postEvents, queryEvent, startTestCollector, until } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const SETTINGS = { error: false, denied: false, slow: false, mail: false, slowMs: 1000 }
const DENIED = { type: 'access_check', payload: { access: 'DENIED', control: 'Cockpit', object: 'R2-D2' } }
const MAIL = { type: 'email', payload: { subject: 'Hi', body: '', from: 'a@x', to: ['b@x'] } }
const EVERYTHING = [
  logEvent('fine'),
  logEvent('broken', { importance: 5 }),
  logEvent('worse', { importance: 8 }),
  DENIED,
  queryEvent('select 1', { duration: 999 }),
  queryEvent('select 2', { duration: 1000 }),
  MAIL,
]

test.each([
  ['error', 2, 'worse'],
  ['denied', 1, 'DENIED R2-D2'],
  ['slow', 1, 'select 2'],
  ['mail', 1, 'Hi'],
] as const)(
  '%s: alone is told, to shell and viewers, with the number and the newest event',
  async (kind, count, text) => {
    const collector = await startTestCollector({ alerts: { ...SETTINGS, [kind]: true } })
    const viewer = await TestViewer.connect(collector)
    const told: Alert[] = []
    collector.onAlert((alert) => told.push(alert))
    await postEvents(collector, EVERYTHING, { 'x-tattler-app': 'shop' })
    const { alert } = await viewer.next('alert')
    expect(alert).toMatchObject({ kind, count, instance: 'shop', otherApps: 0 })
    expect(alert.summary).toContain(text)
    expect(told).toEqual([alert])
  },
)

test('what is switched on later tells of later events only', async () => {
  const collector = await startTestCollector()
  const viewer = await TestViewer.connect(collector)
  await postEvents(collector, logEvent('before', { importance: 5 }))
  await viewer.request('settings/write', { alerts: { error: true } })
  await postEvents(collector, logEvent('after', { importance: 5 }))
  const { alert } = await viewer.next('alert')
  expect(alert).toMatchObject({ count: 1, summary: 'after' })
})

test('an alert about several apps names that of the newest event, and counts the others', async () => {
  const collector = await startTestCollector()
  const send = (app: string, message: string) =>
    postEvents(collector, logEvent(message, { importance: 5 }), { 'x-tattler-app': app })
  await send('shop', 'first')
  await send('mailer', 'second')
  await send('shop', 'third')
  await send('worker', 'fourth')
  await collector.close()
  const options = { dataDir: collector.dataDir, limits: DEFAULT_LIMITS, retention: defaultSettings().retention }
  const log = await openEventLog(options, {
    onChange: () => undefined,
    onProblem: () => undefined,
    onFault: () => undefined,
    onEnd: () => undefined,
  })
  onTestFinished(() => log.api.close())
  const alert = await new Promise<Alert>((resolve) => {
    const alerts = new Alerts(log.api, () => ({ ...SETTINGS, error: true }), resolve)
    onTestFinished(() => alerts.close())
    alerts.logChanged(log.stats.lastId)
  })
  expect(alert).toMatchObject({ count: 4, summary: 'fourth', instance: 'worker', otherApps: 2 })
})

test('a flood is a few alerts, which count every event', async () => {
  const collector = await startTestCollector({ alerts: { ...SETTINGS, error: true } })
  let count = 0
  let alerts = 0
  collector.onAlert((alert) => {
    count += alert.count
    alerts++
  })
  for (let round = 0; round < 50; round++) {
    await postEvents(
      collector,
      Array.from({ length: 20 }, () => logEvent('broken', { importance: 5 })),
    )
  }
  await until(() => count === 1000)
  expect(alerts).toBeLessThan(5)
})
