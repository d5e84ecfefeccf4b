import type { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { BatchPacker } from '../../../main/ingest-batch.ts'
import { startLogThread } from '../../../main/log/client.ts'
import { keepLog } from '../../../main/log/log-keeper.ts'
import { defaultSettings } from '../../../main/settings.ts'
import { ALL, logEvent, makeDataDir, WORKER_FILE } from '../../helpers/collector.ts'

const SOURCE = { protocol: 'web-debug', app: 'shop', stream: 'one' }

/** A log that is kept open, what has been told of it, and its threads in the order in which they were started. */
async function openKept() {
  const threads: Worker[] = []
  const addThread = (worker: Worker) => threads.push(worker)
  process.on('worker', addThread)
  onTestFinished(() => void process.off('worker', addThread))
  const told: string[] = []
  const { limits, retention } = defaultSettings()
  const dataDir = makeDataDir()
  const log = keepLog(
    WORKER_FILE,
    startLogThread(WORKER_FILE, dataDir),
    { dataDir, limits, retention },
    {
      onChange: () => undefined,
      onProblem: () => undefined,
      onFault: () => undefined,
      onCrash: () => told.push('crash'),
      onStillDown: () => told.push('down'),
      onRestart: ({ opened }) => told.push(`restart with ${opened.events}`),
    },
  )
  onTestFinished(() => log.close())
  await log.opening
  return { log, told, threads }
}

function batchOf(...messages: string[]) {
  const packer = new BatchPacker()
  for (const message of messages) packer.add(Buffer.from(JSON.stringify(logEvent(message))), SOURCE, Date.now())
  return packer.pack()
}

test.each([
  ['log', 0],
  ['decoder', 1],
])('when the thread of the %s dies, what is on its way is stored once it works again', async (_, index) => {
  const { log, told, threads } = await openKept()
  await log.api.ingest(batchOf('1'))
  await threads[index]?.terminate()
  await Promise.all([log.api.ingest(batchOf('2')), log.api.ingest(batchOf('3', '4')), log.api.ingest(batchOf('5'))])
  const { events } = await log.api.query({ ...ALL, select: ['id', 'sequence_number', 'summary'] })
  expect(events?.map(({ id, sequence_number, summary }) => [id, sequence_number, summary])).toEqual(
    ['1', '2', '3', '4', '5'].map((text) => [text, Number(text), text]),
  )
  expect(told).toEqual(['crash', 'restart with 1'])
})

test('batches given while the thread dies are stored once each, or refused', async () => {
  const { log, threads, told } = await openKept()
  await log.api.ingest(batchOf('first'))
  const results = []
  for (let n = 0; n < 40; n++) {
    results.push(
      log.api.ingest(batchOf(`a ${n}`, `b ${n}`)).then(
        () => n,
        () => null,
      ),
    )
    if (n === 20) void threads[1]?.terminate()
    await new Promise(setImmediate)
  }
  const stored = (await Promise.all(results)).filter((n) => n !== null)
  const { events = [] } = await log.api.query({ ...ALL, select: ['summary', 'sequence_number'], limit: 1000 })
  const summaries = events.map(({ summary }) => summary)
  expect(new Set(summaries).size).toBe(summaries.length)
  expect(summaries).toEqual(expect.arrayContaining(stored.flatMap((n) => [`a ${n}`, `b ${n}`])))
  expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, n) => n + 1))
  expect(stored.length).toBeGreaterThan(36)
  expect(told).toHaveLength(2)
})

test('questions that are open while the thread dies are rejected, and the next one is answered', async () => {
  const { log, threads } = await openKept()
  await log.api.ingest(batchOf('1'))
  const asked = log.api.query(ALL)
  void threads[0]?.terminate()
  await expect(asked).rejects.toMatchObject({ code: 'log-crashed' })
  expect((await log.api.query(ALL)).total).toBe(1)
  expect((await log.api.stats()).generation).toBe(1)
})
