import { afterEach, describe, expect, test } from 'vitest'
import { BatchPacker } from '../../../main/ingest-batch.ts'
import type { AsyncLogApi } from '../../../main/log/api.ts'
import { openEventLog } from '../../../main/log/event-log.ts'
import { resultAt } from '../../../main/log/packed-results.ts'
import type { Source } from '../../../main/protocols/protocol.ts'
import { defaultSettings } from '../../../main/settings.ts'
import { makeDataDir } from '../../helpers/collector.ts'

const opened: AsyncLogApi[] = []
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close()
})

async function openLog(dataDir = makeDataDir()): Promise<AsyncLogApi> {
  const { limits, retention } = defaultSettings()
  const { api } = await openEventLog(
    { dataDir, limits, retention },
    { onChange: () => {}, onProblem: () => {}, onFault: () => {}, onEnd: () => {} },
  )
  opened.push(api)
  return api
}

const CODEBOLT: Source = { protocol: 'codebolt', app: 'codebolt', stream: 's', wantsSequences: true }

/** One batch of messages, which came at once. */
async function ingest(log: AsyncLogApi, source: Source, ...documents: readonly unknown[]) {
  const packer = new BatchPacker()
  for (const document of documents) packer.add(Buffer.from(JSON.stringify(document)), source, 5000)
  const { results } = await log.ingest(packer.pack())
  return documents.map((_, index) => resultAt(results, index))
}

const append = (instanceId: string, more: object = {}) => ({
  type: 'eventLog.appendEvent',
  params: { instanceId, streamId: 's', eventType: 't', ...more },
})

test('events of several clients in one batch find their instances, and one that is missing takes no other with it', async () => {
  const log = await openLog()
  await log.createInstance({ name: 'known', description: null })
  const results = await ingest(
    log,
    CODEBOLT,
    append('known'),
    append('nobody'),
    append('new', { autoCreateInstance: true }),
    append('new'),
    append('known'),
  )
  const stored = (instance: string, sequence: number, lastId: number) => ({
    kind: 'stored',
    accepted: 1,
    problems: [],
    lastId,
    sequences: [sequence],
    place: { instance, received: 5000 },
  })
  expect(results).toEqual([
    stored('known', 1, 1),
    {
      kind: 'stored',
      accepted: 0,
      problems: [{ path: 'instanceId', reason: 'Event log instance not found: nobody' }],
      lastId: 1,
      sequences: [],
    },
    stored('new', 1, 2),
    stored('new', 2, 3),
    stored('known', 2, 4),
  ])
  expect(await log.findInstance('new')).toMatchObject({ id: 'new', name: 'new', created: 5000, updated: 5000 })
})

test('an append tells when its instance was last changed, and nothing sets that back', async () => {
  const log = await openLog()
  const { created } = await log.createInstance({ name: 'x', description: null })
  await ingest(log, CODEBOLT, append('x'))
  expect(await log.findInstance('x')).toMatchObject({ updated: created })
})

describe('a deleted instance', () => {
  test('takes what was appended, pinned, noted or cleared of it, and nothing that an app has sent', async () => {
    const log = await openLog()
    const debug = (app: string): Source => ({ protocol: 'web-debug', app, stream: 's' })
    await log.createInstance({ name: 'x', description: null })
    await ingest(log, CODEBOLT, append('x'), append('x'))
    await ingest(log, debug('x'), { type: 'log', payload: { message: 'of an app of this id' } })
    await ingest(log, debug('other'), { type: 'log', payload: { message: 'stays' } })
    await log.setPin(1, 'a note')
    await log.setPin(4, 'mine')
    await log.clear()
    await ingest(log, CODEBOLT, append('x'))
    await log.deleteInstance('x')
    await log.undoClear()

    const { events = [] } = await log.query({ from: { instance: '*' }, select: ['id', 'instance', 'note', 'pinned'] })
    expect(events).toEqual([
      { id: '3', instance: 'x', pinned: false },
      { id: '4', instance: 'other', note: 'mine', pinned: true },
    ])
    expect((await log.stats()).events).toBe(2)
    expect(await log.event(1)).toBeNull()
    expect(await log.listInstances()).toEqual([])
    expect((await log.query({ from: { instance: 'x' } })).total).toBe(1)
  })

  test('leaves its ids unused, also after a restart', async () => {
    const dataDir = makeDataDir()
    const log = await openLog(dataDir)
    await ingest(log, CODEBOLT, append('x', { autoCreateInstance: true }), append('x'))
    await log.deleteInstance('x')
    await log.close()
    opened.pop()
    const again = await openLog(dataDir)
    expect(await again.listInstances()).toEqual([])
    const [result] = await ingest(again, CODEBOLT, append('x', { autoCreateInstance: true }))
    expect(result).toMatchObject({ lastId: 3, sequences: [1] })
  })

  test('makes open views begin anew', async () => {
    const log = await openLog()
    await ingest(log, CODEBOLT, append('x', { autoCreateInstance: true }))
    const { generation } = await log.stats()
    await log.deleteInstance('x')
    expect((await log.stats()).generation).toBeGreaterThan(generation)
    await expect(log.deleteInstance('x')).rejects.toMatchObject({ code: 'instance-not-found' })
    expect((await log.stats()).generation).toBe(generation + 1)
  })
})

test('sequence numbers go on where cleared events can be brought back, also for streams that the log has not seen since its start', async () => {
  const dataDir = makeDataDir()
  const log = await openLog(dataDir)
  await ingest(log, CODEBOLT, append('x', { autoCreateInstance: true }), append('x'))
  await log.close()
  opened.pop()
  const again = await openLog(dataDir)
  await again.clear()
  expect((await ingest(again, CODEBOLT, append('x')))[0]).toMatchObject({ sequences: [3] })
  await again.undoClear()
  await again.createInstance({ name: 'gone', description: null })
  // Every number in memory is forgotten with an instance.
  await again.deleteInstance('gone')
  expect((await ingest(again, CODEBOLT, append('x')))[0]).toMatchObject({ sequences: [4] })
})

test('an app that was there first keeps its id; the instance of its name gets another', async () => {
  const log = await openLog()
  await ingest(log, { protocol: 'web-debug', app: 'shop', stream: 's' }, { type: 'log', payload: { message: 'm' } })
  const { id } = await log.createInstance({ name: 'shop', description: null })
  expect(id).toMatch(/^shop-[0-9a-f]{8}$/)
  await ingest(log, CODEBOLT, append('shop'))
  expect(await log.query({ from: { instance: 'shop' }, select: ['protocol'] })).toMatchObject({
    events: [{ protocol: 'web-debug' }],
  })
  expect(await log.query({ from: { instance: id }, select: ['protocol'] })).toMatchObject({
    events: [{ protocol: 'codebolt' }],
  })
})

test('there is an end to how many instances can be made', async () => {
  const log = await openLog()
  const frames = Array.from({ length: 10_001 }, (_, n) => append(`i${n}`, { autoCreateInstance: true }))
  const results = await ingest(log, CODEBOLT, ...frames)
  expect(results.filter((result) => result.kind === 'stored' && result.accepted === 1)).toHaveLength(10_000)
  expect(results.at(-1)).toMatchObject({
    accepted: 0,
    problems: [{ path: 'autoCreateInstance', reason: expect.stringContaining('10000') }],
  })
  await log.deleteInstance('i0')
  await expect(log.createInstance({ name: 'room again', description: null })).resolves.toMatchObject({
    id: 'room again',
  })
})
