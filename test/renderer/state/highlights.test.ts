import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Backend } from '../../../renderer/backend.ts'
import { addRule } from '../../../renderer/state/highlight-rules.ts'
import { startHighlights, useHighlights } from '../../../renderer/state/highlights.ts'
import { applyView, EMPTY_LOG, useLog } from '../../../renderer/state/log.ts'
import { useView } from '../../../renderer/state/view.ts'
import { makeRows } from '../../helpers/event-row.ts'

afterEach(() => {
  useLog.setState(useLog.getInitialState())
  useView.setState(useView.getInitialState())
})

test('rows that come on screen while others are asked about are asked about next', async () => {
  const asked: (readonly number[])[] = []
  const request = async (_method: string, { ids }: { ids: readonly number[] }) => {
    asked.push(ids)
    useLog.setState({ window: { first: 2, last: 3 } })
    return ids.map(() => 0)
  }
  const tail = { view: 1, offset: 0, rows: makeRows(1, 10) }
  useLog.setState({
    ...applyView(EMPTY_LOG, { view: 1, rows: 10, matching: 10, all: 10, isComplete: true, tail }),
    connection: 'open',
    window: { first: 0, last: 1 },
  })
  useView.setState({ highlights: addRule([], 'hot') })
  onTestFinished(startHighlights({ request } as unknown as Backend))
  useLog.setState({ seenRows: 10 })
  await vi.waitFor(() => expect([...useHighlights.getState().highlights.keys()]).toEqual([1, 2, 3, 4]))
  expect(asked).toEqual([
    [1, 2],
    [3, 4],
  ])
})
