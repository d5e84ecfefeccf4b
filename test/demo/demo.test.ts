import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDataDir, removeDataDir, runCli, type ServeProcess, startServe } from '../main/cli/cli-process.ts'

const dataDir = makeDataDir()
let serve: ServeProcess

beforeAll(async () => {
  serve = await startServe(dataDir)
  const runner = fileURLToPath(new URL('./run.mjs', import.meta.url))
  const demo = spawn(process.execPath, [runner, '--data', dataDir, '--rate', '100'], { stdio: 'inherit' })
  expect(await once(demo, 'exit')).toEqual([0, null])
})

afterAll(async () => {
  await serve.stop()
  removeDataDir(dataDir)
})

async function query(asked: object): Promise<unknown[]> {
  const { stdout } = await runCli(['query', JSON.stringify(asked), '--data', dataDir])
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

test('the shop reports events of every known type, and no invalid ones', async () => {
  const types = await query({ reduce: { type: 'collect', field: 'type' } })
  expect([...new Set(types)].sort()).toEqual(
    [
      'access_check',
      'email',
      'event',
      'exception',
      'log',
      'middleware',
      'query',
      'request',
      'response',
      'template',
    ].sort(),
  )
})

test('each request is one stream with all that happened in it nested below it', async () => {
  const roots = await query({
    where: [{ field: 'depth', operator: 'eq', value: 0 }],
    select: ['type', 'sequence'],
  })
  expect(new Set(roots.map((root) => JSON.stringify(root)))).toEqual(new Set(['{"type":"request","sequence":1}']))
})

test('there is something to find: a slow query, an N+1 loop, a denied access, an exception', async () => {
  for (const search of ['tag:slow type:query', 'tag:n+1', 'access:DENIED', 'type:exception level:>=error']) {
    const { stdout } = await runCli(['query', search, '--data', dataDir])
    expect(stdout, search).not.toBe('')
  }
})
