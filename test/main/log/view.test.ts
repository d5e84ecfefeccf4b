import { expect, test } from 'vitest'
import { RecentRows } from '../../../main/log/recent-rows.ts'
import { View } from '../../../main/log/view.ts'
import { openMemoryLog, storeEvents } from '../../helpers/memory-log.ts'

test('a sorted view shows its rows while it is sorted anew', async () => {
  const connection = await openMemoryLog()
  await storeEvents(connection, [
    { id: 1, duration: 5 },
    { id: 2, duration: 9 },
  ])
  const moment = { pins: new Map<number, string>(), recent: new RecentRows() }
  const spec = {
    view: 1,
    from: { instance: '*' },
    where: [],
    hiddenTypes: [],
    orderBy: { field: 'duration', direction: 'desc' },
    tree: { open: true, toggled: [] },
  } as const
  const view = await View.open(connection, spec, { lastId: 2, ...moment })
  await storeEvents(connection, [{ id: 3, duration: 7 }])
  const advancing = view.advance(connection, { lastId: 3, ...moment })
  const idsOf = async () => (await view.page(connection, { offset: 0, limit: 10 }, moment)).rows.map((row) => row.id)
  expect(await idsOf()).toEqual([2, 1])
  await advancing
  expect(await idsOf()).toEqual([2, 3, 1])
})
