import { expect, test } from 'vitest'
import { FacetCounts, readTotals } from '../../../main/log/facets.ts'
import { openMemoryLog, type StoredEvent, storeEvents } from '../../helpers/memory-log.ts'

const query = (id: number, target: string, text: string, duration?: number): StoredEvent => ({
  id,
  type: 'query',
  target,
  payload: { target, query: text },
  ...(duration !== undefined && { duration }),
})

test('totals that add up as the log grows are those of the log at once', async () => {
  const connection = await openMemoryLog()
  const facets = new FacetCounts({ from: [], where: [], hiddenTypes: [] })
  const batches = [
    [query(1, 'mysql', 'SELECT 1', 5), query(2, 'mysql', 'DELETE FROM a', 7), query(3, 'redis', 'GET a')],
    [query(4, 'mysql', 'SELECT 2', 7), query(5, 'redis', 'SET a 1', 0.5)],
    [query(6, 'mysql', 'SELECT 3'), query(7, 'pgsql', 'SELECT 1', 1)],
  ]
  for (const batch of batches) {
    await storeEvents(connection, batch)
    await facets.advance(connection, batch.at(-1)?.id ?? 0)
    const { targets } = facets.result()
    const atOnce = await readTotals(connection, [])
    // Two that took equally long may stand for each other.
    const plain = (totals: typeof atOnce) => totals.map((total) => ({ ...total, slowest: total.slowest?.duration }))
    expect(plain([...targets])).toEqual(plain(atOnce))
  }
  expect(facets.result().targets[0]).toEqual({
    target: 'mysql',
    count: 4,
    duration: 19,
    slowest: { id: 2, duration: 7 },
    writes: { count: 1, duration: 7 },
  })
  expect(facets.result().targets[1]).toMatchObject({ target: 'redis', slowest: { id: 5, duration: 0.5 } })
})
