import { afterEach, expect, test, vi } from 'vitest'
import { IngestQueue } from '../../main/ingest-queue.ts'
import type { IngestResult, LogStats } from '../../main/log/api.ts'
import { openEventLog } from '../../main/log/event-log.ts'
import { DEFAULT_LIMITS } from '../../main/protocols/protocol.ts'
import { defaultSettings } from '../../main/settings.ts'
import { logEvent, makeDataDir } from '../helpers/collector.ts'

const SOURCE = { protocol: 'web-debug', app: 'shop', stream: 'default' }
const MESSAGE = Buffer.from(JSON.stringify(logEvent('m')))

const closings: (() => Promise<void>)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const close of closings.splice(0)) await close()
})

/** A queue before a real log, in whose time nothing passes by itself; `batches` counts what was stored together. */
async function openQueue() {
  const options = { dataDir: makeDataDir(), limits: DEFAULT_LIMITS, retention: defaultSettings().retention }
  const { api } = await openEventLog(options, {
    onChange: () => {},
    onProblem: () => {},
    onFault: () => {},
    onEnd: () => {},
  })
  closings.push(() => api.close())
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const batches: LogStats[] = []
  return { queue: new IngestQueue(api, (stats) => batches.push(stats)), batches }
}

const put = (queue: IngestQueue) => new Promise<IngestResult>((done) => queue.put(MESSAGE, SOURCE, false, done))
const turn = () => new Promise(setImmediate)

test('messages whose senders do not wait are gathered for a moment, the first of a quiet time excepted', async () => {
  const { queue, batches } = await openQueue()
  await put(queue)
  expect(batches).toHaveLength(1)
  const results = [put(queue)]
  await turn()
  results.push(put(queue))
  await turn()
  expect(batches).toHaveLength(1)
  vi.advanceTimersByTime(10)
  expect(await Promise.all(results)).toMatchObject([{ lastId: 2 }, { lastId: 3 }])
  expect(batches).toHaveLength(2)
})

test('a message whose sender waits does not wait, and takes those before it along', async () => {
  const { queue, batches } = await openQueue()
  await put(queue)
  const gathered = put(queue)
  await turn()
  expect(await queue.add(MESSAGE, SOURCE)).toMatchObject({ kind: 'stored', lastId: 3 })
  expect(await gathered).toMatchObject({ lastId: 2 })
  expect(batches).toHaveLength(2)
})

test('many messages do not wait', async () => {
  const { queue, batches } = await openQueue()
  await put(queue)
  const results = Array.from({ length: 3000 }, () => put(queue))
  expect((await Promise.all(results)).at(-1)).toMatchObject({ lastId: 3001 })
  expect(batches.at(-1)).toMatchObject({ events: 3001 })
})

test('the bytes of a message may change once it was taken', async () => {
  const { queue } = await openQueue()
  const bytes = Buffer.from(MESSAGE)
  const result = queue.add(bytes, SOURCE)
  bytes.fill(0)
  expect(await result).toMatchObject({ kind: 'stored', accepted: 1, problems: [] })
})
