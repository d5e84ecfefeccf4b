import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryLog } from '../../helpers/collector.ts'
import { makeDataDir, removeDataDir, type ServeProcess, startServe } from '../cli/cli-process.ts'

const COUNT = 150
const LARGE = 'x'.repeat(1024 * 1024)
/** Larger than DuckDB's usual budget, which is why they are that many. */
const dataDir = makeDataDir()
let serve: ServeProcess

beforeAll(async () => {
  serve = await startServe(dataDir)
})
afterAll(async () => {
  await serve?.stop()
  removeDataDir(dataDir)
})

/** With a condition that has to take every payload apart. */
async function countAll(): Promise<unknown> {
  const where = [{ field: 'payload.n', operator: 'gte', value: 0 }]
  return (await queryLog(serve, { from: { instance: '*' }, where, reduce: { type: 'count' } })).aggregation
}

test('a hundred and fifty events of a mebibyte are stored one after the other, and found', async () => {
  for (let n = 0; n < COUNT; n++) {
    const body = JSON.stringify({ type: 'dump', payload: { n, message: `Dump ${n}`, LARGE } })
    const response = await fetch(`${serve.url}/events?app=large`, { method: 'POST', body })
    expect(response.status, await response.text()).toBe(202)
  }
  expect(await countAll()).toBe(COUNT)
})

test('they are there again after Tattler was killed', async () => {
  expect(statSync(join(dataDir, 'events.duckdb')).size).toBeGreaterThan(0)
  serve.child.kill('SIGKILL')
  await once(serve.child, 'exit')
  serve = await startServe(dataDir)
  expect(serve.stderr()).toBe('')
  expect(await countAll()).toBe(COUNT)
})

test('and after it was ended and started again, when more of them come', async () => {
  expect(await serve.stop(), serve.stderr()).toBe(0)
  serve = await startServe(dataDir)
  for (let n = 0; n < 20; n++) {
    const body = JSON.stringify({ type: 'dump', payload: { n, LARGE } })
    expect((await fetch(`${serve.url}/events?app=large`, { method: 'POST', body })).status).toBe(202)
  }
  expect(await countAll()).toBe(COUNT + 20)
})
