import { writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { DEFAULT_PORT, defaultDataDir, readSettings } from '../../main/settings.ts'
import { makeDataDir } from '../helpers/collector.ts'

afterEach(() => vi.unstubAllEnvs())

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

test("the data folder is the one named, else the system's", () => {
  vi.stubEnv('TATTLER_DATA', '/some/where')
  expect(defaultDataDir()).toBe('/some/where')
  vi.stubEnv('TATTLER_DATA', '')
  vi.stubEnv('XDG_DATA_HOME', '')
  if (process.platform === 'linux') expect(defaultDataDir()).toBe(join(homedir(), '.local', 'share', 'tattler'))
})
