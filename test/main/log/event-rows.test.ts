import { expect, test } from 'vitest'
import { readRows } from '../../../main/log/event-rows.ts'
import { openMemoryLog, storeEvents } from '../../helpers/memory-log.ts'

test.each([
  ['one beside the other', [3, 2, 4]],
  ['near each other, one of them gone', [7, 2, 5, 4]],
  ['all over the log, one of them gone', [900_000, 2, 400_000, 5]],
])('rows that lie %s are read in the order they are asked for', async (_, ids) => {
  const connection = await openMemoryLog()
  await storeEvents(
    connection,
    [1, 2, 3, 4, 7, 400_000, 900_000].map((id) => ({ id, summary: `event ${id}` })),
  )
  const there = ids.filter((id) => id !== 5)
  const rows = await readRows(connection, ids, new Map([[2, 'a note']]))
  expect(rows.map(({ summary }) => summary)).toEqual(there.map((id) => `event ${id}`))
  expect(rows.find(({ id }) => id === 2)).toMatchObject({ pinned: true, note: 'a note' })
})
