import type { DuckDBConnection } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { BatchPacker } from '../../../main/ingest-batch.ts'
import { type DecodedBatch, decodeBatch } from '../../../main/log/decode-batch.ts'
import { storeBatch } from '../../../main/log/ingest.ts'
import { DEFAULT_LIMITS, type Limits } from '../../../main/protocols/protocol.ts'
import { logEvent } from '../../helpers/collector.ts'
import { openIngestLog } from '../../helpers/ingest-log.ts'

const SOURCE = { protocol: 'web-debug', app: 'shop', stream: 'default' }

/** Messages that arrived together, read. */
function read(texts: readonly string[], limits: Partial<Limits> = {}): DecodedBatch {
  const packer = new BatchPacker()
  for (const text of texts) packer.add(Buffer.from(text), SOURCE, 1)
  return decodeBatch(packer.pack(), { ...DEFAULT_LIMITS, ...limits })
}

const message = (text: string) => JSON.stringify(logEvent(text))

/** A message of which the log cannot write one event: the check of times, as if it had missed this one. */
function withoutTime(one: DecodedBatch[number]): DecodedBatch[number] {
  if (!('streams' in one.message)) throw new Error('is a message')
  const streams = one.message.streams.map((part) => ({
    ...part,
    events: part.events.map((event) => ({ ...event, time: Number.NaN })),
  }))
  return { ...one, message: { ...one.message, streams } }
}

async function readEvents(connection: DuckDBConnection): Promise<unknown[][]> {
  const reader = await connection.runAndReadAll(
    "SELECT id::DOUBLE, sequence::DOUBLE, type, summary, payload->>'raw' FROM events ORDER BY id",
  )
  return reader.getRows()
}

describe('a message that something fails on', () => {
  test('is kept as it came, and the others of its batch are stored', async () => {
    const log = await openIngestLog()
    // Deeper than what can be written anew.
    const deep = `{"type":"order","payload":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`
    const results = await storeBatch(read([message('a'), deep, message('b')], { depth: 1_000_000 }), log)
    const problem = { path: '', reason: expect.stringContaining('a mistake of its own') }
    expect(results).toEqual([
      { kind: 'stored', accepted: 1, problems: [], lastId: 1 },
      { kind: 'stored', accepted: 0, problems: [problem], lastId: 2 },
      { kind: 'stored', accepted: 1, problems: [], lastId: 3 },
    ])
    expect(await readEvents(log.connection)).toEqual([
      [1, 1, 'log', 'a', null],
      [2, 2, 'invalid', expect.stringContaining('a mistake of its own'), deep.slice(0, 65_536)],
      [3, 3, 'log', 'b', null],
    ])
  })

  test('when it is written costs no other message, and takes no number from it', async () => {
    const log = await openIngestLog()
    const [first, broken, last] = read([message('a'), message('b'), message('c')])
    if (!first || !broken || !last) throw new Error('three messages')
    const results = await storeBatch([first, withoutTime(broken), last], log)
    expect(results.map((result) => ('lastId' in result ? [result.lastId, result.problems.length] : result))).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ])
    expect(await readEvents(log.connection)).toEqual([
      [1, 1, 'log', 'a', null],
      [2, 2, 'invalid', expect.stringContaining('mistake'), message('b')],
      [3, 3, 'log', 'c', null],
    ])
    expect(log.state).toMatchObject({ lastId: 3, events: 3 })
  })
})

test('a log that cannot be written fails each message of a batch, and takes the next one when it can', async () => {
  const log = await openIngestLog()
  await log.connection.run('ALTER TABLE events RENAME TO away')
  const results = await storeBatch(read([message('a'), message('b')]), log)
  expect(results.map(({ kind }) => kind)).toEqual(['failed', 'failed'])
  await log.connection.run('ALTER TABLE away RENAME TO events')
  expect(await storeBatch(read([message('c')]), log)).toMatchObject([{ kind: 'stored', lastId: 1 }])
  expect(await readEvents(log.connection)).toEqual([[1, 1, 'log', 'c', null]])
})
