import type { DuckDBConnection } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { BatchPacker } from '../../../main/ingest-batch.ts'
import type { IngestBatch } from '../../../main/log/api.ts'
import { decodeAhead } from '../../../main/log/decode-ahead.ts'
import { decodeBatch } from '../../../main/log/decode-batch.ts'
import { makeEventPacker } from '../../../main/log/event-columns.ts'
import { type IngestLog, storeAhead, storeBatch } from '../../../main/log/ingest.ts'
import { resultAt } from '../../../main/log/packed-results.ts'
import { DEFAULT_LIMITS, type Limits, type Source } from '../../../main/protocols/protocol.ts'
import { logEvent, queryEvent } from '../../helpers/collector.ts'
import { openIngestLog } from '../../helpers/ingest-log.ts'

const SHOP: Source = { protocol: 'web-debug', app: 'shop', stream: 'default' }
const CART: Source = { protocol: 'web-debug', app: 'cart', stream: 'default' }

type Sent = readonly [source: Source, document: unknown]

function batchOf(messages: readonly Sent[]): IngestBatch {
  const packer = new BatchPacker()
  for (const [index, [source, document]] of messages.entries()) {
    packer.add(Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)), source, 5000 + index)
  }
  return packer.pack()
}

const envelope = (id: string, ...events: readonly unknown[]) => ({ id, version: 1, events })
const nested = {
  ...logEvent('Outer.'),
  nested: [{ ...logEvent('Inner.'), nested: [logEvent('Deep.')] }, logEvent('b')],
}
const many = Array.from({ length: 5000 }, (_, n) => (n % 7 === 0 ? nested : queryEvent(`SELECT ${n}`, { duration: n })))

const BATCHES: readonly (readonly Sent[])[] = [
  [
    [SHOP, envelope('s1', logEvent('One.'), nested, logEvent('Two.', { time: 1_700_000_000_123, tags: ['a:b', 'c'] }))],
    [CART, envelope('s1', queryEvent('SELECT 1'))],
    [SHOP, [envelope('s1', logEvent('Three.')), logEvent('Bare.'), envelope('s2', nested)]],
    [SHOP, '{"broken":'],
    [SHOP, envelope('s3')],
    [SHOP, { type: 'query', payload: { target: 'mysql' } }],
  ],
  [[SHOP, envelope('s1', ...many)]],
  Array.from(
    { length: 300 },
    (_, n): Sent => [n % 2 ? SHOP : CART, logEvent(`Single ${n} – äöü.`, { duration: n / 3 })],
  ),
]

async function readEverything(connection: DuckDBConnection): Promise<unknown> {
  const rows = await connection.runAndReadAll('SELECT * FROM events ORDER BY id')
  const instances = await connection.runAndReadAll('SELECT id, name FROM instances ORDER BY id')
  return { rows: rows.getRowsJson(), instances: instances.getRowsJson() }
}

/** As the decoder's thread does it. */
async function store(batch: IngestBatch, log: IngestLog, limits: Limits = DEFAULT_LIMITS) {
  const ahead = decodeAhead(batch, limits, makeEventPacker())
  if (!ahead) throw new Error('is decoded ahead')
  return storeAhead(ahead, 5000, log, () => decodeBatch(batch, limits))
}

test('what is decoded ahead is stored, and answered, as what is decoded in the log', async () => {
  const [one, other] = [await openIngestLog(), await openIngestLog()]
  for (const messages of BATCHES) {
    const batch = batchOf(messages)
    const results = await store(batch, one)
    const expected = await storeBatch(decodeBatch(batch, DEFAULT_LIMITS), other)
    expect(messages.map((_, index) => resultAt(results, index))).toEqual(expected)
  }
  expect(one.state.events).toBeGreaterThan(5000)
  expect(one.state).toEqual(other.state)
  expect(await readEverything(one.connection)).toEqual(await readEverything(other.connection))
})

test('a message over a limit is refused, and the others of its batch are stored', async () => {
  const log = await openIngestLog()
  const batch = batchOf([
    [SHOP, logEvent('a')],
    [SHOP, envelope('s', logEvent('b'), logEvent('c'))],
    [SHOP, logEvent('d')],
  ])
  const { accepted, lastIds, others } = await store(batch, log, { ...DEFAULT_LIMITS, eventsPerMessage: 1 })
  expect([...others]).toMatchObject([[1, { kind: 'refused', limit: 'eventsPerMessage' }]])
  expect([accepted[0], accepted[2], lastIds[0], lastIds[2], log.state.events]).toEqual([1, 1, 1, 2, 2])
})

test('a batch that the log cannot take as a whole is stored message by message', async () => {
  const log = await openIngestLog()
  const batch = batchOf([
    [SHOP, logEvent('a')],
    [SHOP, logEvent('b')],
  ])
  const ahead = decodeAhead(batch, DEFAULT_LIMITS, makeEventPacker())
  if (!ahead) throw new Error('is decoded ahead')
  // As if a part were missing, which no chunk may be stored without.
  const broken = { ...ahead, partRows: ahead.partRows.subarray(0, 1), partStreams: ahead.partStreams.subarray(0, 1) }
  const results = await storeAhead(broken, 5000, log, () => decodeBatch(batch, DEFAULT_LIMITS))
  expect([...results.lastIds]).toEqual([1, 2])
  const reader = await log.connection.runAndReadAll(
    'SELECT id::DOUBLE, sequence::DOUBLE, summary FROM events ORDER BY id',
  )
  expect(reader.getRows()).toEqual([
    [1, 1, 'a'],
    [2, 2, 'b'],
  ])
})

test('a batch with a message that only the log can place is left to it', () => {
  const measure: Source = { protocol: 'datacat', app: 'shop', stream: 's' }
  const batch = batchOf([
    [SHOP, logEvent('a')],
    [measure, {}],
  ])
  expect(decodeAhead(batch, DEFAULT_LIMITS, makeEventPacker())).toBeNull()
})
