import { expect, test } from 'vitest'
import { ShapeCounts } from '../../../main/log/shape-counts.ts'
import { openMemoryLog, storeEvents } from '../../helpers/memory-log.ts'

test('a shape is counted in all of the log, and anew once events went away', async () => {
  const connection = await openMemoryLog()
  const query = (id: number) => ({ id, type: 'query', payload: { query: `SELECT ${id}`, target: 'mysql' } })
  await storeEvents(connection, [query(1), { id: 2 }, query(3)])
  const [shape] = (await connection.runAndReadAll('SELECT shape FROM events WHERE id = 1')).getRows()[0] ?? []
  const counts = new ShapeCounts()
  const count = (lastId: number) => counts.count(connection, Number(shape), lastId)
  expect(await count(3)).toBe(2)
  await storeEvents(connection, [query(4)])
  expect(await count(4)).toBe(3)
  await connection.run('DELETE FROM events WHERE id < 4')
  counts.reset()
  expect(await count(4)).toBe(1)
})
