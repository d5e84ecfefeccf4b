import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { logEvent, makeDataDir, postEvents, startTestCollector } from '../helpers/collector.ts'

const modeOf = (file: string) => statSync(file).mode & 0o777

describe.skipIf(process.platform === 'win32')('the data folder', () => {
  test('is the user’s alone, also where it was there before', async () => {
    const dataDir = join(makeDataDir(), 'data')
    mkdirSync(dataDir)
    chmodSync(dataDir, 0o755)
    const collector = await startTestCollector({ dataDir })
    expect(modeOf(dataDir)).toBe(0o700)
    expect(collector.status().notices).toEqual([])
    await collector.close()
    // A later start finds its own files in it, whatever they are.
    chmodSync(dataDir, 0o755)
    await startTestCollector({ dataDir })
    expect(modeOf(dataDir)).toBe(0o700)
  })

  test('that holds other things stays as it is; the user is told, and the files are closed', async () => {
    const dataDir = makeDataDir()
    writeFileSync(join(dataDir, 'index.html'), '')
    chmodSync(dataDir, 0o755)
    const collector = await startTestCollector({ dataDir })
    await postEvents(collector, logEvent('a'))
    expect(modeOf(dataDir)).toBe(0o755)
    expect(collector.status().notices).toMatchObject([{ code: 'data-folder-open' }])
    expect(modeOf(join(dataDir, 'events.duckdb'))).toBe(0o600)
  })

  test('holds no file that others may read, whatever was done', async () => {
    const collector = await startTestCollector({ host: '127.0.0.1' })
    await postEvents(collector, logEvent('a'))
    const readable = readdirSync(collector.dataDir, { recursive: true, encoding: 'utf8' }).filter(
      (name) => !/\.duckdb(\.wal)?$/.test(name) && (modeOf(join(collector.dataDir, name)) & 0o077) !== 0,
    )
    expect(readable).toEqual([])
    expect(modeOf(collector.dataDir)).toBe(0o700)
  })
})
