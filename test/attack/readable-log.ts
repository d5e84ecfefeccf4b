import { expect } from 'vitest'
import { openViewer } from '../../main/cli/viewer-connection.ts'
import type { EventRow } from '../../shared/event.ts'
import type { Condition } from '../../shared/query/query.ts'
import { queryLog } from '../helpers/collector.ts'
import { atOnce } from './at-once.ts'
import type { Target } from './target.ts'

/** A row as JSON, at most: a page of 500 must reach a viewer at once. Bytes. */
const MOST_ROW_BYTES = 64 * 1024
const PAGE = 500

export const NOT_WITNESS: readonly Condition[] = [{ field: 'instance', operator: 'neq', value: 'witness' }]

/**
 * Reads the log, but for what the witness said, as a viewer and as a program would; fails the test where that cannot be.
 * Resolves with its rows.
 */
export async function readWholeLog(target: Target): Promise<EventRow[]> {
  const viewer = await openViewer(target)
  const { rows: count } = await viewer.request('view/open', {
    view: 1,
    from: { instance: '*' },
    where: NOT_WITNESS,
    hiddenTypes: [],
    orderBy: null,
    tree: { open: true, toggled: [] },
  })
  const rows: EventRow[] = []
  for (let offset = 0; offset < count; offset += PAGE) {
    const page = await viewer.request('view/page', { view: 1, offset, limit: PAGE })
    rows.push(...page.rows)
  }
  expect(rows.length).toBeGreaterThanOrEqual(count)
  const heavy = rows.filter((row) => JSON.stringify(row).length > MOST_ROW_BYTES)
  expect(heavy.map((row) => [row.id, row.type.slice(0, 40), JSON.stringify(row).length])).toEqual([])
  await atOnce(rows, async ({ id }) => {
    const event = await viewer.request('event/open', id)
    expect(() => JSON.parse(event?.payload ?? ''), `payload of event ${id}`).not.toThrow()
  })
  await viewer.request('log/streams', { search: '', limit: 50 })
  const reduce = { type: 'count', groupBy: ['type', 'stream'] }
  const { total } = await queryLog(target, { from: { instance: '*' }, where: NOT_WITNESS, reduce })
  // What watches over sessions may have told something meanwhile.
  expect(total).toBeGreaterThanOrEqual(count)
  viewer.close()
  return rows
}
