import type { DuckDBConnection } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { RecentRows } from '../../../main/log/recent-rows.ts'
import { View } from '../../../main/log/view.ts'
import type { ViewSpec } from '../../../shared/messages.ts'
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

test.each([
  ['without a gap', [3, 4, 5]],
  ['with a gap', [3, 5, 6]],
])('a view of all events of a log %s is complete at once, and has those alone', async (_, ids) => {
  const connection = await openMemoryLog()
  await storeEvents(
    connection,
    ids.map((id) => ({ id })),
  )
  const moment = { pins: new Map<number, string>(), recent: new RecentRows() }
  const from = { instance: '*' }
  const spec = { view: 1, from, where: [], hiddenTypes: [], orderBy: null, tree: { open: true, toggled: [] } }
  const view = await View.open(connection, spec, { lastId: Math.max(...ids), ...moment })
  const state = await view.state(connection, moment)
  expect(state).toMatchObject({ rows: 3, matching: 3, all: 3, isComplete: true })
  expect(state.tail.rows.map((row) => row.id)).toEqual(ids)
})

describe('a view that is opened eagerly', () => {
  const moment = { pins: new Map<number, string>(), recent: new RecentRows() }
  const eager = {
    view: 1,
    from: { instance: '*' },
    where: [],
    hiddenTypes: [],
    orderBy: null,
    tree: { open: true, toggled: [] },
    isEager: true,
  } as const
  const warnings = [{ field: 'importance', operator: 'eq', value: 4 }] as const

  /** 1,000 events, every second one a warning nested in the one before; the later, the shorter. */
  async function openLargeLog(): Promise<DuckDBConnection> {
    const connection = await openMemoryLog()
    await storeEvents(connection, [{ id: 1, duration: 1000 }])
    await connection.run(`INSERT INTO events SELECT events.* REPLACE (
      n AS id, n AS sequence, 1001 - n AS duration, CASE WHEN n % 2 = 0 THEN 4 ELSE 1 END AS importance,
      (n + 1) % 2 AS depth, CASE WHEN n % 2 = 0 THEN n - 1 END AS parent) FROM events, range(2, 1001) numbers(n)`)
    return connection
  }

  test('has the newest rows first, and all of them in their order once it is complete', async () => {
    const connection = await openLargeLog()
    const view = await View.open(connection, { ...eager, where: warnings }, { lastId: 1000, ...moment }, 500)
    const opened = await view.state(connection, moment)
    expect(opened).toMatchObject({ rows: 250, matching: 250, all: 1000, isComplete: false })
    expect(opened.tail.rows.at(-1)?.id).toBe(1000)
    const completed = await view.complete(connection, moment)
    expect(completed).toMatchObject({ rows: 500, matching: 500, all: 1000, isComplete: true })
    expect((await view.page(connection, { offset: 249, limit: 2 }, moment)).rows.map((row) => row.id)).toEqual([
      500, 502,
    ])
  })

  test('looks on where the newest events do not fill a screen', async () => {
    const connection = await openLargeLog()
    const view = await View.open(connection, { ...eager, where: warnings }, { lastId: 1000, ...moment }, 100)
    expect(await view.state(connection, moment)).toMatchObject({ rows: 250, isComplete: false })
    const rare: ViewSpec = { ...eager, where: [{ field: 'duration', operator: 'gt', value: 998 }] }
    const all = await View.open(connection, rare, { lastId: 1000, ...moment }, 100)
    expect(await all.state(connection, moment)).toMatchObject({ rows: 2, isComplete: true })
  })

  test('takes in what arrives before it is complete', async () => {
    const connection = await openLargeLog()
    const view = await View.open(connection, { ...eager, where: warnings }, { lastId: 1000, ...moment }, 500)
    const completing = view.complete(connection, moment)
    await storeEvents(connection, [{ id: 1001, importance: 4 }])
    await view.advance(connection, { lastId: 1001, ...moment })
    await completing
    const state = await view.state(connection, moment)
    expect(state).toMatchObject({ rows: 501, matching: 501, all: 1001, isComplete: true })
    expect(state.tail.rows.at(-1)?.id).toBe(1001)
  })

  test('counts what closed parts of the tree hide', async () => {
    const connection = await openLargeLog()
    const spec = { ...eager, tree: { open: false, toggled: [] } }
    const view = await View.open(connection, spec, { lastId: 1000, ...moment }, 500)
    expect(await view.state(connection, moment)).toMatchObject({ rows: 250, matching: 500, isComplete: false })
    expect(await view.complete(connection, moment)).toMatchObject({ rows: 500, matching: 1000, isComplete: true })
  })

  test('in another order has the first rows first, and waits with what arrives', async () => {
    const connection = await openLargeLog()
    const spec: ViewSpec = { ...eager, orderBy: { field: 'duration' } }
    const view = await View.open(connection, spec, { lastId: 1000, ...moment }, 500)
    const { isComplete, tail } = await view.state(connection, moment)
    expect([isComplete, tail.offset, tail.rows[0]?.id]).toEqual([false, 0, 1000])
    await storeEvents(connection, [{ id: 1001, duration: 0.5 }])
    expect(await view.advance(connection, { lastId: 1001, ...moment })).toBeNull()
    expect(await view.complete(connection, moment)).toMatchObject({ rows: 1000, isComplete: true })
    expect(await view.advance(connection, { lastId: 1001, ...moment })).toMatchObject({ rows: 1001, tail: null })
    expect((await view.page(connection, { offset: 0, limit: 1 }, moment)).rows.map((row) => row.id)).toEqual([1001])
  })
})
