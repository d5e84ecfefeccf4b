import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ALL, logEvent, makeDataDir, postEvents, queryLog, startTestCollector, until } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const ORIGIN = { origin: 'https://app.test' }

test('settings come from the file over the defaults, with what holds now', async () => {
  const dataDir = makeDataDir()
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ port: 7400, retention: { events: 5000 } }))
  const collector = await startTestCollector({ dataDir })
  const viewer = await TestViewer.connect(collector)
  const { file, saved, current, defaults } = await viewer.request('settings/read', undefined)
  expect(file).toBe(join(dataDir, 'settings.json'))
  expect(saved).toMatchObject({ port: 7400, retention: { events: 5000, bytes: 2_000_000_000 } })
  expect(current.port).toBe(Number(new URL(collector.url).port))
  expect(defaults).toMatchObject({ port: 7357, retention: { events: 1_000_000 } })
})

test('a web page may send from the moment it is allowed to', async () => {
  const collector = await startTestCollector()
  const viewer = await TestViewer.connect(collector)
  const headers = { ...ORIGIN, 'content-type': 'application/json' }
  const send = () =>
    fetch(`${collector.url}/events`, { method: 'POST', body: JSON.stringify(logEvent('From a page')), headers })
  expect((await send()).status).toBe(403)
  await viewer.request('settings/write', { allowedOrigins: [ORIGIN.origin] })
  expect((await send()).status).toBe(202)
  await viewer.request('settings/write', { allowedOrigins: [] })
  expect((await send()).status).toBe(403)
})

test('a lower limit deletes the oldest events at once', async () => {
  const collector = await startTestCollector()
  const viewer = await TestViewer.connect(collector)
  await postEvents(
    collector,
    Array.from({ length: 30 }, (_, index) => logEvent(`Event ${index}.`)),
  )
  await viewer.request('settings/write', { retention: { events: 10 } })
  const kept = await until(async () => {
    const { events = [], total } = await queryLog(collector, ALL)
    return total === 10 && events
  })
  expect(kept.map(({ summary }) => summary)).toContain('Event 29.')
  expect(kept.map(({ summary }) => summary)).not.toContain('Event 0.')
})

test('what is written stays in the file, beside what was there', async () => {
  const dataDir = makeDataDir()
  const file = join(dataDir, 'settings.json')
  writeFileSync(file, JSON.stringify({ allowedHosts: ['tattler.test'], limits: { depth: 20 } }))
  const viewer = await TestViewer.connect(await startTestCollector({ dataDir }))
  const { saved, current } = await viewer.request('settings/write', { limits: { messageBytes: 1000 } })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    allowedHosts: ['tattler.test'],
    limits: { depth: 20, messageBytes: 1000 },
  })
  expect(saved.limits.messageBytes).toBe(1000)
  expect(current.limits.messageBytes).not.toBe(1000)
})

test.each([
  [{ port: 99_999 }, /port/],
  [{ retention: { events: 0 } }, /retention\/events/],
])('%o is refused with the name of the setting, and nothing is written', async (patch, reason) => {
  const collector = await startTestCollector()
  const viewer = await TestViewer.connect(collector)
  await expect(viewer.request('settings/write', patch)).rejects.toThrow(reason)
  const { saved, defaults } = await viewer.request('settings/read', undefined)
  expect(saved).toEqual(defaults)
})
