import type { DuckDBConnection } from '@duckdb/node-api'
import { beforeEach, expect, test } from 'vitest'
import { readStreamEvents, readStreamOutline } from '../../../main/log/stream-events.ts'
import { openMemoryLog, storeEvents } from '../../helpers/memory-log.ts'

let log: DuckDBConnection
beforeEach(async () => {
  log = await openMemoryLog()
})

const STREAM = { instance: 'app', stream: 'main', types: null, after: 0, limit: 5000, withPayload: true }
const ofSize = (bytes: number) => ({ text: 'x'.repeat(bytes - '{"text":""}'.length) })
const read = (query: Partial<Parameters<typeof readStreamEvents>[1]> = {}) =>
  readStreamEvents(log, { ...STREAM, ...query }, new Map())

test('a page has the events above an id, and tells how many there are', async () => {
  await storeEvents(log, [{ id: 1 }, { id: 2, stream: 'other' }, { id: 3 }, { id: 4, type: 'query' }, { id: 5 }])
  const { events, total } = await read({ after: 1, limit: 2 })
  expect([events.map(({ id }) => id), total]).toEqual([[3, 4], 3])
  expect(await read({ types: ['query'] })).toMatchObject({ events: [{ id: 4 }], total: 1 })
})

test('an outline has what a tree is made from, and no more', async () => {
  await storeEvents(log, [
    { id: 1, type: 'template', duration: 5, summary: 'page.html' },
    { id: 2, type: 'query', parent: 1, success: false, summary: 'SELECT 1', target: 'mysql' },
    { id: 3, stream: 'other' },
    { id: 4 },
  ])
  const { instance, stream } = STREAM
  const { events, total } = await readStreamOutline(log, { instance, stream, after: 0, limit: 2 })
  const unknown = { parent: null, descendants: 0, duration: null, success: null, target: null }
  expect(events).toEqual([
    { ...unknown, id: 1, type: 'template', summary: 'page.html', duration: 5 },
    { ...unknown, id: 2, type: 'query', summary: 'SELECT 1', parent: 1, success: false, target: 'mysql' },
  ])
  expect(total).toBe(3)
})

test('a payload is left out where it is longer than 64 KiB', async () => {
  await storeEvents(log, [
    { id: 1, payload: ofSize(64 * 1024) },
    { id: 2, payload: ofSize(64 * 1024 + 1) },
  ])
  const { events } = await read()
  expect(events.map(({ payload }) => payload?.length ?? null)).toEqual([64 * 1024, null])
})

test('the payloads of one answer have 8 MiB at most; every event is there all the same', async () => {
  await storeEvents(
    log,
    Array.from({ length: 130 }, (_, index) => ({ id: index + 1, payload: ofSize(64 * 1024) })),
  )
  const { events, total } = await read()
  expect([events.length, total]).toEqual([130, 130])
  expect(events.map(({ payload }) => payload !== null)).toEqual(events.map((_, index) => index < 128))
})
