import { expect, test } from 'vitest'
import type { IngestBatch, LogCall } from '../../../main/log/api.ts'
import { BatchRoute } from '../../../main/log/batch-route.ts'

const batch = (bytes: number): IngestBatch => ({
  bytes: new Uint8Array(bytes),
  ends: Float64Array.of(bytes),
  received: Float64Array.of(1),
  sourceIndexes: Uint32Array.of(0),
  count: 1,
  sources: [],
})
const call = (seq: number, bytes: number): LogCall<'ingest'> => ({ seq, method: 'ingest', args: [batch(bytes)] })

function openRoute() {
  const sent: string[] = []
  const route = new BatchRoute(
    ({ seq }) => sent.push(`log ${seq}`),
    ({ seq }) => sent.push(`decoder ${seq}`),
  )
  return { route, sent }
}

test('a small batch goes straight to the log while no other is on its way', () => {
  const { route, sent } = openRoute()
  route.send(call(1, 100))
  route.answered(1)
  route.send(call(2, 100))
  expect(sent).toEqual(['log 1', 'log 2'])
})

test('a large batch goes by the decoder, and so does what follows it', () => {
  const { route, sent } = openRoute()
  route.send(call(1, 100_000))
  route.send(call(2, 100))
  expect(sent).toEqual(['decoder 1', 'decoder 2'])
})

test('what follows a batch that went straight waits for its answer, and keeps its order', () => {
  const { route, sent } = openRoute()
  route.send(call(1, 100))
  route.send(call(2, 100_000))
  route.send(call(4, 100))
  // The answer to something else.
  route.answered(3)
  expect(sent).toEqual(['log 1'])
  route.answered(1)
  route.send(call(5, 100_000))
  expect(sent).toEqual(['log 1', 'decoder 2', 'decoder 4', 'decoder 5'])
})
