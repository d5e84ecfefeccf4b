import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { defaultDataDir } from '../../main/data-dir.ts'

afterEach(() => vi.unstubAllEnvs())

test("the data folder is the one named, else the system's", () => {
  vi.stubEnv('TATTLER_DATA', '/some/where')
  expect(defaultDataDir()).toBe('/some/where')
  vi.stubEnv('TATTLER_DATA', '')
  vi.stubEnv('XDG_DATA_HOME', '')
  if (process.platform === 'linux') expect(defaultDataDir()).toBe(join(homedir(), '.local', 'share', 'tattler'))
})
