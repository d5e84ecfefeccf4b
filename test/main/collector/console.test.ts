import { expect, test } from 'vitest'
import { logEvent, postEvents, startTestCollector } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const COUNT = { from: { instance: '*' }, reduce: { type: 'count' } } as const

test('a query that was cancelled, or had to make room for the next one, answers nothing', async () => {
  const collector = await startTestCollector()
  await postEvents(collector, [logEvent('one'), logEvent('two')])
  const viewer = await TestViewer.connect(collector)
  const cancelled = expect(viewer.request('console/run', COUNT)).rejects.toThrow('the query was cancelled')
  await viewer.request('console/cancel', undefined)
  await cancelled

  const replaced = expect(viewer.request('console/run', COUNT)).rejects.toThrow('the query was cancelled')
  expect(await viewer.request('console/run', COUNT)).toEqual({ aggregation: 2, total: 2 })
  await replaced
})

test('viewers do not end the queries of each other, and cancelling nothing is no failure', async () => {
  const collector = await startTestCollector()
  await postEvents(collector, logEvent('one'))
  const [viewer, other] = [await TestViewer.connect(collector), await TestViewer.connect(collector)]
  const answer = viewer.request('console/run', COUNT)
  expect(await other.request('console/cancel', undefined)).toBeNull()
  expect(await answer).toEqual({ aggregation: 1, total: 1 })
})

test('a query that cannot be understood is refused, and names the part to blame', async () => {
  const viewer = await TestViewer.connect(await startTestCollector())
  const query = { ...COUNT, reduce: { type: 'count', groupBy: [{ field: 'type', bucket: 5 }] } } as const
  await expect(viewer.request('console/run', query)).rejects.toThrow('reduce.groupBy[0].bucket: type has no buckets')
})
