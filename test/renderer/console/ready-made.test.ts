import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { formatQuery, readQuery } from '../../../renderer/console/query-text.ts'
import { READY_MADE_QUERIES } from '../../../renderer/console/ready-made-queries.ts'
import { readChart } from '../../../renderer/console/result-chart.ts'
import { readResult } from '../../../renderer/console/result-model.ts'
import { queryLog, shareCollector } from '../../helpers/collector.ts'

/** What the shop of the demo has none of: a session that hung, and one that crashed. */
const SESSIONS = [
  { type: 'session', payload: { action: 'hung', product: 'Editor', version: '2.1' } },
  { type: 'session', payload: { action: 'crashed', reason: 'it was killed' } },
]
const collector = shareCollector(SESSIONS, { 'x-tattler-app': 'editor' })

beforeAll(async () => {
  const runner = fileURLToPath(new URL('../../demo/run.mjs', import.meta.url))
  const { port } = new URL(collector().url)
  const demo = spawn(process.execPath, [runner, '--port', port, '--rate', '100'], { stdio: 'inherit' })
  expect(await once(demo, 'exit')).toEqual([0, null])
})

describe('over a round through the shop, rows are found by', () => {
  test.each(READY_MADE_QUERIES.map((ready) => [ready.title, ready] as const))('%s', async (_, { query }) => {
    expect(readQuery(formatQuery(query)).query).toEqual(query)
    const result = await queryLog(collector(), query)
    const answer = { query, result, took: 1, shapes: new Map() }
    const { columns, rows } = readResult(answer)
    expect(rows.length).toBeGreaterThan(0)
    for (const [index, { header }] of columns.entries()) {
      const hasValue = rows.some(({ values }) => values[index] !== null && values[index] !== undefined)
      expect({ header, hasValue }).toEqual({ header, hasValue: true })
    }
    expect(readChart(answer) !== null).toBe(query.reduce !== undefined)
  })
})

test('each has a name and an id of its own', () => {
  for (const key of ['id', 'title'] as const) {
    expect(new Set(READY_MADE_QUERIES.map((ready) => ready[key])).size).toBe(READY_MADE_QUERIES.length)
  }
})
