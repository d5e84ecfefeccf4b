import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Collector, type CollectorOptions, startCollector } from '../../../main/collector.ts'
import { readRunning } from '../../../main/running.ts'
import { readSettings } from '../../../main/settings.ts'
import {
  ALL,
  logEvent,
  makeDataDir,
  postEvents,
  queryLog,
  startTestCollector,
  VIEWER_DIR,
  WORKER_FILE,
} from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

function start(dataDir: string, onListening: CollectorOptions['onListening']): Promise<Collector> {
  const stored = readSettings(dataDir)
  const settings = { ...stored, smtp: { ...stored.smtp, enabled: false } }
  return startCollector({ dataDir, port: 0, settings, viewerDir: VIEWER_DIR, workerFile: WORKER_FILE, onListening })
}

test('what comes while the log opens waits for it', async () => {
  const before = await startTestCollector()
  await postEvents(before, logEvent('before'))
  await before.close()

  const asked: Promise<unknown>[] = []
  const collector = await start(before.dataDir, (listening) => {
    expect(listening.status().events).toBe(0)
    expect(readRunning(before.dataDir)).toMatchObject({ url: listening.url })
    asked.push(
      postEvents(listening, logEvent('early')).then(({ status }) => status),
      TestViewer.connect(listening)
        .then((viewer) => viewer.next('status/changed'))
        .then(({ status }) => status.events),
      fetch(listening.viewerUrl).then(({ status }) => status),
    )
  })
  onTestFinished(() => collector.close())
  const [posted, seen, page] = await Promise.all(asked)
  expect([posted, page]).toEqual([202, 200])
  expect(seen).toBeGreaterThan(0)
  const { events = [] } = await queryLog(collector, {
    ...ALL,
    select: ['id', 'summary'],
    orderBy: { field: 'id', direction: 'asc' },
  })
  expect(events.map(({ id, summary }) => [id, summary])).toEqual([
    ['1', 'before'],
    ['2', 'early'],
  ])
})

/** Opens the log in another process, as another Tattler would that started at the same moment. */
async function lockLog(dataDir: string): Promise<void> {
  const script = `require('@duckdb/node-api').DuckDBInstance.create(process.argv[1]).then((log) => process.stdin.on('end', () => log.closeSync()).resume() && console.log('open'))`
  const child = spawn(process.execPath, ['-e', script, join(dataDir, 'events.duckdb')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  await once(child.stdout, 'data')
}

test('where the log cannot be opened, nothing listens any more', async () => {
  const dataDir = makeDataDir()
  await lockLog(dataDir)
  let url = ''
  const starting = start(dataDir, (listening) => {
    url = listening.url
  })
  await expect(starting).rejects.toMatchObject({ code: 'database-locked' })
  expect(url).not.toBe('')
  await expect(fetch(url)).rejects.toThrow()
  expect(readRunning(dataDir)).toBeNull()
})
