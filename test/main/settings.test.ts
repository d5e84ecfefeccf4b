import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DEFAULT_PORT, readSettings, writeSettings } from '../../main/settings.ts'
import { makeDataDir } from '../helpers/collector.ts'

test('without a file, every setting has its default', () => {
  expect(readSettings(makeDataDir())).toMatchObject({ port: DEFAULT_PORT, retention: { events: 1_000_000 } })
})

test('a file may set a part of a group; the rest keeps its default', () => {
  const dataDir = makeDataDir()
  writeFileSync(join(dataDir, 'settings.json'), '{"port":7400,"limits":{"depth":50}}')
  const settings = readSettings(dataDir)
  expect([settings.port, settings.limits.depth, settings.limits.eventsPerMessage]).toEqual([7400, 50, 100_000])
})

test.each([
  ['{"retention":{"events":-1}}', 'retention.events'],
  ['{"prot":7400}', 'there is no setting prot'],
  ['{"limits":{"deepness":1}}', 'there is no setting limits.deepness'],
  ['[]', 'the file must be object'],
  ['{port:7400}', 'cannot be read'],
])('%s is refused by name', (text, named) => {
  const dataDir = makeDataDir()
  writeFileSync(join(dataDir, 'settings.json'), text)
  expect(() => readSettings(dataDir)).toThrow(named)
})

test('writing a part of a group keeps the rest, and the order, of the file', () => {
  const dataDir = makeDataDir()
  const file = join(dataDir, 'settings.json')
  writeFileSync(file, '{"smtp":{"port":2525},"port":7400}')
  writeSettings(dataDir, { smtp: { enabled: false }, allowedHosts: ['shop.test'] })
  expect(readFileSync(file, 'utf8')).toBe(
    `${JSON.stringify({ smtp: { port: 2525, enabled: false }, port: 7400, allowedHosts: ['shop.test'] }, null, 2)}\n`,
  )
  expect(readSettings(dataDir).smtp).toEqual({ port: 2525, enabled: false, starttls: false })
  expect(readdirSync(dataDir)).toEqual(['settings.json'])
})

test('writing begins the file, and its folder, where there is none', () => {
  const dataDir = join(makeDataDir(), 'new')
  writeSettings(dataDir, { port: 7400 })
  expect(readSettings(dataDir).port).toBe(7400)
})

test('what would not be valid is not written', () => {
  const dataDir = makeDataDir()
  writeSettings(dataDir, { port: 7400 })
  expect(() => writeSettings(dataDir, { port: 70_000 })).toThrow('port')
  expect(readSettings(dataDir).port).toBe(7400)
  writeFileSync(join(dataDir, 'settings.json'), '{port:7400}')
  expect(() => writeSettings(dataDir, { port: 7401 })).toThrow('cannot be read')
  expect(readFileSync(join(dataDir, 'settings.json'), 'utf8')).toBe('{port:7400}')
})
